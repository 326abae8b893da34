"""How fast the product is, each figure beside its own floor. Run by ``manage.py bench``; see ``docs/benchmarks.md``."""

"""Tern Air, an invented airline: a brand to try the product with. Told in ``tern_air.toml``, staged by ``stage.py``."""

"""Every address says which methods it takes, and every address that changes something has its refusal test."""

import ast

from tests.architecture.addresses import addresses
from tests.architecture.sources import ROOT, files, tree


def refused() -> set[str]:
    """The names of addresses in the registries ``REFUSED`` of the refusal tests: ``tests/**/test_refusals.py``."""
    found: set[str] = set()
    for path in files("test_refusals.py"):
        for node in tree(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == "REFUSED" for target in targets):
                found |= {part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)}
    return found


def test_the_resolver_is_understood():
    known = {address.name: address for address in addresses()}
    assert known["healthz"].methods == {"GET", "HEAD"}
    assert not known["healthz"].takes_post
    assert len(known) > 5


def test_every_view_says_which_methods_it_takes():
    found = [f"{address.name} ({address.view})" for address in addresses() if not address.methods]
    assert not found, f"Decorate them with require_safe, require_POST or require_http_methods: {found}"


def test_every_address_that_takes_a_post_has_its_refusal_test():
    missing = sorted({address.name for address in addresses() if address.takes_post} - refused())
    where = (ROOT / "tests").name
    assert not missing, f"Name them in REFUSED of {where}/…/test_refusals.py and test them: {missing}"

"""What takes a while to work out of a document, once for each digest and process: its judge, and what is wrong between
its rules. A document never changes under its digest."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, cast

from playbook.models import TaxonomyVersion
from playbook.overlaps import Trouble, troubles
from playbook.whole.building import specs_in
from playbook.whole.document import EMPTY, Document, digest
from playbook.whole.judging import Bench

_MOST = 8
_KEPT: OrderedDict[tuple[str, str], Any] = OrderedDict()


def bench_of(version: TaxonomyVersion | None) -> Bench:
    """What this version would say; None says nothing of anything."""
    return bench_for(version.sha256 if version else "", version.document if version else EMPTY)


def bench_for(sha256: str, document: Document) -> Bench:
    """The same of a document with its digest."""
    return cast("Bench", _kept(("bench", sha256), lambda: Bench(document)))


def troubles_in(document: Document) -> list[Trouble]:
    """What is wrong between its rules."""
    made = _kept(("troubles", digest(document)), lambda: troubles(specs_in(document)))
    return cast("list[Trouble]", made)


def _kept(key: tuple[str, str], make: Callable[[], Any]) -> Any:
    """Two threads may make it at once; both make the same."""
    made = _KEPT.get(key)
    if made is None:
        made = _KEPT[key] = make()
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return made

"""The second opinion in use: a brand's newest version, read once for each version and process."""

import logging
from dataclasses import dataclass

from playbook.learning.keeping import NotReadableError, from_bytes
from playbook.learning.opinion import Opinion
from playbook.models import Learning, Playbook

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    opinion: Opinion | None


_OPINIONS: dict[int, _Known] = {}


def opinion_for(brand_id: int) -> Opinion | None:
    """The brand's second opinion; None where it has none, or it is switched off, or its weights are not as they were
    kept: then the rules stand alone. One small query."""
    newest = Learning.objects.filter(brand_id=brand_id, brand__playbook__has_second_opinion=True)
    number = newest.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        return None
    known = _OPINIONS.get(brand_id)
    if known is None or known.number != number:
        known = _OPINIONS[brand_id] = _Known(number, _read(brand_id, number))
    return known.opinion


def forget() -> None:
    """Read anew at the next question; for tests that roll versions back."""
    _OPINIONS.clear()


def is_on(brand_id: int) -> bool:
    """Whether the brand asks for a second opinion."""
    return Playbook.objects.filter(brand_id=brand_id, has_second_opinion=True).exists()


def _read(brand_id: int, number: int) -> Opinion | None:
    row = Learning.objects.get(brand_id=brand_id, number=number)
    try:
        return from_bytes(bytes(row.weights), row.sha256, version=number)
    except NotReadableError as error:
        _LOG.error("second opinion %s of brand %s is left out: %s", number, brand_id, error)
        return None

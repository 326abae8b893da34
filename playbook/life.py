"""Where a template or a holding message stands in its life. Pure: facts and a day in, the answer out."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Life(TextChoices):
    """From its first proposal to its end. Words may be used while they are in use or due for review."""

    PROPOSED = "proposed", _("Proposed")
    TURNED_DOWN = "turned-down", _("Turned down")
    IN_USE = "in-use", _("In use")
    DUE = "due", _("Due for review")
    EXPIRED = "expired", _("Expired")
    RETIRED = "retired", _("Retired")


USABLE = frozenset({Life.IN_USE, Life.DUE})


def life_of(
    *,
    is_retired: bool,
    is_approved: bool,
    has_proposal: bool,
    review_by: date | None,
    expires_on: date | None,
    today: date,
) -> Life:
    """A retired text is retired whatever else holds; a change that waits does not touch the words in use.

    ``review_by`` is the last day to have looked at it, and it is called for from that day on; from ``expires_on`` on
    it may not be used.
    """
    if is_retired:
        return Life.RETIRED
    if not is_approved:
        return Life.PROPOSED if has_proposal else Life.TURNED_DOWN
    if expires_on is not None and expires_on <= today:
        return Life.EXPIRED
    return Life.DUE if review_by is not None and review_by <= today else Life.IN_USE

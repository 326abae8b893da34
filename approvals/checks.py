"""What must be true before a review. Four eyes themselves are checked by the core, in one function, on every path."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Conflict, Invalid
from approvals.models import ReasonCode
from interactions import checks as core
from interactions.models import Draft, Interaction
from interactions.models.drafts import Basis


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of thread and flags on the page from which the reviewer decides."""

    thread_version: int
    flag_version: int


def check_may_review(interaction: Interaction, draft: Draft, by: Actor) -> None:
    """A person who may approve for the team, or for one that the policy asks, on another's draft that waits."""
    core.check_may_decide(interaction, by, draft)
    core.check_waits(interaction, draft)
    core.check_second_pair_of_eyes(draft, by, Basis.REVIEW, needed=1)


def check_seen(interaction: Interaction, seen: Seen | None) -> None:
    """The case is still the one the reviewer read. ``None``: decided without a page."""
    if seen is None:
        return
    if seen.thread_version != interaction.thread_version:
        raise Conflict(_("The customer wrote, edited or deleted since you opened this. Read it, then decide."))
    if seen.flag_version != interaction.flag_version:
        raise Conflict(_("The flags changed since you opened this. Look at them, then decide."))


def check_return(reason_code: str, note: str) -> None:
    if reason_code not in ReasonCode.values:
        raise Invalid(_("Choose the reason that fits best. It helps the author, and it is counted."))
    if not note.strip():
        raise Invalid(_("Add a sentence: what should the author do differently?"))

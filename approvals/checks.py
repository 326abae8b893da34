"""What must be true before a review. Four eyes themselves are checked by the core, in one function, on every path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can, teams_with
from approvals.bounds import LONGEST_NOTE, LONGEST_PHRASE, check_length
from approvals.models import Absence, ReasonCode, Remark, SecondLook
from interactions import checks as core
from interactions.models import Draft, Interaction, Signature
from interactions.models.drafts import Basis
from interactions.ports import Requirement, Step


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of thread and flags on the page from which the reviewer decides."""

    thread_version: int
    flag_version: int


def check_may_review(interaction: Interaction, draft: Draft, by: Actor, requirement: Requirement | None = None) -> None:
    """A person who may approve for the team, or for one that the policy asks, on another's draft that waits.
    ``requirement``: what the policy asks, where that is known already."""
    core.check_may_decide(interaction, by, draft, requirement)
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
    check_length(note, LONGEST_NOTE)


def check_remark(start: int | None, phrase: str, note: str, rewrite: str) -> int:
    """Returns where the phrase begins."""
    check_length(phrase, LONGEST_PHRASE)
    check_length(note, LONGEST_NOTE)
    check_length(rewrite, LONGEST_NOTE)
    if start is None:
        raise Invalid(_("The draft has no such words. Copy them from it as they stand."))
    if not note.strip() and not rewrite.strip():
        raise Invalid(_("Say something about the phrase, or write how you would put it."))
    return start


def check_is_author(draft: Draft, by: User) -> None:
    if draft.author_id != by.pk:
        raise NotAllowed(_("Only its author takes this over. Approve with edits to word it yourself."))


def check_applies(remark: Remark, text: str | None) -> str:
    """Returns the text with the rewrite in it."""
    if not remark.rewrite:
        raise Invalid(_("This remark suggests no other words."))
    if text is None:
        raise Conflict(_("The text has no such words any more. The remark is settled."))
    return text


def check_lacks_names(step: Step | None) -> Step:
    """Returns the step that is open."""
    if step is None:
        raise Conflict(_("This draft lacks no name any more. Let it out, or return it."))
    return step


def check_can_sign(person: User, draft: Draft, team: Team) -> None:
    """Somebody who could put their own name under it now."""
    if person.pk in {draft.author_id, draft.based_on.author_id if draft.based_on else None}:
        raise NotAllowed(_("%(name)s wrote in this text. Ask somebody else.") % {"name": person})
    if not person.is_active or person.is_machine or not can(person, "approve", team):
        words = {"name": person, "team": team}
        raise Invalid(_("%(name)s does not sign for %(team)s. Choose somebody who does.") % words)


def check_available(person: User, asked: User | None) -> User:
    """Returns who is asked: the person, or whoever stands in for them."""
    if asked is None:
        raise Invalid(
            _("%(name)s is away without a deputy for this, or has signed it already. Ask somebody else.")
            % {"name": person}
        )
    return asked


def check_is_another(by: User, to: User) -> None:
    if by.pk == to.pk:
        raise Invalid(_("Ask somebody else: your own name stands there once already, or will."))


def check_second_look(draft: Draft, by: User, step: Step, given: Sequence[Signature], can_sign: int) -> None:
    """Once for each reviewer and draft, and only where there are people enough."""
    if SecondLook.objects.filter(draft=draft, by=by).exists():
        raise Conflict(_("You asked for another pair of eyes on this already."))
    for_team = sum(1 for one in given if (one.team_id or draft.interaction.team_id) == step.team.pk)
    if can_sign < step.needed - for_team + 1:
        raise Invalid(_("%(team)s has nobody left for another name. Hand it over instead.") % {"team": step.team})


def check_is_asked(by: User) -> None:
    """Somebody who signs for a team at all."""
    if not teams_with(by, "approve"):
        raise NotAllowed(_("Nobody asks you for a sign-off, so nobody needs to stand in for you."))


def check_absence(by: User, starts_at: datetime, ends_at: datetime, deputy: User | None, now: datetime) -> None:
    check_is_asked(by)
    teams = teams_with(by, "approve")
    if ends_at <= starts_at or ends_at <= now:
        raise Invalid(_("The end lies before the beginning, or it is over already."))
    if deputy is not None and (deputy.pk == by.pk or not teams & teams_with(deputy, "approve")):
        raise Invalid(_("Your deputy has to sign for a team of yours. Choose somebody who does."))
    others = Absence.objects.filter(user=by, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if others.exists():
        raise Invalid(_("You are away for a part of that time already. End the other absence first."))


def check_may_come_back(absence: Absence, by: User, now: datetime) -> None:
    if absence.user_id != by.pk:
        raise NotAllowed(_("Only they themselves say that they are back."))
    if absence.ends_at <= now:
        raise Conflict(_("This absence is over."))

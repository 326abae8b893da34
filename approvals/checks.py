"""What must be true before a review. Four eyes themselves are checked by the core, in one function, on every path."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals.models import ReasonCode
from interactions import checks as core
from interactions.models import Draft, Interaction, Signature
from interactions.models.drafts import Basis


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of thread and flags on the page from which the reviewer decides."""

    thread_version: int
    flag_version: int


def check_may_review(interaction: Interaction, draft: Draft, by: Actor) -> None:
    """A person who may approve for the team, on another's draft that waits."""
    person = core.check_is_person(by)
    core.check_may(person, "approve", interaction)
    check_waits(interaction, draft)
    core.check_second_pair_of_eyes(draft, person, Basis.REVIEW, needed=1)


def check_waits(interaction: Interaction, draft: Draft) -> None:
    """The newest version, neither decided nor taken back."""
    if interaction.state == Interaction.State.FLAGGED:
        raise Conflict(_("This is no longer up for review: it was returned, taken back, or flagged anew."))
    if interaction.state != Interaction.State.DRAFTED:
        raise Conflict(_decided(interaction))
    core.check_newest(draft)


def _decided(interaction: Interaction) -> str:
    approval = interaction.approval
    if approval is not None and approval.by is not None and interaction.state != Interaction.State.CLOSED:
        return _("%(name)s approved this a moment ago.") % {"name": approval.by}
    return _("This is decided already: it is %(state)s now.") % {"state": interaction.get_state_display()}


def check_seen(interaction: Interaction, seen: Seen | None) -> None:
    """The case is still the one the reviewer read. ``None``: decided without a page."""
    if seen is None:
        return
    if seen.thread_version != interaction.thread_version:
        raise Conflict(_("The customer wrote, edited or deleted since you opened this. Read it, then decide."))
    if seen.flag_version != interaction.flag_version:
        raise Conflict(_("The flags changed since you opened this. Look at them, then decide."))


def check_template(draft: Draft) -> None:
    """The template behind the text is the one its author used, and still in use."""
    template = draft.template
    if template is None:
        return
    is_expired = template.expires_on is not None and template.expires_on <= timezone.localdate()
    if template.is_retired or is_expired or template.version != draft.template_version:
        raise Conflict(_("The template behind this text changed or expired. Return it, so that it is written anew."))


def check_not_signed(interaction: Interaction, draft: Draft, by: User) -> None:
    """This person's name is not under this draft yet, as the case stands now."""
    if Signature.objects.filter(
        draft=draft, by=by, thread_version=interaction.thread_version, flag_version=interaction.flag_version
    ).exists():
        raise Conflict(_("You signed this already. It waits for another person."))


def check_return(reason_code: str, note: str) -> None:
    if reason_code not in ReasonCode.values:
        raise Invalid(_("Choose the reason that fits best. It helps the author, and it is counted."))
    if not note.strip():
        raise Invalid(_("Add a sentence: what should the author do differently?"))


def check_can_be_on_probation(user: User, team: Team) -> None:
    """An active person of this team. A machine needs none: a person reads everything it writes."""
    if user.is_machine:
        raise Invalid(_("A person reads everything a machine writes; it needs no probation."))
    if not user.is_active or not user.memberships.filter(team=team).exists():
        raise Invalid(_("%(name)s is not on the team %(team)s.") % {"name": user, "team": team})


def check_not_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotAllowed(_("Nobody ends their own probation. Ask another person who manages people."))

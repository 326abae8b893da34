"""Who may put their name under a text, and when (P1, P2)."""

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, NotAllowed
from accounts.rights import can
from interactions import ports
from interactions.checks.people import check_is_person, check_may
from interactions.edits import edit_share
from interactions.models import Draft, HoldingStatement, Interaction, Signature
from interactions.models.drafts import Basis, text_hash
from interactions.ports import Requirement, Step
from interactions.turns import given_by_team, open_step
from playbook.models import Plan
from playbook.models.topics import HOLDING_NAMES_LEAST

MOST_CANDIDATES = 5


def check_newest(draft: Draft) -> None:
    """The newest of its line: another candidate beside it makes it no older."""
    line = Draft.objects.filter(interaction_id=draft.interaction_id, line=draft.line)
    newest = line.order_by("-number").values("pk", "number")[0]
    if newest["pk"] != draft.pk:
        raise Conflict(_("This is an older version. Version %(number)d is the newest.") % newest)


def check_room_beside(interaction: Interaction) -> None:
    """Candidates are for choosing from: beyond a handful nobody reads them."""
    if interaction.drafts.waiting().count() >= MOST_CANDIDATES:
        raise Conflict(_("%(n)d answers wait already. Decide on one of them first.") % {"n": MOST_CANDIDATES})


def check_waits(interaction: Interaction, draft: Draft) -> None:
    """It waits for signatures: neither decided, nor taken back, nor replaced."""
    if interaction.state == Interaction.State.DRAFTED and draft.is_waiting:
        return
    if interaction.state in {Interaction.State.FLAGGED, Interaction.State.DRAFTED}:
        check_newest(draft)
        raise Conflict(_("This is no longer up for review: it was returned, taken back, or flagged anew."))
    raise Conflict(_decided(interaction))


def _decided(interaction: Interaction) -> str:
    approval = interaction.approval
    if approval is not None and approval.by is not None and interaction.state != Interaction.State.CLOSED:
        return _("%(name)s approved this a moment ago.") % {"name": approval.by}
    return _("This is decided already: it is %(state)s now.") % {"state": interaction.get_state_display()}


def check_may_decide(interaction: Interaction, by: Actor, draft: Draft, requirement: Requirement | None = None) -> None:
    """A person who may approve for the interaction's team, or for a team that the policy asks."""
    person = check_is_person(by)
    if can(person, "approve", interaction.team):
        return
    requirement = requirement or ports.sign_off(draft)
    if not any(can(person, "approve", step.team) for step in requirement.steps):
        check_may(person, "approve", interaction)


def check_turn(interaction: Interaction, by: User, requirement: Requirement, standing: list[Signature]) -> Step | None:
    """The step this person's name goes under; None where the policy asks for nobody. Raises Conflict for a second
    name of the same person, NotAllowed while another team's turn it is."""
    if any(signature.by_id == by.pk for signature in standing):
        raise Conflict(_("You signed this already. It waits for another person."))
    step = open_step(requirement, given_by_team(standing, interaction))
    if step is None:
        check_may(by, "approve", interaction)
        return None
    if not can(by, "approve", step.team):
        raise NotAllowed(_("Now it waits for %(team)s. You can read it, and return it.") % {"team": step.team})
    return step


def check_has_not_signed(draft: Draft, interaction: Interaction, by: User) -> None:
    """Nor for a team that they may not approve for any more: a name stands under a draft once."""
    if draft.signatures.filter(
        by=by, thread_version=interaction.thread_version, flag_version=interaction.flag_version
    ).exists():
        raise Conflict(_("You signed this already. It waits for another person."))


def signatures_on(draft: Draft, interaction: Interaction) -> list[Signature]:
    """The names that count under this draft as the case stands now, in their order: of those who may still approve
    for the team they signed for."""
    fresh = draft.signatures.filter(
        text_hash=draft.text_hash,
        thread_version=interaction.thread_version,
        flag_version=interaction.flag_version,
    )
    signatures = fresh.select_related("by", "team").order_by("pk")
    return [name for name in signatures if can(name.by, "approve", name.team or interaction.team)]


def check_may_sign_holding(interaction: Interaction, by: Actor) -> User:
    """Returns the person: one who may approve for the team, or signs its releases."""
    person = check_is_person(by)
    if not can(person, "sign_release", interaction.team):
        check_may(person, "approve", interaction)
    return person


def names_needed(interaction: Interaction) -> int:
    """How many names a holding message needs here: what the strictest plan of its topics asks for, else two."""
    topics = interaction.flags.filter(withdrawn_at=None).values("topic")
    asked = Plan.objects.filter(topic__in=topics).aggregate(most=Max("holding_names"))["most"]
    return asked or HOLDING_NAMES_LEAST


def names_under(statement: HoldingStatement, interaction: Interaction) -> list[User]:
    """The people under exactly these words who may still sign them here."""
    signed = statement.signatures.filter(text_hash=text_hash(statement.text)).select_related("by").order_by("pk")
    team = interaction.team
    return [name.by for name in signed if can(name.by, "sign_release", team) or can(name.by, "approve", team)]


def check_second_pair_of_eyes(draft: Draft, by: Actor, basis: str, needed: int) -> None:
    """Nobody is the only hand in a text they approve, on any path (P2).

    ``policy`` stands only where nobody needs to sign. A ``review`` is by someone who wrote neither this version nor
    the one below it. An ``edit`` by the approver counts only on top of another person's text, and up to
    ``DESK_APPROVER_EDIT_SHARE`` of it.
    """
    if basis == Basis.POLICY:
        if needed:
            raise NotAllowed(_("This needs the sign-off of another person."))
        return
    person = check_is_person(by)
    if basis == Basis.REVIEW and person.pk == draft.author_id:
        raise NotAllowed(_("Nobody approves their own text. It waits for another pair of eyes."))
    if basis == Basis.REVIEW and draft.based_on and person.pk == draft.based_on.author_id:
        raise NotAllowed(_("This is built on your own text. It waits for a third person."))
    if basis == Basis.EDIT:
        _check_edit(draft, person)


def _check_edit(draft: Draft, person: User) -> None:
    below = draft.based_on
    if draft.author_id != person.pk or below is None or below.author_id == person.pk:
        raise NotAllowed(_("Your edit counts as a second pair of eyes only on top of another person's text."))
    share = edit_share(below.text, draft.text)
    if share > settings.APPROVER_EDIT_SHARE:
        raise NotAllowed(
            _("You changed %(share)d %% of the text; above %(most)d %% a third person approves.")
            % {"share": round(share * 100), "most": round(settings.APPROVER_EDIT_SHARE * 100)}
        )

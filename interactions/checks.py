"""Every rule of the core, once. ``check_...`` raises a Refusal whose sentence a person can read; ``allows`` asks it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor, System
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from accounts.rights import can
from interactions.edits import edit_share
from interactions.models import Approval, Draft, HoldingStatement, Interaction, Release
from interactions.models.drafts import Basis, text_hash
from interactions.placeholders import unfilled
from playbook.current import checklist_for
from playbook.models import ChecklistItem, HoldingMessage


def allows(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence with which the check refuses, or an empty string: what a disabled button says."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return str(refusal)
    return ""


# --- Who ------------------------------------------------------------------------------------------------------------

_NOT_YOURS = {
    "flag": gettext_lazy("You may read this, not flag it."),
    "draft": gettext_lazy("You may read this, not answer it."),
    "approve": gettext_lazy("You may read this, not approve for it. It waits for a supervisor of %(team)s."),
    "close": gettext_lazy("You may read this, not close it."),
    "assign": gettext_lazy("You may read this, not assign it."),
    "note": gettext_lazy("You may read this, not write notes on it."),
    "acknowledge": gettext_lazy("Only the people on call for %(team)s can take this."),
    "sign_release": gettext_lazy("Only the people named for it can sign a release."),
}


_NOT_FOR_MACHINES = {"approve", "close", "acknowledge", "sign_release"}


def check_may(by: Actor, right: str, interaction: Interaction) -> None:
    """The product itself may act where the state machine says so; a person needs the right on the team, and a machine
    with the same right decides nothing."""
    if isinstance(by, System):
        return
    if right in _NOT_FOR_MACHINES:
        check_is_person(by)
    if not can(by, right, interaction.team):
        raise NotAllowed(_NOT_YOURS[right] % {"team": interaction.team})


def check_is_person(by: Actor) -> User:
    """Returns the person. Machines may send in and draft, nothing more (F-P4)."""
    if not isinstance(by, User) or by.is_machine:
        raise NotAllowed(_("Only a person can do this. A machine may send in and draft."))
    return by


# --- What the case allows -------------------------------------------------------------------------------------------


def check_open(interaction: Interaction) -> None:
    if not interaction.is_open:
        raise Conflict(_("This is %(state)s already. Reopen it first.") % {"state": interaction.state})


def check_draftable(interaction: Interaction) -> None:
    """Flagged, and no answer on its way already."""
    if interaction.state == Interaction.State.RECEIVED:
        raise Conflict(_("Nobody has flagged this yet. Flag it first: the flag says how carefully to answer."))
    if interaction.state not in {Interaction.State.FLAGGED, Interaction.State.DRAFTED}:
        raise Conflict(_("An answer is approved and on its way. Recall it before you write another."))


def check_seen(interaction: Interaction, thread_version: int | None) -> None:
    """The person wrote to what they saw: a newer message of the customer makes it another conversation (F-D2)."""
    if thread_version is not None and thread_version != interaction.thread_version:
        raise Conflict(_("The customer wrote again while you wrote. Read it, then send your text as it is or changed."))


def check_not_held(interaction: Interaction, by: Actor, now: datetime | None = None) -> None:
    """Red stops (P3): nothing is drafted, approved or posted unless a release in force lets this person."""
    if interaction.is_held and not any(_lets_past(release, by) for release in releases_in_force(interaction, now)):
        raise NotAllowed(
            _("Red stops. Nothing goes out until a release is signed by everyone its topics name. Notes are open.")
        )


def releases_in_force(interaction: Interaction, now: datetime | None = None) -> list[Release]:
    """Releases that let something past right now: of this interaction as flagged now, or of each of its red topics."""
    now = now or timezone.now()
    in_force = Release.objects.filter(effective_at__lte=now, expires_at__gt=now, revoked_at=None)
    own = list(in_force.filter(interaction=interaction, flag_version=interaction.flag_version))
    red_topics = set(interaction.flags.filter(withdrawn_at=None, level="red").values_list("topic_id", flat=True))
    written = in_force.filter(topic_id__in=red_topics).select_related("topic")
    standing = [release for release in written if may_stand(release)]
    covers_all = bool(red_topics) and {release.topic_id for release in standing} >= red_topics
    return own + (standing if covers_all else [])


def may_stand(release: Release) -> bool:
    """Whether the topic, as the playbook has it now, still takes this standing release."""
    topic = release.topic
    return bool(topic and topic.allows_standing_release and set(release.needed_roles) >= set(topic.release_roles))


def _lets_past(release: Release, by: Actor) -> bool:
    return release.for_user_id is None or isinstance(by, System) or release.for_user_id == by.pk


# --- What a text needs ----------------------------------------------------------------------------------------------


def check_text(interaction: Interaction, text: str) -> None:
    """Says something, fits the channel and its reply window, leaves no placeholder."""
    if not text.strip():
        raise Invalid(_("There is nothing to send yet. Write the reply first."))
    if left := unfilled(text):
        raise Invalid(_("Fill in %(left)s before you send it.") % {"left": ", ".join(left)})
    interaction.channel.check_fits(text)
    interaction.channel.check_window(interaction.received_at, timezone.now())


def check_consideration(interaction: Interaction, consideration: str) -> None:
    if interaction.level == "yellow" and not consideration.strip():
        raise Invalid(_("Yellow asks for one sentence: what did you consider before answering?"))


def check_checklist(interaction: Interaction, ticks: list[str]) -> None:
    """Every required item that fits this case is ticked by a person."""
    missing = [item.wording for item in ticked_by_hand(interaction) if item.is_required and item.slug not in ticks]
    if missing:
        raise Invalid(_("Tick these first: %(missing)s.") % {"missing": "; ".join(missing)})


def ticked_by_hand(interaction: Interaction) -> list[ChecklistItem]:
    """The items a person ticks for this case, by its level and its topic's area."""
    areas = [interaction.topic.area] if interaction.topic else []
    items = checklist_for(interaction.brand_id, interaction.level, areas)
    return [item for item in items if item.kind == ChecklistItem.Kind.HUMAN]


# --- Four eyes ------------------------------------------------------------------------------------------------------


def check_newest(draft: Draft) -> None:
    newest = Draft.objects.filter(interaction_id=draft.interaction_id).order_by("-number").values("pk", "number")[0]
    if newest["pk"] != draft.pk:
        raise Conflict(_("This is an older version. Version %(number)d is the newest.") % newest)


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


def why_stale(approval: Approval, interaction: Interaction) -> str:
    """Why this approval no longer stands (P1), in a sentence; empty while it is fresh."""
    draft = approval.draft
    if text_hash(draft.text) != approval.text_hash:
        return _("The text is not the one that was approved.")
    if interaction.thread_version != approval.thread_version:
        return _("The customer wrote, edited or deleted something since.")
    if interaction.flag_version != approval.flag_version:
        return _("The flags changed since.")
    return _why_template_stale(draft, approval)


def why_not_usable(statement: HoldingStatement) -> str:
    """Why this filled holding message may not go out, in a sentence; empty while the library still stands behind it."""
    usable = HoldingMessage.objects.usable().filter(pk=statement.message_id, version=statement.message_version)
    return "" if usable.exists() else _("The holding message was changed or retired since. Fill it anew.")


def _why_template_stale(draft: Draft, approval: Approval) -> str:
    template = draft.template
    if template is None:
        return ""
    if template.is_retired or (template.expires_on and template.expires_on <= timezone.localdate()):
        return _("Its template has expired.")
    if template.version != approval.template_version:
        return _("Its template changed since.")
    return ""

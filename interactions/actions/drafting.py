"""Submitting a text, sending it back, taking it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from interactions import checks
from interactions.actions.approving import apply_expire, approve_by_policy
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.actions.waiting import end, none_waits_but, wait
from interactions.edits import edit_share
from interactions.models import Attachment, Composing, Draft, Enclosed, Interaction, Tick
from interactions.models.drafts import signed_hash
from interactions.ticking import part_hash, untouched
from playbook.models import ChecklistItem, ResponseTemplate

State = Interaction.State
MOST_COMPARED = 20  # versions of others that a text is compared with


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything about a revision that its author decides."""

    text: str
    is_public: bool
    ticks: Collection[str] | None = None
    consideration: str = ""
    template: ResponseTemplate | None = None
    based_on: Draft | None = None
    asks_second_pair: bool = False
    files: Sequence[Attachment] = ()

    def is_the_same_as(self, draft: Draft, author: User) -> bool:
        """Saving this again would change nothing that is signed or shown."""
        return (
            draft.author_id == author.pk
            and draft.text_hash == signed_hash(self.text, self.files)
            and draft.is_public == self.is_public
            and draft.template_id == (self.template.pk if self.template else None)
            and draft.template_version == (self.template.version if self.template else 0)
            and draft.consideration == self.consideration[:500]
            and (draft.asks_second_pair or not self.asks_second_pair)
            and (self.ticks is None or set(self.ticks) == {tick.item for tick in draft.ticks.all()})
        )


@transaction.atomic
def draft(
    interaction: Interaction,
    *,
    by: User,
    text: str,
    ticks: Collection[str] | None = None,
    consideration: str = "",
    is_public: bool | None = None,
    template: ResponseTemplate | None = None,
    based_on: Draft | None = None,
    beside: bool = False,
    asks_second_pair: bool = False,
    sets_aside: Collection[int] = (),
    seen_thread_version: int | None = None,
    has_handoff: bool | None = None,
    files: Sequence[Attachment] | None = None,
) -> Draft:
    """Submit a revision. Where the policy asks for nobody's sign-off it is approved at once, and the record says so.

    It takes the place of ``based_on``, or stands ``beside`` what waits as another candidate; over another person's
    waiting text it must say which. ``sets_aside`` names the candidates that end when this one goes out at once.
    ``ticks`` names the lines of the checklist that the writer stands by; None keeps those of ``based_on`` that this
    text leaves untouched. ``files`` go along; None keeps those of ``based_on``. ``has_handoff``: a talk is offered
    beside the text; None: as it stands. ``seen_thread_version`` is what the writer saw. The same text again is the same
    draft: nothing changes. Raises NotAllowed, Conflict, Invalid; nothing typed is lost by it: typing is kept as
    Composing.
    """
    locked = Interaction.objects.locked(interaction.pk)
    is_public = locked.is_public if is_public is None else is_public
    _check_below(locked, based_on)
    below = based_on or _whose_words(locked, by, text)
    files = (based_on.files if based_on else ()) if files is None else files
    wording = Wording(text, is_public, ticks, consideration, template, below, asks_second_pair, files)
    checks.check_may(by, "draft", locked)
    checks.check_open(locked)
    checks.check_not_held(locked, by)
    checks.check_seen(locked, seen_thread_version)
    if standing := _standing(locked, by, wording):
        return standing
    _take_back_approved(locked, by)
    checks.check_draftable(locked)
    checks.check_text(locked, text)
    checks.check_files(locked, files)
    checks.check_consideration(locked, consideration)
    checks.check_words_fit(locked, template)
    if template is not None:
        checks.check_no_template(locked)
    line = _line(locked, by, based_on, beside=beside)
    ticked = _ticks(locked, wording, by)
    standing_by = {tick.item for tick in ticked}
    has_handoff = checks.has_offer(locked) if has_handoff is None else has_handoff
    checks.check_checklist(locked, text, standing_by, author=by, is_public=is_public, has_handoff=has_handoff)
    revision = _write(locked, by, wording, line, ticked)
    _submit(locked, revision, by=by, sets_aside=sets_aside)
    return revision


def _standing(locked: Interaction, author: User, wording: Wording) -> Draft | None:
    """The draft that says exactly this already and waits, or is approved: saving it again is no change."""
    if locked.state == State.APPROVED and locked.approval and wording.is_the_same_as(locked.approval.draft, author):
        return locked.approval.draft
    waiting = locked.drafts.waiting() if locked.state == State.DRAFTED else Draft.objects.none()
    return next((one for one in waiting if wording.is_the_same_as(one, author)), None)


def _take_back_approved(locked: Interaction, by: User) -> None:
    """Another wording of an approved text makes its approval stale, for those who may take it back."""
    if locked.state != State.APPROVED or locked.approval is None:
        return
    approved = locked.approval.draft
    if approved.author_id != by.pk and not can(by, "approve", locked.team):
        raise Conflict(_("An answer is approved and on its way. Its author or a supervisor can take it back first."))
    if not recall_pending(locked, by=by):
        raise Conflict(_("It is being posted right now and cannot be changed."))
    apply_expire(locked, _("%(name)s changed the text.") % {"name": by}, by=by)


def _check_below(locked: Interaction, based_on: Draft | None) -> None:
    if based_on is not None and based_on.interaction_id != locked.pk:
        raise Invalid(_("That version belongs to another interaction."))


def _whose_words(locked: Interaction, author: User, text: str) -> Draft | None:
    """The version of another hand that this text mostly repeats, though nobody named it: its hands stay hands in it
    (P2). As for an approver's own edit, more than ``DESK_APPROVER_EDIT_SHARE`` changed makes it a text of its own."""
    theirs = locked.drafts.exclude(author=author).select_related("author").order_by("-number")[:MOST_COMPARED]
    shares = [(edit_share(one.text, text), -one.number, one) for one in theirs]
    share, _number, nearest = min(shares, default=(1.0, 0, None))
    return nearest if share <= settings.APPROVER_EDIT_SHARE else None


def _line(locked: Interaction, author: User, based_on: Draft | None, *, beside: bool) -> int:
    """Which line the new version belongs to. Raises Conflict."""
    newest = locked.drafts.order_by("-number").select_related("author").first()
    if beside and newest is not None:
        checks.check_room_beside(locked)
        return max(locked.drafts.values_list("line", flat=True)) + 1
    if based_on is not None:
        checks.check_newest(based_on)
        return based_on.line
    theirs = locked.drafts.waiting().exclude(author=author).select_related("author").first()
    if theirs is not None:
        raise Conflict(
            _("%(name)s’s answer waits already. Send yours beside it as another candidate, or build on it.")
            % {"name": theirs.author}
        )
    return newest.line if newest else 1


def _ticks(locked: Interaction, wording: Wording, author: User) -> list[Tick]:
    """The ticks under the new version: one of the version below stays its person's while its part is untouched."""
    parts = ChecklistItem.parts_of(locked.brand_id)
    below = list(wording.based_on.ticks.all()) if wording.based_on else []
    kept = untouched(below, parts, wording.text)
    wanted = {tick.item for tick in below} if wording.ticks is None else set(wording.ticks)
    now = timezone.now()
    ticked = []
    for item, part in parts.items():
        tick = kept.get(item)
        if item in wanted and tick is not None:
            ticked.append(Tick(item=item, by_id=tick.by_id, ticked_at=tick.ticked_at, part_hash=tick.part_hash))
        elif item in wanted and wording.ticks is not None:
            ticked.append(Tick(item=item, by=author, ticked_at=now, part_hash=part_hash(wording.text, part)))
    return ticked


def _write(locked: Interaction, author: User, wording: Wording, line: int, ticked: list[Tick]) -> Draft:
    last = locked.drafts.order_by("-number").values_list("number", flat=True).first() or 0
    revision = Draft.objects.create(
        interaction=locked,
        number=last + 1,
        line=line,
        author=author,
        text=wording.text,
        text_hash=signed_hash(wording.text, wording.files),
        has_files=bool(wording.files),
        is_public=wording.is_public,
        based_on=wording.based_on,
        template=wording.template,
        template_version=wording.template.version if wording.template else 0,
        consideration=wording.consideration[:500],
        asks_second_pair=wording.asks_second_pair,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
        created_at=timezone.now(),
    )
    for tick in ticked:
        tick.draft = revision
    Tick.objects.bulk_create(ticked)
    Enclosed.objects.bulk_create(
        Enclosed(draft=revision, attachment=file, position=position) for position, file in enumerate(wording.files)
    )
    return revision


def _submit(locked: Interaction, revision: Draft, *, by: User, sets_aside: Collection[int]) -> None:
    locked.wake(timezone.now())
    locked.move_to_drafted()
    locked.save()
    requirement = wait(locked, revision)
    Composing.objects.filter(interaction=locked, user=by).delete()
    facts: dict[str, Any] = {
        "draft": revision.pk,
        "number": revision.number,
        "line": revision.line,
        "hash": revision.text_hash,
    }
    tell("drafted", locked, by=by, **facts, needed=requirement.needed, policy_version=requirement.policy_version)
    if not requirement.needed:
        approve_by_policy(locked, revision, requirement, sets_aside=sets_aside, pressed_by=by)


@transaction.atomic
def send_back(revision: Draft, *, by: Actor, reason: str) -> Interaction:
    """Return a waiting draft to its author with a reason. Raises Conflict when it is decided or replaced already.

    While another candidate waits the interaction stays with those who sign.
    """
    locked = Interaction.objects.locked(revision.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may_decide(locked, person, revision)
    checks.check_newest(revision)
    checks.check_waits(locked, Draft.objects.get(pk=revision.pk))
    if not reason.strip():
        raise Invalid(_("Say what to change: %(name)s reads it.") % {"name": revision.author})
    if none_waits_but(locked, revision):
        locked.move_back()
    locked.save()
    end(locked, revision)
    author = revision.author_id
    tell("sent_back", locked, by=person, draft=revision.pk, author=author, details={"reason": reason})
    return locked


@transaction.atomic
def recall(interaction: Interaction, *, by: Actor, revision: Draft | None = None) -> Interaction:
    """Take a submitted or approved text back while it is still here: by its author, or by whoever may approve.

    Without ``revision`` the newest that waits, or the approved one. Raises NotAllowed, Conflict.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    target = _to_recall(locked, revision)
    if target.author_id != person.pk:
        checks.check_may(person, "approve", locked)
    elif not can(person, "draft", locked.team):
        raise NotAllowed(_("You may not answer for %(team)s any more.") % {"team": locked.team})
    if not recall_pending(locked, by=person):
        raise Conflict(_("It is being posted right now and cannot be taken back."))
    if none_waits_but(locked, target):
        locked.move_to_recalled()
    locked.save()
    end(locked, target)
    tell("recalled", locked, by=person, draft=target.pk)
    return locked


def _to_recall(locked: Interaction, revision: Draft | None) -> Draft:
    if locked.state == State.APPROVED and locked.approval:
        here = [locked.approval.draft]
    else:
        here = list(locked.drafts.waiting().order_by("-number")) if locked.state == State.DRAFTED else []
    if revision is not None:
        here = [one for one in here if one.pk == revision.pk]
    if not here:
        raise Conflict(_("There is nothing to take back: it is %(state)s.") % {"state": locked.state})
    return here[0]

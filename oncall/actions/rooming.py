"""Working in a room: roles, lines to take, the log, and what is learned at the end."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from interactions.checks import check_is_person
from oncall.actions.room_lines import note, tell_room
from oncall.models import Incident, IncidentLine, IncidentRole, Lesson, LogEntry
from oncall.room_checks import check_is_open, check_may_lead, check_may_work
from playbook.models import Topic


@transaction.atomic
def assume_role(incident: Incident, *, by: Actor, role: str) -> IncidentRole:
    """This person does it from now on. Raises NotAllowed, Conflict where somebody else does."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    check_is_open(locked)
    if role not in IncidentRole.Role.values:
        raise Invalid(_("A room has no such role."))
    try:
        with transaction.atomic():
            held = IncidentRole.objects.create(incident=locked, role=role, user=person, assumed_at=timezone.now())
    except IntegrityError as error:
        holder = IncidentRole.objects.select_related("user").get(incident=locked, role=role, renounced_at=None)
        raise Conflict(_("%(name)s has this role. They renounce it first.") % {"name": holder.user}) from error
    tell_room("role_assumed", locked, by=person, role=role)
    return held


@transaction.atomic
def renounce_role(incident: Incident, *, by: Actor, role: str) -> IncidentRole:
    """Nobody does it any more; one's own, or by whoever leads. Raises NotAllowed, Conflict."""
    locked = Incident.objects.locked(incident.pk)
    person = check_is_person(by)
    held = IncidentRole.objects.filter(incident=locked, role=role, renounced_at=None).first()
    if held is None:
        raise Conflict(_("Nobody has this role."))
    if held.user_id != person.pk:
        check_may_lead(person, locked)
    held.renounced_at = timezone.now()
    held.save(update_fields=["renounced_at"])
    tell_room("role_renounced", locked, by=person, role=role, held_by=held.user_id)
    return held


@transaction.atomic
def write_line(incident: Incident, *, by: Actor, kind: str, text: str) -> IncidentLine:
    """What we say, or do not. Raises NotAllowed, Conflict, Invalid."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    check_is_open(locked)
    if kind not in IncidentLine.Kind.values or not text.strip():
        raise Invalid(_("Write the line in a sentence."))
    line = IncidentLine.objects.create(
        incident=locked, kind=kind, text=text.strip()[:1000], by=person, written_at=timezone.now()
    )
    tell_room("line_written", locked, by=person, kind=kind, line=line.pk, details={"text": line.text})
    return line


@transaction.atomic
def withdraw_line(line: IncidentLine, *, by: Actor) -> IncidentLine:
    """It is no line of ours any more. Doing it twice changes nothing."""
    locked = Incident.objects.locked(line.incident_id)
    person = check_may_work(by, locked)
    fresh = IncidentLine.objects.select_for_update().get(pk=line.pk)
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = timezone.now()
        fresh.save(update_fields=["withdrawn_at"])
        tell_room("line_withdrawn", locked, by=person, line=line.pk)
    return fresh


@transaction.atomic
def log_in_room(incident: Incident, *, by: Actor, kind: str, text: str, corrects: LogEntry | None = None) -> LogEntry:
    """Write down a fact, a decision or a question, or put an earlier entry right. Entries stay as written."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    if not locked.is_live:
        check_is_open(locked)
    if kind == LogEntry.Kind.DECISION:
        check_may_lead(person, locked)
    if kind not in LogEntry.Kind.values or not text.strip():
        raise Invalid(_("Write it in a sentence."))
    if corrects is not None and corrects.incident_id != locked.pk:
        raise Invalid(_("That entry stands in another log."))
    entry = note(locked, kind=kind, text=text.strip(), by=person, corrects=corrects)
    facts = {"entry": entry.pk, "kind": kind, "corrects": corrects.pk if corrects else None}
    tell_room("room_logged", locked, by=person, **facts, details={"text": entry.text})
    return entry


@transaction.atomic
def learn(incident: Incident, *, by: Actor, what_happened: str, change: str, topic: Topic | None = None) -> Lesson:
    """Propose a change to the playbook after the crisis. Raises NotAllowed, Conflict before it ended, Invalid."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    if locked.state != Incident.State.CLOSED:
        raise Conflict(_("The review comes after the room was stood down."))
    if not what_happened.strip() or not change.strip():
        raise Invalid(_("Say what happened, and what to change."))
    if topic is not None and topic.brand_id != locked.brand_id:
        raise Invalid(_("That topic belongs to another brand."))
    lesson = Lesson.objects.create(
        incident=locked,
        topic=topic,
        what_happened=what_happened.strip()[:1000],
        change=change.strip()[:1000],
        by=person,
        written_at=timezone.now(),
    )
    words = {"what_happened": lesson.what_happened, "change": lesson.change}
    tell_room("lesson_written", locked, by=person, lesson=lesson.pk, details=words)
    return lesson


@transaction.atomic
def settle_lesson(lesson: Lesson, *, by: Actor, is_taken_up: bool) -> Lesson:
    """Whoever edits the playbook takes it up, or leaves it. The change itself is made there, with its own rules."""
    person = check_is_person(by)
    locked = Lesson.objects.select_for_update(of=("self",)).select_related("incident__brand").get(pk=lesson.pk)
    if not can(person, "edit_playbook", locked.incident.brand):
        raise NotAllowed(_("Only who edits the playbook decides about this."))
    if locked.settled_at is not None:
        raise Conflict(_("%(name)s decided this already.") % {"name": locked.settled_by})
    locked.settled_by, locked.settled_at, locked.is_taken_up = person, timezone.now(), is_taken_up
    locked.save()
    tell_room("lesson_settled", locked.incident, by=person, lesson=locked.pk, is_taken_up=is_taken_up)
    return locked

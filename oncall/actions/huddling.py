"""The huddle: those whom the topics name sit together, and one of them decides. It lifts nothing by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from interactions.checks import check_is_person
from interactions.models import Interaction
from oncall.actions.room_lines import note, tell_huddle
from oncall.models import Huddle, HuddleOption, HuddleSeat, HuddleVote, Incident, LogEntry
from oncall.room_checks import check_in_huddle, check_is_open, check_may_work, check_runs
from playbook.models import Topic

LONGEST = timedelta(days=7)
MOST_OPTIONS = 8


@transaction.atomic
def convene(
    subject: Interaction | Incident,
    *,
    by: Actor,
    question: str,
    options: Sequence[str],
    decider: User,
    decide_by: datetime,
) -> Huddle:
    """Ask a question that somebody named decides by a time. Who must be there, the topics say.

    Raises NotAllowed, Invalid, Conflict while another huddle about the same is open.
    """
    scope = _room(subject, by) if isinstance(subject, Incident) else _case(subject, by)
    person = check_is_person(by)
    said = [option.strip() for option in options if option.strip()]
    now = timezone.now()
    if not question.strip() or not 2 <= len(said) <= MOST_OPTIONS or len(set(said)) < len(said):
        raise Invalid(_("Ask one question, and give two to eight different options."))
    if not now < decide_by <= now + LONGEST:
        raise Invalid(_("Say by when it is decided: within a week."))
    if not _may_decide(decider, scope):
        raise Invalid(_("%(name)s is named by none of its topics, and cannot decide.") % {"name": decider})
    try:
        with transaction.atomic():
            huddle = Huddle.objects.create(
                question=question.strip()[:500],
                decider=decider,
                decide_by=decide_by,
                convened_by=person,
                convened_at=now,
                **scope,
            )
    except IntegrityError as error:
        raise Conflict(_("A huddle about this is open already. Join it.")) from error
    HuddleOption.objects.bulk_create(
        HuddleOption(huddle=huddle, number=number, text=text[:200]) for number, text in enumerate(said, 1)
    )
    words = {"question": huddle.question, "options": said}
    tell_huddle("huddle_convened", huddle, by=person, decider=decider.pk, roles=huddle.needed_roles, details=words)
    return huddle


def _case(subject: Interaction, by: Actor) -> dict[str, Any]:
    locked = Interaction.objects.locked(subject.pk)
    person = check_is_person(by)
    roles = _roles(locked.flags.filter(withdrawn_at=None, level="red").values_list("topic", flat=True))
    if not locked.is_red:
        raise Invalid(_("Only red needs a huddle."))
    teams = [locked.team, *Team.objects.filter(brand=locked.brand_id, slug__in=roles)]
    if not any(can(person, right, team) for team in teams for right in ("flag", "sign_release")):
        raise NotAllowed(_("You may read this, not convene a huddle about it."))
    return {"brand": locked.brand, "interaction": locked, "needed_roles": roles}


def _room(subject: Incident, by: Actor) -> dict[str, Any]:
    locked = Incident.objects.locked(subject.pk)
    check_may_work(by, locked)
    check_is_open(locked)
    linked = Interaction.objects.filter(incident_links__incident=locked.pk, incident_links__unlinked_at=None)
    red = linked.filter(level="red", flags__withdrawn_at=None, flags__level="red")
    roles = _roles(red.order_by().values_list("flags__topic", flat=True).distinct())
    return {"brand": locked.brand, "incident": locked, "needed_roles": roles or [locked.team.slug]}


def _roles(topic_ids: Any) -> list[str]:
    return sorted({role for topic in Topic.objects.filter(pk__in=list(topic_ids)) for role in topic.release_roles})


def _may_decide(person: User, scope: dict[str, Any]) -> bool:
    teams = Team.objects.filter(brand=scope["brand"], slug__in=scope["needed_roles"])
    return any(can(person, "sign_release", team) for team in teams)


@transaction.atomic
def take_seat(huddle: Huddle, *, by: Actor, role: str, stand_in: User | None = None) -> HuddleSeat:
    """Be there for one of its teams, or send somebody: only who may sign for the team can do either.

    Raises NotAllowed, Invalid, Conflict when the seat is taken, or the person sits already.
    """
    locked = _locked(huddle)
    person = check_is_person(by)
    team = Team.objects.filter(brand=locked.brand_id, slug=role).first()
    if role not in locked.needed_roles or team is None:
        raise Invalid(_("This huddle does not need %(role)s.") % {"role": role})
    if not can(person, "sign_release", team):
        raise NotAllowed(_("Only who signs for %(team)s takes its seat, or sends somebody.") % {"team": team})
    sitting = stand_in or person
    if stand_in is not None and (not stand_in.is_active or not can(stand_in, "see_brand", locked.brand)):
        raise Invalid(_("%(name)s does not work for this brand.") % {"name": stand_in})
    try:
        with transaction.atomic():
            seat = HuddleSeat.objects.create(
                huddle=locked,
                role=role,
                user=check_is_person(sitting),
                for_user=person if stand_in is not None and stand_in != person else None,
                taken_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("That seat is taken, or they sit there already.")) from error
    tell_huddle("seat_taken", locked, by=person, role=role, user=seat.user_id, for_user=seat.for_user_id)
    return seat


@transaction.atomic
def leave_seat(huddle: Huddle, *, by: Actor) -> HuddleSeat:
    """Go. Without everybody it needs a huddle decides nothing. Raises Conflict for who does not sit there."""
    locked = _locked(huddle)
    person = check_is_person(by)
    seat = locked.seats.filter(user=person, left_at=None).first()
    if seat is None:
        raise Conflict(_("You have no seat in this huddle."))
    seat.left_at = timezone.now()
    seat.save(update_fields=["left_at"])
    locked.votes.filter(user=person).delete()
    tell_huddle("seat_left", locked, by=person, role=seat.role)
    return seat


@transaction.atomic
def vote(huddle: Huddle, *, by: Actor, option: int) -> HuddleVote:
    """What this person is for; the decider hears it, and decides. Raises NotAllowed without a seat, Invalid."""
    locked = _locked(huddle)
    person = check_is_person(by)
    if not locked.seats.filter(user=person, left_at=None).exists():
        raise NotAllowed(_("Take a seat in the huddle first."))
    chosen = _option(locked, option)
    now = timezone.now()
    cast, _is_new = HuddleVote.objects.update_or_create(
        huddle=locked, user=person, defaults={"option": chosen, "voted_at": now}
    )
    tell_huddle("voted", locked, by=person, option=chosen.number)
    return cast


@transaction.atomic
def log_in_huddle(huddle: Huddle, *, by: Actor, kind: str, text: str, corrects: LogEntry | None = None) -> LogEntry:
    """A fact or a question, or a correction of an entry. Decisions come from deciding."""
    locked = _locked(huddle)
    person = check_in_huddle(by, locked)
    if kind not in {LogEntry.Kind.FACT, LogEntry.Kind.QUESTION} or not text.strip():
        raise Invalid(_("Write a fact or a question, in a sentence."))
    if corrects is not None and corrects.huddle_id != locked.pk:
        raise Invalid(_("That entry stands in another log."))
    entry = note(locked.incident, kind=kind, text=text.strip(), by=person, huddle=locked, corrects=corrects)
    facts = {"entry": entry.pk, "kind": kind, "corrects": corrects.pk if corrects else None}
    tell_huddle("huddle_logged", locked, by=person, **facts, details={"text": entry.text})
    return entry


@transaction.atomic
def decide(huddle: Huddle, *, by: Actor, option: int, because: str = "") -> Huddle:
    """The one who decides, decides; everybody whom the topics name is there or represented.

    Raises NotAllowed, Conflict while somebody is missing, Invalid. Nothing is released by it: a Release is.
    """
    locked = _locked(huddle)
    person = check_is_person(by)
    if person.pk != locked.decider_id:
        raise NotAllowed(_("%(name)s decides this.") % {"name": locked.decider})
    if not _may_decide(person, {"brand": locked.brand, "needed_roles": locked.needed_roles}):
        raise NotAllowed(_("You sign for none of its teams any more."))
    if missing := missing_roles(locked):
        raise Conflict(_("Missing: %(teams)s. They come, or send somebody.") % {"teams": ", ".join(missing)})
    chosen = _option(locked, option)
    locked.state, locked.option, locked.ended_at = Huddle.State.DECIDED, chosen, timezone.now()
    locked.save()
    text = f"{locked.question} {chosen.text}." + (f" {because.strip()}" if because.strip() else "")
    entry = note(locked.incident, kind=LogEntry.Kind.DECISION, text=text, by=person, huddle=locked)
    tell_huddle("decided", locked, by=person, option=chosen.number, entry=entry.pk, details={"text": entry.text})
    return locked


@transaction.atomic
def end_huddle(huddle: Huddle, *, by: Actor, reason: str) -> Huddle:
    """Nothing is decided; by its decider or whoever convened it. Raises NotAllowed, Invalid without a reason."""
    locked = _locked(huddle)
    person = check_is_person(by)
    if person.pk not in {locked.decider_id, locked.convened_by_id}:
        raise NotAllowed(_("%(name)s decides this.") % {"name": locked.decider})
    if not reason.strip():
        raise Invalid(_("Say why it ends without a decision."))
    locked.state, locked.ended_at = Huddle.State.ENDED, timezone.now()
    locked.save()
    note(locked.incident, kind=LogEntry.Kind.FACT, text=reason.strip(), by=person, huddle=locked)
    tell_huddle("huddle_ended", locked, by=person, details={"reason": reason})
    return locked


def missing_roles(huddle: Huddle) -> list[str]:
    """The names of the teams that are neither there nor represented by somebody who still may be. Nobody sits for a
    team that the brand has no more: it is missing, under the name it was asked for by."""
    teams = {team.slug: team for team in Team.objects.filter(brand=huddle.brand_id, slug__in=huddle.needed_roles)}
    seated = huddle.seats.filter(left_at=None).select_related("user", "for_user")
    there = {
        seat.role
        for seat in seated
        if seat.role in teams and can(seat.for_user or seat.user, "sign_release", teams[seat.role])
    }
    return [str(teams.get(role, role)) for role in huddle.needed_roles if role not in there]


def _locked(huddle: Huddle) -> Huddle:
    rows = Huddle.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("brand", "decider", "incident").get(pk=huddle.pk)
    check_runs(locked)
    return locked


def _option(huddle: Huddle, number: int) -> HuddleOption:
    found = huddle.options.filter(number=number).first()
    if found is None:
        raise Invalid(_("Choose one of its options."))
    return found

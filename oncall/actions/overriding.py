"""For a time, somebody else than the layers say."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notices import notify
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from audit.record import record
from oncall.checks import check_can_be_on_call
from oncall.local import as_seen_by
from oncall.models import Override, Schedule

LONGEST = timedelta(days=92)
BOARD = "/oncall/"
SENTENCES = {
    "replace": gettext_lazy("You are on call for %(schedule)s from %(from)s to %(until)s."),
    "add": gettext_lazy("You are on call as well for %(schedule)s from %(from)s to %(until)s."),
    "remove": gettext_lazy("You are not on call for %(schedule)s from %(from)s to %(until)s."),
    "back": gettext_lazy("An override of yours for %(schedule)s was taken back: %(from)s to %(until)s."),
}


@transaction.atomic
def override(
    schedule: Schedule, *, by: User, kind: str, person: User, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Override:
    """Put a person on call beside or instead of whoever's turn it is, or take one off, for a time that is not over.
    They are told. Raises NotAllowed, Invalid."""
    check_can(by, "manage_oncall", schedule.brand)
    check_span(starts_at, ends_at, timezone.now())
    if kind != Override.Kind.REMOVE:
        check_can_be_on_call(person, schedule)
    hold(schedule.pk)
    return put(schedule, by=by, kind=kind, person=person, starts_at=starts_at, ends_at=ends_at, reason=reason)


@transaction.atomic
def cancel_override(taken_back: Override, *, by: User) -> Override:
    """From now on the layers count again. Raises NotAllowed, Conflict when it was taken back already or is over."""
    check_can(by, "manage_oncall", taken_back.schedule.brand)
    now = timezone.now()
    standing = Override.objects.standing().filter(pk=taken_back.pk, ends_at__gt=now)
    if not standing.update(cancelled_at=now, cancelled_by=by):
        raise Conflict(_("This override is over, or somebody took it back a moment ago."))
    fresh = Override.objects.select_related("schedule", "person").get(pk=taken_back.pk)
    _record("override_cancelled", fresh, by)
    if fresh.person != by:
        _tell_person(fresh, "back")
    return fresh


def hold(schedule_id: int) -> None:
    """Nobody else puts a person over its turns until this is committed: whoever looks who is on call before they do
    would look too early."""
    Schedule.objects.select_for_update(of=("self",), no_key=True).get(pk=schedule_id)


def put(
    schedule: Schedule, *, by: User, kind: str, person: User, starts_at: datetime, ends_at: datetime, reason: str
) -> Override:
    """The override itself, inside the transaction of whoever decided on it."""
    made = Override.objects.create(
        schedule=schedule,
        kind=kind,
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        made_by=by,
        made_at=timezone.now(),
    )
    _record("overridden", made, by)
    if person != by:
        _tell_person(made, str(kind))
    return made


def check_span(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid(_("The end lies before the beginning."))
    if ends_at <= now:
        raise Invalid(_("That time is over already."))
    if ends_at - starts_at > LONGEST:
        raise Invalid(_("Three months at most. For longer, change the layers."))


def _tell_person(override: Override, stage: str) -> None:
    """In their own words and hours."""
    with as_seen_by(override.person):
        text = SENTENCES[stage] % {
            "schedule": override.schedule,
            "from": date_format(timezone.localtime(override.starts_at), "D j M, H:i"),
            "until": date_format(timezone.localtime(override.ends_at), "D j M, H:i"),
        }
    key = f"override:{override.pk}:{stage}"
    brand = override.schedule.brand
    notify(override.person, kind="shift-changed", text=text, url=BOARD, key=key, brand=brand)


def _record(name: str, override: Override, by: User) -> None:
    facts = {
        "schedule": override.schedule_id,
        "kind": str(override.kind),
        "person": override.person_id,
        "from": override.starts_at.isoformat(),
        "until": override.ends_at.isoformat(),
    }
    details = {"reason": override.reason} if override.reason else None
    brand = override.schedule.brand_id
    record(f"oncall.{name}", by=by, subject=override, brand=brand, facts=facts, details=details)

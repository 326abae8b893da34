"""Asking to be covered, and swapping shifts. Until somebody takes it nothing changes: who was on call stays it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notices import notify
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.record import record
from oncall.actions.overriding import BOARD, check_span, hold, put
from oncall.checks import check_can_be_on_call, check_may_take
from oncall.local import as_seen_by
from oncall.models import CoverRequest, Override, Schedule
from oncall.rota import rota_of
from oncall.schedule import shifts_between
from oncall.wallclock import Span

SENTENCES = {
    "asked": gettext_lazy("%(name)s asks to be covered for %(schedule)s from %(from)s to %(until)s."),
    "swap": gettext_lazy("%(name)s asks to swap a shift for %(schedule)s with you: %(from)s to %(until)s."),
    "taken": gettext_lazy("%(name)s takes your shift for %(schedule)s from %(from)s to %(until)s."),
    "declined": gettext_lazy("%(name)s cannot take your shift for %(schedule)s from %(from)s to %(until)s."),
}
SETTLED = {"taken": "cover_taken", "declined": "cover_declined", "withdrawn": "cover_withdrawn"}


@transaction.atomic
def ask_cover(
    schedule: Schedule,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    asked: User | None = None,
    gives: Span | None = None,
    note: str = "",
) -> CoverRequest:
    """Ask a colleague, or with None everybody who takes turns, to be on call in one's place; ``gives`` is the shift of
    the colleague that one takes in return. Raises Invalid for a time in which one is not on call oneself."""
    now = timezone.now()
    check_span(starts_at, ends_at, now)
    if asked is not None:
        check_can_be_on_call(asked, schedule)
    if asked == by:
        raise Invalid(_("Ask somebody else."))
    _check_is_on(schedule, by, Span(max(starts_at, now), ends_at))
    if gives is not None:
        if asked is None:
            raise Invalid(_("A swap is between two. Say with whom."))
        check_span(gives.starts_at, gives.ends_at, now)
        _check_is_on(schedule, asked, Span(max(gives.starts_at, now), gives.ends_at))
    request = CoverRequest.objects.create(
        schedule=schedule,
        asked_by=by,
        starts_at=starts_at,
        ends_at=ends_at,
        asked=asked,
        gives_from=gives.starts_at if gives else None,
        gives_until=gives.ends_at if gives else None,
        note=note,
        asked_at=now,
    )
    _record("cover_asked", request, by)
    people = [asked] if asked else [user for user in rota_of(schedule).people.values() if user != by and user.is_active]
    for person in people:
        _tell(person, request, "swap" if gives else "asked", name=by)
    return request


@transaction.atomic
def take_cover(request: CoverRequest, *, by: User) -> CoverRequest:
    """Be on call in their place; of a swap, they in one's own as well. What of the time is over stays as it was. Raises
    NotAllowed for who was not asked, Conflict when it is settled, over, or the shifts have changed since."""
    fresh = _open(request)
    check_may_take(by, fresh)
    now = timezone.now()
    taken = Span(max(fresh.starts_at, now), fresh.ends_at)
    given = _given(fresh, now)
    try:
        _check_is_on(fresh.schedule, fresh.asked_by, taken)
        if given is not None:
            _check_is_on(fresh.schedule, by, given)
    except Invalid as changed:
        raise Conflict(_("The shifts have changed since this was asked. Ask anew.")) from changed
    _put(fresh, by, by, taken)
    if given is not None:
        _put(fresh, fresh.asked_by, by, given)
    _settle(fresh, CoverRequest.State.TAKEN, by)
    _tell(fresh.asked_by, fresh, "taken", name=by)
    return fresh


@transaction.atomic
def decline_cover(request: CoverRequest, *, by: User) -> CoverRequest:
    """“I cannot”, of who was asked by name. Raises NotAllowed, Conflict."""
    fresh = _open(request)
    if fresh.asked_id != by.pk:
        raise NotAllowed(_("Only who was asked by name declines."))
    _settle(fresh, CoverRequest.State.DECLINED, by)
    _tell(fresh.asked_by, fresh, "declined", name=by)
    return fresh


@transaction.atomic
def withdraw_cover(request: CoverRequest, *, by: User) -> CoverRequest:
    """Not needed any more, of who asked. Raises NotAllowed, Conflict."""
    fresh = _open(request)
    if fresh.asked_by_id != by.pk:
        raise NotAllowed(_("Only who asked withdraws it."))
    _settle(fresh, CoverRequest.State.WITHDRAWN, by)
    return fresh


def _open(request: CoverRequest) -> CoverRequest:
    """The request, locked, with its schedule: two who take it at once take turns, and so do two of one schedule."""
    hold(request.schedule_id)
    rows = CoverRequest.objects.select_for_update(of=("self",)).select_related("schedule__brand", "asked_by")
    fresh = rows.get(pk=request.pk)
    if fresh.state != CoverRequest.State.OPEN:
        raise Conflict(_("This was settled a moment ago."))
    if fresh.ends_at <= timezone.now():
        raise Conflict(_("That shift is over."))
    return fresh


def _given(request: CoverRequest, now: datetime) -> Span | None:
    if request.gives_from is None or request.gives_until is None:
        return None
    if request.gives_until <= now:
        raise Conflict(_("The shift to swap with is over."))
    return Span(max(request.gives_from, now), request.gives_until)


def _check_is_on(schedule: Schedule, person: User, span: Span) -> None:
    shifts = shifts_between(rota_of(schedule).spec, span.starts_at, span.ends_at)
    if not all(person.pk == shift.person for shift in shifts):
        sentence = _("%(name)s is not on call for %(schedule)s during all of that time.")
        raise Invalid(sentence % {"name": person, "schedule": schedule})


def _put(request: CoverRequest, person: User, by: User, span: Span) -> None:
    put(
        request.schedule,
        by=by,
        kind=Override.Kind.REPLACE,
        person=person,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        reason=request.note,
    )


def _settle(request: CoverRequest, state: str, by: User) -> None:
    request.state, request.settled_by, request.settled_at = state, by, timezone.now()
    request.save(update_fields=["state", "settled_by", "settled_at"])
    _record(SETTLED[state], request, by)


def _tell(person: User, request: CoverRequest, stage: str, *, name: User) -> None:
    with as_seen_by(person):
        text = SENTENCES[stage] % {
            "name": name,
            "schedule": request.schedule,
            "from": date_format(timezone.localtime(request.starts_at), "D j M, H:i"),
            "until": date_format(timezone.localtime(request.ends_at), "D j M, H:i"),
        }
    kind = "cover-asked" if stage in {"asked", "swap"} else "cover-settled"
    key = f"cover:{request.pk}:{stage}"
    notify(person, kind=kind, text=text, url=BOARD, key=key, brand=request.schedule.brand)


def _record(name: str, request: CoverRequest, by: User) -> None:
    facts = {
        "schedule": request.schedule_id,
        "asked": request.asked_id,
        "from": request.starts_at.isoformat(),
        "until": request.ends_at.isoformat(),
        "is_swap": request.is_swap,
    }
    details = {"note": request.note} if request.note else None
    record(f"oncall.{name}", by=by, subject=request, brand=request.schedule.brand_id, facts=facts, details=details)

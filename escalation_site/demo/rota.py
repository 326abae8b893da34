"""Who is on call at Tern Air, and in which order they are paged: told in days from today, whatever today is."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Brand, Team, User
from oncall.actions import override, save_layer, save_policy, save_schedule, save_statement_page
from oncall.actions.policies import StepTerms
from oncall.actions.schedules import Turns
from oncall.models import Schedule
from oncall.wallclock import Hours
from playbook.actions import save_crisis_contact
from playbook.models import CrisisContact, Topic


def put_on_call(story: dict[str, Any], brand: Brand, everybody: dict[str, User], *, by: User) -> None:
    """Schedules with their layers and overrides, the policies that page them, and what else stands ready."""
    for told in story["schedule"]:
        _schedule(told, brand, everybody, by=by)
    for told in story["policy"]:
        save_policy(
            None,
            by=by,
            brand=brand,
            name=told["name"],
            is_default=told.get("is_default", False),
            topics=_topics(brand, told.get("topics", [])),
            steps=[_step(brand, everybody, step) for step in told["steps"]],
            last_resort=[everybody[key] for key in told["last_resort"]],
        )
    for told in story["outside"]:
        topics = _topics(brand, told["topics"])
        words = {name: said for name, said in told.items() if name != "topics"}
        contact = CrisisContact(brand=brand, stands_with=CrisisContact.Stands.TOPICS, **words)
        save_crisis_contact(by=by, contact=contact, topics=topics)
    for told in story["statement_page"]:
        save_statement_page(None, by=by, brand=brand, **told)


def _schedule(told: dict[str, Any], brand: Brand, everybody: dict[str, User], *, by: User) -> None:
    today = timezone.localdate(timezone=ZoneInfo(brand.time_zone))
    first, *others = told["layers"]
    schedule = save_schedule(
        None,
        by=by,
        team=Team.objects.get(brand=brand, slug=told["team"]),
        name=told["name"],
        time_zone=brand.time_zone,
        turns=_turns(first, told, today),
        people=[everybody[key] for key in first["people"]],
        required=_hours(told.get("required", [])),
        phone=told.get("phone", ""),
    )
    for layer in others:
        people = [everybody[key] for key in layer["people"]]
        save_layer(schedule, None, by=by, turns=_turns(layer, told, today), people=people)
    for each in told.get("overrides", []):
        day = today + timedelta(days=each["in_days"])
        starts_at, ends_at = (_at(day, each[name], brand) for name in ("from", "until"))
        terms = {"kind": each["kind"], "person": everybody[each["person"]], "reason": each["reason"]}
        override(schedule, by=by, starts_at=starts_at, ends_at=ends_at, **terms)


def _turns(layer: dict[str, Any], told: dict[str, Any], today: date) -> Turns:
    """The first named is on call now: their turn began some days ago."""
    began = today - timedelta(days=layer["began"])
    hours = _hours(layer.get("hours", []))
    if gap := told.get("nobody"):
        hours = _all_but(gap, today)
    return Turns(
        starts_on=began,
        hands_off_on=began.weekday(),
        hands_off_at=time.fromisoformat(layer["hands_off_at"]),
        rotates_every=layer["rotates_every"],
        hours=hours,
        name=layer["name"],
    )


def _all_but(gap: dict[str, Any], today: date) -> tuple[Hours, ...]:
    """Every hour of the week but these: whole days from when the gap begins, and the rest of its own day."""
    day = (today + timedelta(days=gap["in_days"])).weekday()
    begins, ends = (time.fromisoformat(gap[name]) for name in ("from", "until"))
    others = tuple(number for number in range(7) if number != day)
    return Hours(others, begins, begins), Hours((day,), ends, begins)


def _hours(told: list[dict[str, Any]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(tuple(each["days"]), time.fromisoformat(each["from"]), time.fromisoformat(each["until"])) for each in told
    )


def _at(day: date, hour: str, brand: Brand) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(brand.time_zone))


def _topics(brand: Brand, slugs: list[str]) -> list[Topic]:
    return list(Topic.objects.filter(brand=brand, slug__in=slugs))


def _step(brand: Brand, everybody: dict[str, User], step: dict[str, Any]) -> StepTerms:
    return StepTerms(
        wait_for=step["wait_for"],
        person=everybody.get(step.get("person", "")),
        schedule=Schedule.objects.get(brand=brand, name=step["schedule"]) if "schedule" in step else None,
        team=Team.objects.get(brand=brand, slug=step["team"]) if "team" in step else None,
    )

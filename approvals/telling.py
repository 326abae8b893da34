"""What people are told about a probation, in kind words. Called inside the transaction of what there is to tell."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Notice, User
from accounts.notices import notify, notify_all
from accounts.rights import people_with
from approvals.models import Probation
from approvals.readiness import NAMES, Terms


def tell_started(probation: Probation) -> None:
    said = _("Until %(day)s another person reads what you write in %(team)s, to help you find your feet.")
    _tell_person(probation, "started", said % {"day": _day(probation), "team": probation.team})
    tell_mentor(probation)


def tell_mentor(probation: Probation) -> None:
    if probation.mentor is not None:
        said = _("You are %(name)s’s mentor in %(team)s.") % {"name": probation.user, "team": probation.team}
        _tell_others(probation, f"mentor:{probation.mentor_id}", said, [probation.mentor])


def tell_extended(probation: Probation, number: int, reason: str) -> None:
    said = _("Your probation in %(team)s goes on until %(day)s. Why: %(reason)s")
    words = {"team": probation.team, "day": _day(probation), "reason": reason}
    _tell_person(probation, f"extended:{number}", said % words)


def tell_graduated(probation: Probation, level: str) -> None:
    said = _("Well done: in %(team)s your probation no longer asks for a reader of your %(level)s answers.")
    _tell_person(probation, f"graduated:{level}", said % {"team": probation.team, "level": NAMES[level]})


def tell_ended(probation: Probation) -> None:
    _tell_person(probation, "ended", _("Your probation in %(team)s is over.") % {"team": probation.team})


def tell_ready(probation: Probation, level: str) -> None:
    said = _("%(name)s’s figures say: ready for %(level)s in %(team)s. You decide.")
    words = {"name": probation.user, "level": NAMES[level], "team": probation.team}
    _tell_deciders(probation, f"ready:{level}", said % words)


def tell_due(probation: Probation) -> None:
    """Once for each date that was set, however often it is asked for."""
    if probation.ends_at is not None:
        said = _("%(name)s’s probation in %(team)s has run its time. You decide how it goes on.")
        words = {"name": probation.user, "team": probation.team}
        _tell_deciders(probation, f"due:{probation.ends_at:%Y-%m-%d}", said % words)


def tell_returned(probation: Probation, number: int, terms: Terms) -> None:
    """Both sides: no blame to the one, the reason to the others."""
    told = ngettext(
        "%(n)d answer of yours needed a serious correction, so somebody reads along again for a while. It happens to "
        "many; your page says what to look at.",
        "%(n)d answers of yours needed serious corrections, so somebody reads along again for a while. It happens to "
        "many; your page says what to look at.",
        number,
    )
    _tell_person(probation, "returned", told % {"n": number})
    said = ngettext(
        "%(name)s is on probation in %(team)s again, after %(n)d serious correction within %(days)d days.",
        "%(name)s is on probation in %(team)s again, after %(n)d serious corrections within %(days)d days.",
        number,
    )
    words = {"name": probation.user, "team": probation.team, "n": number, "days": terms.returns_within}
    _tell_others(probation, "returned", said % words, _deciders(probation))


def _tell_person(probation: Probation, what: str, text: str) -> None:
    notify(
        probation.user,
        kind="probation-changed",
        text=text,
        url=reverse("approvals:me"),
        key=f"probation:{probation.pk}:{what}",
        brand=probation.team.brand,
    )


def _tell_deciders(probation: Probation, what: str, text: str) -> None:
    """Whoever was told before is left in peace, and so is their bell."""
    key = f"probation:{probation.pk}:{what}"
    people = {person.pk: person for person in _deciders(probation)}
    told = set(Notice.objects.filter(user__in=people, key=key).values_list("user_id", flat=True))
    if untold := [person for pk, person in people.items() if pk not in told]:
        _tell_others(probation, what, text, untold, kind="graduation-proposed")


def _tell_others(
    probation: Probation, what: str, text: str, people: Iterable[User], kind: str = "colleague-probation"
) -> None:
    url = reverse("approvals:person", args=[probation.team_id, probation.user_id])
    key = f"probation:{probation.pk}:{what}"
    notify_all(people, kind=kind, text=text, url=url, key=key, brand=probation.team.brand)


def _deciders(probation: Probation) -> list[User]:
    """Those who manage the brand's people, and the mentor; never the person themselves."""
    people = {person.pk: person for person in people_with("manage_people", probation.team.brand)}
    if probation.mentor is not None:
        people.setdefault(probation.mentor.pk, probation.mentor)
    people.pop(probation.user_id, None)
    return list(people.values())


def _day(probation: Probation) -> str:
    return formats.date_format(probation.ends_at, "j F") if probation.ends_at else ""

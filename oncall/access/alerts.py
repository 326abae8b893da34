"""Alerts and pages: what was raised, and who was told of it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.rights import brands_with, teams_with
from oncall import links
from oncall.access.brands import Person
from oncall.models import Alert, AlertFlag, Page
from oncall.models.alerts import Alerts
from oncall.rota import ACTIVE
from oncall.takers import takers_for


@dataclass(frozen=True)
class Visit:
    """Who opened a page's link, and what it is about."""

    person: User
    alert: Alert


def visible_alerts(person: Person) -> Alerts:
    """Alerts of the teams this person sees, of red flags those teams see, and those this person was paged for. Not
    those about something that their team lost by a hand-over, unless they are paged for them."""
    teams = teams_with(person, "see")
    lost = AlertFlag.objects.filter(alert=OuterRef("pk"), interaction__channel__team__in=teams)
    is_lost = Exists(lost.exclude(interaction__team__in=teams))
    of_seen_teams = AlertFlag.objects.filter(alert=OuterRef("pk"), interaction__team__in=teams)
    paged_for = Page.objects.filter(alert=OuterRef("pk"), user=person.pk)
    is_still_here = Q(brand__in=brands_with(person, "see_brand"))
    of_teams = Q(team__in=teams) & ~is_lost
    return Alert.objects.filter(of_teams | Exists(of_seen_teams) | is_still_here & Exists(paged_for))


def alert_for(person: Person, pk: int) -> Alert:
    return get_object_or_404(visible_alerts(person).select_related("team", "topic", "brand", "acknowledged_by"), pk=pk)


def visit(visitor: Person, token: str) -> Visit | None:
    """Who visits which alert by this link. None when the link is too old and nobody is signed in.

    Somebody who is signed in visits as themselves, whosever link it is; nobody signed in is the link's own person.
    """
    try:
        link = links.read_page(token)
    except links.Forged as forged:
        raise Http404 from forged
    if isinstance(visitor, User):
        return Visit(visitor, alert_for(visitor, link.about_id))
    if link.is_expired:
        return None
    person = get_object_or_404(ACTIVE, pk=link.user_id)
    return Visit(person, alert_for(person, link.about_id))


def taker(alert: Alert, pk: str) -> User:
    """The person whom a form names as the next to have this alert."""
    for person in takers_for(alert):
        if str(person.pk) == pk:
            return person
    raise Http404


def page_log(person: Person) -> QuerySet[Page]:
    """Pages of the alerts this person may see, newest first."""
    pages = Page.objects.filter(alert__in=visible_alerts(person).values("pk"))
    return pages.select_related("alert__topic", "alert__brand", "alert__acknowledged_by", "user").order_by("-pk")

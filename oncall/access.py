"""The only door through which a page gets something of on-call for a person. What one may not see is not there: 404."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.rights import brands_with, check_can, teams_with
from oncall import links
from oncall.models import Alert, AlertFlag, ContactMethod, EscalationPolicy, Page, Schedule
from oncall.models.alerts import Alerts
from oncall.rota import ACTIVE

Person = User | AnonymousUser


@dataclass(frozen=True)
class Visit:
    """Who opened a page's link, and what it is about."""

    person: User
    alert: Alert


def visible_alerts(person: Person) -> Alerts:
    """Alerts of the teams this person sees, of red flags those teams see, and those this person was paged for."""
    teams = teams_with(person, "see")
    of_seen_teams = AlertFlag.objects.filter(alert=OuterRef("pk"), interaction__team__in=teams)
    paged_for = Page.objects.filter(alert=OuterRef("pk"), user=person.pk)
    is_still_here = Q(brand__in=brands_with(person, "see_brand"))
    return Alert.objects.filter(Q(team__in=teams) | Exists(of_seen_teams) | is_still_here & Exists(paged_for))


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


def tried_method(token: str) -> tuple[User, ContactMethod | None, bool]:
    """Of a test page's link: whose it is, the method it tries (None: the sign-in address), and if it is too old."""
    try:
        link = links.read_test(token)
    except links.Forged as forged:
        raise Http404 from forged
    person = get_object_or_404(ACTIVE, pk=link.user_id)
    method = ContactMethod.objects.filter(user=person, pk=link.about_id).first()
    if method is None and link.about_id:
        raise Http404
    return person, method, link.is_expired


def visible_brands(person: Person) -> QuerySet[Brand]:
    return Brand.objects.filter(pk__in=brands_with(person, "see_brand"), is_active=True)


def editable_brands(person: Person) -> QuerySet[Brand]:
    return Brand.objects.filter(pk__in=brands_with(person, "manage_oncall"), is_active=True)


def brand_to_edit(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first one whose on-call this person manages. Raises NotAllowed, Http404."""
    seen = visible_brands(person)
    brand = (seen.filter(slug=slug) if slug else editable_brands(person) or seen).first()
    if brand is None:
        raise Http404(_("There is no such brand for you."))
    check_can(person, "manage_oncall", brand)
    return brand


def visible_schedules(person: Person) -> QuerySet[Schedule]:
    """Who is on call is no secret within a brand."""
    return Schedule.objects.filter(brand__in=visible_brands(person)).select_related("brand", "team")


def schedule_to_edit(person: Person, pk: int) -> Schedule:
    """Raises NotAllowed when this person may look and not edit."""
    schedule = get_object_or_404(visible_schedules(person), pk=pk)
    check_can(person, "manage_oncall", schedule.brand)
    return schedule


def visible_policies(person: Person) -> QuerySet[EscalationPolicy]:
    policies = EscalationPolicy.objects.filter(brand__in=visible_brands(person)).select_related("brand")
    return policies.prefetch_related("steps__person", "steps__schedule", "topics", "last_resort")


def policy_to_edit(person: Person, pk: int) -> EscalationPolicy:
    """Raises NotAllowed when this person may look and not edit."""
    policy = get_object_or_404(visible_policies(person), pk=pk)
    check_can(person, "manage_oncall", policy.brand)
    return policy


def page_log(person: Person) -> QuerySet[Page]:
    """Pages of the alerts this person may see, newest first."""
    pages = Page.objects.filter(alert__in=visible_alerts(person).values("pk"))
    return pages.select_related("alert__topic", "alert__brand", "alert__acknowledged_by", "user").order_by("-pk")


def own_methods(person: User) -> QuerySet[ContactMethod]:
    return ContactMethod.objects.filter(user=person)


def own_method(person: User, pk: int) -> ContactMethod:
    return get_object_or_404(own_methods(person), pk=pk)

"""What changes people, brands, teams and keys. Each change is recorded through the port below: the record is a room
above."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.models import ApiToken, Brand, Membership, Role, Team, User
from accounts.ports import Port
from accounts.sync import sync_team

recorded: Port[..., Any] = Port("accounts.recorded")


@transaction.atomic
def create_brand(*, by: Actor, slug: str, name: str, time_zone: str = "UTC", language: str = "en") -> Brand:
    """A brand without teams yet. Raises IntegrityError when the slug is taken."""
    brand = Brand.objects.create(slug=slug, name=name, time_zone=time_zone, language=language)
    recorded("accounts.brand_created", by=by, subject=brand, brand=brand, details={"name": name})
    return brand


@transaction.atomic
def create_team(*, by: Actor, brand: Brand, slug: str, name: str) -> Team:
    """A team of this brand, with its groups."""
    team = Team.objects.create(brand=brand, slug=slug, name=name)
    sync_team(team)
    recorded("accounts.team_created", by=by, subject=team, brand=brand, details={"name": name})
    return team


@transaction.atomic
def join_team(*, by: Actor, team: Team, user: User, role: Role) -> Membership:
    """Give a person a role on a team; doing it twice changes and records nothing."""
    membership, is_new = Membership.objects.get_or_create(team=team, user=user, role=role)
    if is_new:
        sync_team(team)
        facts = {"user": user.pk, "team": team.pk, "role": role.slug}
        recorded("accounts.team_joined", by=by, subject=user, brand=team.brand, facts=facts)
    return membership


@transaction.atomic
def leave_team(*, by: Actor, team: Team, user: User, role: Role) -> None:
    """Take the role away; what the person was assigned is re-queued by whoever hears of it."""
    if Membership.objects.filter(team=team, user=user, role=role).delete()[0]:
        sync_team(team)
        facts = {"user": user.pk, "team": team.pk, "role": role.slug}
        recorded("accounts.team_left", by=by, subject=user, brand=team.brand, facts=facts)


@transaction.atomic
def create_token(*, by: Actor, user: User, name: str, scopes: Sequence[str]) -> str:
    """A key to the API that acts as this user within these scopes. Its text is returned once and kept nowhere."""
    token, text = ApiToken.objects.create(user, name=name, scopes=sorted(set(scopes)))
    recorded(
        "accounts.token_created",
        by=by,
        subject=user,
        brand=None,
        facts={"scopes": token.scopes},
        details={"name": name},
    )
    return str(text)

"""From roles and memberships to the groups and object permissions that carry them.

One group per team and role, named ``team:<id>:<role>``. Everything here is derived: running it again changes nothing,
and whatever was edited by hand in these groups is put back.
"""

import tomllib
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from guardian.models import GroupObjectPermission

from accounts.models import Brand, Membership, Role, Team

ROLES_FILE = Path(__file__).parent / "roles.toml"


@transaction.atomic
def sync_roles() -> None:
    """Load the roles file and derive every team's groups from it."""
    for slug, role in tomllib.loads(ROLES_FILE.read_text()).items():
        Role.objects.update_or_create(
            slug=slug,
            defaults={"name": role["name"], "team_rights": role["team"], "brand_rights": role["brand"]},
        )
    for team in Team.objects.select_related("brand"):
        sync_team(team)


@transaction.atomic
def sync_team(team: Team) -> None:
    """One group per role for this team, with the role's rights and exactly its members."""
    for role in Role.objects.all():
        group, _created = Group.objects.get_or_create(name=group_name(team, role))
        _grant_exactly(group, team, role.team_rights)
        _grant_exactly(group, team.brand, role.brand_rights)
        members = Membership.objects.filter(team=team, role=role, user__is_active=True)
        group.user_set.set(members.values_list("user_id", flat=True) if team.is_active else [])


def group_name(team: Team, role: Role) -> str:
    return f"team:{team.pk}:{role.slug}"


def _grant_exactly(group: Group, thing: Team | Brand, rights: list[str]) -> None:
    kind = ContentType.objects.get_for_model(thing)
    wanted = {permission.pk for permission in Permission.objects.filter(content_type=kind, codename__in=rights)}
    held = GroupObjectPermission.objects.filter(group=group, content_type=kind)
    held.exclude(permission_id__in=wanted, object_pk=str(thing.pk)).delete()
    missing = wanted - set(held.values_list("permission_id", flat=True))
    GroupObjectPermission.objects.bulk_create(
        GroupObjectPermission(group=group, content_type=kind, permission_id=pk, object_pk=str(thing.pk))
        for pk in sorted(missing)
    )

"""From roles and memberships to the groups and object permissions that carry them.

One group per team and role, named ``team:<id>:<role>``. Everything here is derived: running it again changes nothing,
and whatever was edited by hand in these groups is put back.
"""

import tomllib
from collections.abc import Iterable
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
    load_roles()
    for team in Team.objects.select_related("brand"):
        sync_team(team)


def load_roles() -> None:
    """The roles as the file has them."""
    for slug, role in tomllib.loads(ROLES_FILE.read_text()).items():
        Role.objects.update_or_create(
            slug=slug,
            defaults={"name": role["name"], "team_rights": role["team"], "brand_rights": role["brand"]},
        )


@transaction.atomic
def sync_team(team: Team) -> None:
    """One group per role for this team, with the role's rights and exactly its members."""
    members: dict[int, list[int]] = {}
    for membership in Membership.objects.filter(team=team, user__is_active=True):
        members.setdefault(membership.role_id, []).append(membership.user_id)
    permissions = {(kind, code): pk for pk, kind, code in _permissions()}
    for role in Role.objects.all():
        group, _created = Group.objects.get_or_create(name=group_name(team, role))
        wanted = [(team, right) for right in role.team_rights] + [(team.brand, right) for right in role.brand_rights]
        _grant_exactly(
            group, {(permissions[_kind(thing), right], str(thing.pk), _kind(thing)) for thing, right in wanted}
        )
        group.user_set.set(members.get(role.pk, []) if team.is_active else [])


def group_name(team: Team, role: Role) -> str:
    return f"team:{team.pk}:{role.slug}"


def _permissions() -> Iterable[tuple[int, int, str]]:
    rows = Permission.objects.filter(content_type__app_label="accounts", content_type__model__in=["team", "brand"])
    return rows.values_list("pk", "content_type_id", "codename")


def _kind(thing: Team | Brand) -> int:
    return ContentType.objects.get_for_model(thing).pk


def _grant_exactly(group: Group, wanted: set[tuple[int, str, int]]) -> None:
    """Each of ``wanted`` is a permission, the id of the thing it is held on, and the thing's kind."""
    rows = GroupObjectPermission.objects.filter(group=group)
    held = {(row.permission_id, row.object_pk, row.content_type_id): row.pk for row in rows}
    if too_many := [pk for grant, pk in held.items() if grant not in wanted]:
        rows.filter(pk__in=too_many).delete()
    GroupObjectPermission.objects.bulk_create(
        GroupObjectPermission(group=group, permission_id=permission, object_pk=thing, content_type_id=kind)
        for permission, thing, kind in sorted(wanted - held.keys())
    )

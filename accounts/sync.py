"""From roles and memberships to the groups and object permissions that carry them.

One group per team and role, named ``team:<id>:<role>``. Everything here is derived: running it again changes nothing,
and whatever was edited by hand in these groups is put back.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from guardian.models import GroupObjectPermission

from accounts.models import Brand, Membership, Role, Team, User

ROLES_FILE = Path(__file__).parent / "roles.toml"


@transaction.atomic
def sync_roles() -> None:
    """Load the roles file and derive every team's groups from it."""
    load_roles()
    _derive(list(Team.objects.select_related("brand")))


def load_roles() -> None:
    """The roles as the file has them."""
    roles = [
        Role(slug=slug, name=role["name"], team_rights=role["team"], brand_rights=role["brand"])
        for slug, role in tomllib.loads(ROLES_FILE.read_text()).items()
    ]
    Role.objects.bulk_create(
        roles, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "team_rights", "brand_rights"]
    )


@transaction.atomic
def sync_team(team: Team) -> None:
    """One group per role for this team, with the role's rights and exactly its members."""
    _derive([team])


def group_name(team: Team, role: Role) -> str:
    return f"team:{team.pk}:{role.slug}"


def _derive(teams: Sequence[Team]) -> None:
    """As many questions to the database for two hundred teams as for one."""
    roles = list(Role.objects.all())
    named = {group_name(team, role): (team, role) for team in teams for role in roles}
    known = set(Group.objects.filter(name__in=named).values_list("name", flat=True))
    Group.objects.bulk_create((Group(name=name) for name in named if name not in known), ignore_conflicts=True)
    groups = {group.pk: named[group.name] for group in Group.objects.filter(name__in=named)}
    _grant_exactly(groups)
    _fill_exactly(groups)


def _grant_exactly(groups: Mapping[int, tuple[Team, Role]]) -> None:
    """Each group holds its role's rights on its team and its brand, and no other."""
    permissions = {(kind, code): pk for pk, kind, code in _permissions()}
    wanted = {
        (group, permissions[_kind(thing), right], str(thing.pk), _kind(thing))
        for group, (team, role) in groups.items()
        for thing, rights in ((team, role.team_rights), (team.brand, role.brand_rights))
        for right in rights
    }
    rows = GroupObjectPermission.objects.filter(group__in=groups)
    held = {
        (row.group_id, row.permission_id, row.object_pk, row.content_type_id): row.pk
        for row in rows.only("group_id", "permission_id", "object_pk", "content_type_id")
    }
    if too_many := [pk for grant, pk in held.items() if grant not in wanted]:
        rows.filter(pk__in=too_many).delete()
    GroupObjectPermission.objects.bulk_create(
        GroupObjectPermission(group_id=group, permission_id=permission, object_pk=thing, content_type_id=kind)
        for group, permission, thing, kind in sorted(wanted - held.keys())
    )


def _fill_exactly(groups: Mapping[int, tuple[Team, Role]]) -> None:
    """Each group of an active team has the active people who have its role there; any other group has nobody."""
    by_role = {(team.pk, role.pk): group for group, (team, role) in groups.items() if team.is_active}
    members = Membership.objects.filter(team__in={team for team, _role in groups.values()}, user__is_active=True)
    wanted = {
        (by_role[team, role], user)
        for team, role, user in members.values_list("team", "role", "user")
        if (team, role) in by_role
    }
    rows = User.groups.through.objects.filter(group__in=groups)
    held = {(group, user): pk for pk, group, user in rows.values_list("pk", "group_id", "user_id")}
    if too_many := [pk for member, pk in held.items() if member not in wanted]:
        rows.filter(pk__in=too_many).delete()
    User.groups.through.objects.bulk_create(
        User.groups.through(group_id=group, user_id=user) for group, user in sorted(wanted - held.keys())
    )


def _permissions() -> Iterable[tuple[int, int, str]]:
    rows = Permission.objects.filter(content_type__app_label="accounts", content_type__model__in=["team", "brand"])
    return rows.values_list("pk", "content_type_id", "codename")


def _kind(thing: Team | Brand) -> int:
    return ContentType.objects.get_for_model(thing).pk

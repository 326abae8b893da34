"""Who may what: roles are data, rights are theirs, and nothing else gives any (P8)."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from guardian.models import GroupObjectPermission

from accounts import actions
from accounts.actors import SYSTEM
from accounts.models import Brand, Membership, Role, Team, User
from accounts.refusals import NotAllowed
from accounts.rights import brands_with, can, check_can, forget_rights, teams_with
from accounts.sync import sync_roles
from audit.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db

EVERY_RIGHT = {
    Team: [codename for codename, _name in Team._meta.permissions],
    Brand: [codename for codename, _name in Brand._meta.permissions],
}


def held(user: User, thing: Team | Brand) -> set[str]:
    return {right for right in EVERY_RIGHT[type(thing)] if can(user, right, thing)}


@pytest.mark.parametrize(
    ("name", "role"),
    [("amara", "agent"), ("dev", "supervisor"), ("tomas", "on-call"), ("ada", "admin"), ("axel", "auditor")],
)
def test_a_role_gives_what_its_row_says_and_no_more(cast: Cast, name: str, role: str) -> None:
    row = Role.objects.get(slug=role)
    assert held(getattr(cast, name), cast.teams["care"]) == set(row.team_rights)
    assert held(getattr(cast, name), cast.brand) == set(row.brand_rights)


def test_an_auditor_reads_and_an_agent_signs_nothing(cast: Cast) -> None:
    assert held(cast.axel, cast.teams["care"]) == {"see"}
    assert not held(cast.amara, cast.teams["care"]) & {"approve", "acknowledge", "sign_release"}


def test_a_right_on_one_team_is_none_on_another(cast: Cast) -> None:
    assert can(cast.amara, "draft", cast.teams["care"])
    assert held(cast.amara, cast.teams["legal"]) == set()
    assert teams_with(cast.amara, "see") == {cast.teams["care"].pk}


def test_another_brand_is_not_there(cast: Cast) -> None:
    for team in cast.teams.values():
        assert held(cast.nora, team) == set()
    assert held(cast.nora, cast.brand) == set()
    assert brands_with(cast.nora, "see_brand") == {cast.other_brand.pk}
    assert held(cast.dev, cast.other_brand) == set()


def test_a_superuser_has_no_right_on_anything(cast: Cast) -> None:
    root = User.objects.create_superuser("root@tern.example", "x", full_name="Root")
    assert held(root, cast.teams["care"]) == held(root, cast.brand) == set()
    assert teams_with(root, "see") == brands_with(root, "see_brand") == frozenset()


def test_a_permission_given_to_everybody_or_by_hand_to_one_is_no_right(cast: Cast) -> None:
    permission = Permission.objects.get(codename="approve", content_type__model="team")
    amara = cast.amara
    amara.user_permissions.add(permission)
    assert not can(cast.amara, "approve", cast.teams["care"])


def test_who_left_has_no_right_and_no_group(cast: Cast) -> None:
    User.objects.filter(pk=cast.dev.pk).update(is_active=False)
    assert held(cast.dev, cast.teams["care"]) == set()
    sync_roles()
    assert not cast.dev.groups.exists()


def test_a_team_that_was_closed_gives_no_rights(cast: Cast) -> None:
    Team.objects.filter(pk=cast.teams["care"].pk).update(is_active=False)
    sync_roles()
    assert held(cast.amara, cast.teams["care"]) == set()
    assert can(cast.ingrid, "approve", cast.teams["communications"])


def test_nobody_who_is_not_signed_in_has_a_right(cast: Cast) -> None:
    assert not can(AnonymousUser(), "see", cast.teams["care"])


def test_a_refusal_names_the_place_and_the_right(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match=r"Care.*sign release"):
        check_can(cast.amara, "sign_release", cast.teams["care"])


def test_rights_cost_one_query_a_request(cast: Cast, django_assert_num_queries) -> None:
    amara = cast.amara
    with django_assert_num_queries(1):
        for team in cast.teams.values():
            held(amara, team)
        held(amara, cast.brand)
        teams_with(amara, "see")
        brands_with(amara, "see_brand")
    forget_rights(amara)
    with django_assert_num_queries(1):
        can(amara, "see", cast.teams["care"])


def test_syncing_twice_changes_nothing(cast: Cast) -> None:
    def rows() -> tuple[list[object], ...]:
        through = User.groups.through.objects
        return (
            list(Role.objects.order_by("pk").values()),
            list(Group.objects.order_by("pk").values()),
            list(GroupObjectPermission.objects.order_by("pk").values()),
            list(through.order_by("user_id", "group_id").values("user_id", "group_id")),
        )

    before = rows()
    call_command("sync_roles")
    assert rows() == before


def test_what_was_edited_by_hand_is_put_back(cast: Cast) -> None:
    care = cast.teams["care"]
    agents = Group.objects.get(name=f"team:{care.pk}:agent")
    kind = ContentType.objects.get_for_model(Team)
    approve = Permission.objects.get(codename="approve", content_type=kind)
    GroupObjectPermission.objects.create(group=agents, content_type=kind, permission=approve, object_pk=str(care.pk))
    cast.nora.groups.add(agents)
    assert can(cast.amara, "approve", care)
    assert can(cast.nora, "approve", care)
    sync_roles()
    assert not can(cast.amara, "approve", care)
    assert held(cast.nora, care) == set()


def test_joining_and_leaving_a_team_is_felt_at_once_and_on_record(cast: Cast) -> None:
    legal, agent = cast.teams["legal"], Role.objects.get(slug="agent")
    for _twice in range(2):
        actions.join_team(by=SYSTEM, team=legal, user=cast.amara, role=agent)
    assert can(cast.amara, "draft", legal)
    for _twice in range(2):
        actions.leave_team(by=SYSTEM, team=legal, user=cast.amara, role=agent)
    assert held(cast.amara, legal) == set()
    assert can(cast.amara, "draft", cast.teams["care"])
    told = Event.objects.filter(name__startswith="accounts.", subject_id=cast.amara.pk).order_by("pk")
    assert list(told.values_list("name", flat=True)) == ["accounts.team_joined", "accounts.team_left"]


def test_two_roles_on_a_team_add_up(cast: Cast) -> None:
    Membership.objects.create(team=cast.teams["care"], user=cast.amara, role=Role.objects.get(slug="auditor"))
    sync_roles()
    assert held(cast.amara, cast.teams["care"]) == set(Role.objects.get(slug="agent").team_rights)
    assert can(cast.amara, "read_record", cast.brand)

"""Whoever leaves a team leaves nothing behind that waits for them."""

import pytest

from accounts.actions import join_team, leave_team
from accounts.actors import SYSTEM
from accounts.models import Role, User
from accounts.rights import forget_rights
from audit import outbox
from audit.models import Event
from interactions import actions
from interactions.actions import assigning
from interactions.models import Interaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def given_to_jonas(cast: Cast, **facts: str) -> Interaction:
    return actions.assign(cast.received(**facts), by=cast.jonas, to=cast.jonas)


def leave(cast: Cast, who: User, team: str = "care", role: str = "agent") -> None:
    """The person leaves, and whoever is to know of it knows."""
    leave_team(by=SYSTEM, team=cast.teams[team], user=who, role=Role.objects.get(slug=role))
    forget_rights(who)
    outbox.sweep()


def holders(*cases: Interaction) -> list[User | None]:
    return [Interaction.objects.get(pk=case.pk).assignee for case in cases]


def test_what_is_open_waits_for_anybody_again_with_its_event(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "AT_ONCE", 2)
    cases = [given_to_jonas(cast, author=name) for name in ("marta", "rob", "ann")]
    leave(cast, cast.jonas)
    assert holders(*cases) == [None, None, None]
    told = Event.objects.filter(name="interactions.assigned", facts__before=cast.jonas.pk)
    assert [(event.subject_id, event.facts["to"], event.actor) for event in told.order_by("pk")] == [
        (case.pk, None, None) for case in cases
    ]


def test_what_has_ended_and_what_others_have_stays(cast: Cast) -> None:
    ended, others = given_to_jonas(cast, author="marta"), cast.received(author="rob")
    actions.close(ended, by=cast.jonas, closed_as="spam", reason="Spam")
    actions.assign(others, by=cast.amara, to=cast.amara)
    leave(cast, cast.jonas)
    assert holders(ended, others) == [cast.jonas, cast.amara]


def test_who_leaves_one_of_two_teams_keeps_what_is_the_others(cast: Cast) -> None:
    mine = given_to_jonas(cast)
    join_team(by=SYSTEM, team=cast.teams["legal"], user=cast.jonas, role=Role.objects.get(slug="agent"))
    leave(cast, cast.jonas, team="legal")
    assert holders(mine) == [cast.jonas]
    leave(cast, cast.jonas)
    assert holders(mine) == [None]


def test_who_keeps_another_role_of_the_team_keeps_theirs(cast: Cast) -> None:
    mine = given_to_jonas(cast)
    join_team(by=SYSTEM, team=cast.teams["care"], user=cast.jonas, role=Role.objects.get(slug="supervisor"))
    leave(cast, cast.jonas)
    assert holders(mine) == [cast.jonas]


def test_hearing_of_it_twice_changes_nothing_more(cast: Cast) -> None:
    given_to_jonas(cast)
    leave(cast, cast.jonas)
    before = Event.objects.count()
    assert actions.take_back(by=SYSTEM, leaver=cast.jonas, team=cast.teams["care"]) == 0
    assert Event.objects.count() == before

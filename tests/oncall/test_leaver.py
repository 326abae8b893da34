"""Whoever has a red flag and leaves has it no more: somebody else is paged for it."""

import pytest

from accounts.actions import leave_team
from accounts.actors import SYSTEM
from accounts.models import Role
from audit import outbox
from oncall import actions
from oncall.models import Alert
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db


def leaves(desk: Desk, name: str, *teams: str) -> None:
    for team in teams:
        role = Role.objects.get(slug="on-call")
        leave_team(by=SYSTEM, team=desk.cast.teams[team], user=getattr(desk, name), role=role)
    outbox.sweep()


def test_what_a_leaver_has_is_paged_again_at_once(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    before = alert.pages.count()
    leaves(desk, "priya", "care")
    assert Alert.objects.get(pk=alert.pk).acknowledged_by == desk.priya  # she is on call here all the same
    leaves(desk, "priya", "communications")
    again = Alert.objects.get(pk=alert.pk)
    assert (again.state, again.acknowledged_by, again.round) == ("live", None, 2)
    assert again.pages.count() > before
    outbox.sweep()
    assert Alert.objects.get(pk=alert.pk).round == 2


def test_what_a_leaver_had_and_is_over_stays_over(desk: Desk) -> None:
    alert = desk.red()
    actions.acknowledge(alert, by=desk.priya)
    Alert.objects.filter(pk=alert.pk).update(state="resolved", resolved_at=alert.raised_at)
    leaves(desk, "priya", "care", "communications")
    assert Alert.objects.get(pk=alert.pk).state == "resolved"

"""Writing policies, and whom to ring outside: what a step can name, and what is said when it is saved."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role
from accounts.refusals import Invalid
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.lint import StepFacts, lint_methods, lint_policy
from oncall.models import ContactMethod, EscalationPolicy
from oncall.policy_lint import sentences_on
from tests.oncall.conftest import Desk


@pytest.fixture
def admin(client: Client, desk: Desk) -> Client:
    client.force_login(desk.ada)
    return client


def written(desk: Desk, *steps: StepTerms, **facts) -> EscalationPolicy:
    given = {"name": "Red flag policy", "is_default": True, "topics": [], "last_resort": []} | facts
    return actions.save_policy(desk.policy, by=desk.ada, brand=desk.cast.brand, steps=steps, **given)


def test_the_form_names_schedules_people_teams_and_roles_and_keeps_them(admin: Client, desk: Desk) -> None:
    team, role = desk.cast.teams["communications"], Role.objects.get(slug="on-call")
    targets = [f"schedule:{desk.schedule.pk}", f"team:{team.pk}", f"role:{role.pk}", f"team:{team.pk},role:{role.pk}"]
    given = {f"target_{number}": target for number, target in enumerate(targets, 1)}
    given |= {
        "times_1": 3,
        "wait_1": 2,
        "repeats": 2,
        "answers_for": "communications",
        "name": "Red",
        "is_default": "on",
    }
    answer = admin.post(f"/oncall/policies/{desk.policy.pk}/", given, follow=True)
    policy = EscalationPolicy.objects.get(pk=desk.policy.pk)
    assert (policy.repeats, policy.answers_for, policy.name) == (2, "communications", "Red")
    steps = list(policy.steps.order_by("number"))
    assert [(step.schedule_id, step.team_id, step.role_id, step.times, step.wait_for) for step in steps] == [
        (desk.schedule.pk, None, None, 3, 2),
        (None, team.pk, None, 1, 5),
        (None, None, role.pk, 1, 5),
        (None, team.pk, role.pk, 1, 5),
    ]
    shown = answer.content.decode()
    assert "On-call owner of Communications" in shown
    assert "3 times" in shown
    form = admin.get(f"/oncall/policies/{policy.pk}/").content.decode()
    assert f'<option value="team:{team.pk},role:{role.pk}" selected>' in form


def test_a_team_is_paged_whole_and_a_step_as_often_as_it_says(desk: Desk, clock) -> None:
    written(desk, StepTerms(5, person=desk.priya, times=2), StepTerms(5, team=desk.cast.teams["legal"]), repeats=1)
    alert = desk.red()
    for _step in range(6):
        clock.shift(timedelta(minutes=5))
        desk.sweep()
    assert desk.paged(alert)[:5] == ["Priya", "Priya", "Ruth", "Priya", "Priya"]
    third = [page.user.short_name for page in alert.pages.filter(round=3).select_related("user")]
    assert {"Ada", "Tomás"} <= set(third)  # no last resort was named: those who answer for the team


def test_another_brand_s_team_is_no_target(desk: Desk) -> None:
    foreign = desk.cast.other_brand.teams.get()
    with pytest.raises(Invalid, match="belongs to another brand"):
        written(desk, StepTerms(5, team=foreign))


# --- What is said ----------------------------------------------------------------------------------------------------


def test_a_policy_that_is_probably_meant_otherwise_says_so_and_is_saved(admin: Client, desk: Desk) -> None:
    given = {"name": "Lonely", "target_1": f"person:{desk.priya.pk}", "target_2": f"person:{desk.priya.pk}"}
    answer = admin.post("/oncall/policies/new/?brand=tern-air", given, follow=True).content.decode()
    assert EscalationPolicy.objects.filter(name="Lonely").exists()
    assert "It pages nobody: it is for no topic" in answer
    assert "One person alone is paged by it." in answer
    assert "Step 2 (Priya Raman) pages the same people as the step before it." in answer
    assert "with no address confirmed: Priya Raman" in answer


def test_a_step_that_names_nobody_is_named(desk: Desk) -> None:
    policy = written(desk, StepTerms(5, person=desk.tomas), StepTerms(5, team=desk.cast.teams["security"]))
    assert "Step 2 (Security) names nobody. It is passed over." in sentences_on(policy)
    ContactMethod.objects.create(user=desk.tomas, kind="email", address="t@home.example", is_verified=True)
    assert not [said for said in sentences_on(policy) if "no address confirmed" in said]


def test_a_sound_policy_and_sound_rules_say_nothing() -> None:
    steps = [StepFacts("A", frozenset({1})), StepFacts("B", frozenset({2}))]
    assert lint_policy(applies=True, steps=steps, last_resort=[3], unconfirmed=[]) == []
    assert lint_methods([0, 2, 4], step_wait=5, are_verified=True) == []


def test_rules_that_come_too_late_or_all_wait_are_named() -> None:
    assert any("comes after the next person" in said for said in lint_methods([0, 5], step_wait=5, are_verified=True))
    assert any("the first is used at once" in said for said in lint_methods([3, 5], step_wait=9, are_verified=True))
    assert any("None of your addresses" in said for said in lint_methods([], step_wait=None, are_verified=False))

"""What waits is judged anew when the policy or its people change; what was approved stays, and nothing is posted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import actions as accounts
from accounts.actors import SYSTEM
from accounts.models import Membership, Notice, Role
from accounts.sync import sync_roles
from approvals import actions
from approvals.actions import rejudging
from approvals.models import Probation, Turn
from approvals.rule_terms import StepTerms
from audit import outbox
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval, Draft, Interaction, Reply
from tests.approvals.conftest import SignIn, fresh
from tests.approvals.policies import ruled, second_admin, the_rule
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def rejudged() -> int:
    """Deliver what was heard, then sweep."""
    while outbox.sweep():
        pass
    return actions.rejudge()


def turn_of(draft: Draft) -> Turn:
    return Turn.objects.select_related("team").get(draft=draft)


def no_yellow(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)


def test_a_new_version_gives_what_waits_to_the_team_that_it_asks_now(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    assert turn_of(draft).team == cast.teams["care"]
    no_yellow(cast)
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), topics=(cast.topics["baggage"],))
    assert rejudged() == 1
    turn = turn_of(draft)
    assert (turn.team, turn.policy_version) == (cast.teams["legal"], 4)
    event = Event.objects.get(name="approvals.judged_again")
    assert (event.facts["of_team"], event.facts["missing"]) == (cast.teams["legal"].pk, 1)
    assert fresh(draft.interaction_id).state == "drafted"


def test_judging_twice_changes_nothing_and_tells_nobody_again(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    no_yellow(cast)
    assert rejudged() == 1
    before = (Event.objects.count(), Notice.objects.count(), turn_of(draft).since)
    assert rejudged() == 0
    Turn.objects.update(policy_version=0)
    assert rejudged() == 1
    assert (Event.objects.count(), Notice.objects.count(), turn_of(draft).since) == before


def test_where_nobody_is_missing_any_more_the_author_is_told_and_nothing_goes_out(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    no_yellow(cast)
    rejudged()
    assert not Reply.objects.exists()
    assert not Approval.objects.exists()
    notice = Notice.objects.get(kind="sign-off-spared")
    assert (notice.user, notice.url) == (cast.jonas, f"/approvals/{draft.pk}/")


def test_where_the_author_left_those_who_approve_are_told(cast: Cast) -> None:
    cast.drafted("baggage")
    Membership.objects.filter(user=cast.jonas).delete()
    sync_roles()
    no_yellow(cast)
    rejudged()
    told = set(Notice.objects.filter(kind="sign-off-spared").values_list("user__full_name", flat=True))
    assert {"Dev Malhotra", "Ingrid Holm"} <= told
    assert "Jonas Weber" not in told


def test_the_author_lets_it_go_from_the_page_they_were_led_to(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted("baggage")
    no_yellow(cast)
    rejudged()
    browser = signed_in("jonas")
    page = browser.get(f"/approvals/{draft.pk}/").content.decode()
    assert f'action="/approvals/{draft.pk}/let-go/"' in page
    answer = browser.post(f"/approvals/{draft.pk}/let-go/", {"thread_version": 1, "flag_version": 1})
    assert answer.status_code == 302
    approval = Approval.objects.get(draft=draft)
    assert (approval.basis, approval.by, approval.policy_version) == ("policy", None, 3)
    assert Reply.objects.get(approval=approval).state == "pending"


def test_a_customer_who_wrote_meanwhile_is_read_first(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted("baggage")
    no_yellow(cast)
    answer = signed_in("jonas").post(f"/approvals/{draft.pk}/let-go/", {"thread_version": 9, "flag_version": 1})
    assert answer.status_code == 409
    assert "The customer wrote" in answer.content.decode()
    assert not Approval.objects.exists()


def test_what_still_waits_is_not_let_go_and_has_no_button(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted("baggage")
    browser = signed_in("jonas")
    assert "let-go" not in browser.get(f"/approvals/{draft.pk}/").content.decode()
    answer = browser.post(f"/approvals/{draft.pk}/let-go/", {"thread_version": 1, "flag_version": 1})
    assert answer.status_code == 409
    assert "It still waits for a sign-off." in answer.content.decode()


def test_signatures_stay_when_the_policy_asks_for_another_team_too(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    rule = ruled(cast, steps=(StepTerms(None, 2), StepTerms(cast.teams["legal"])), levels=("yellow",))
    rejudged()
    assert actions.approve(draft, by=cast.dev) is None
    actions.retire_policy_rule(rule, by=cast.ada)
    rejudged()
    approval = actions.let_go(draft, by=cast.jonas)
    assert (approval.basis, approval.by, approval.signatures_needed, approval.signatures_given) == (
        "review",
        cast.dev,
        1,
        1,
    )


def test_what_was_approved_stays_approved(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    approval = actions.approve(draft, by=cast.dev)
    assert approval is not None
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),))
    assert rejudged() == 0
    assert fresh(draft.interaction_id).state == "approved"
    assert Approval.objects.get().policy_version == approval.policy_version


def test_a_batch_is_bounded_and_the_rest_follows(cast: Cast) -> None:
    for _number in range(3):
        cast.drafted("baggage")
    no_yellow(cast)
    assert actions.rejudge(limit=2) == 2
    assert actions.rejudge(limit=2) == 1
    assert actions.rejudge(limit=2) == 0


def test_one_that_cannot_be_judged_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = cast.drafted("baggage"), cast.drafted("baggage")
    no_yellow(cast)
    judge = rejudging.turns.keep

    def keep(locked: Interaction) -> None:
        assert locked.pk != bad.interaction_id
        judge(locked)

    monkeypatch.setattr(rejudging.turns, "keep", keep)
    rejudged()
    assert [turn_of(draft).policy_version for draft in (bad, good)] == [1, 3]


def test_nothing_behind_costs_one_query(cast: Cast) -> None:
    cast.drafted("baggage")
    with CaptureQueriesContext(connection) as queries:
        assert actions.rejudge() == 0
    assert len(queries) == 1


def test_another_brand_s_policy_judges_nothing_here(cast: Cast) -> None:
    cast.drafted("baggage")
    Membership.objects.create(team=cast.other_brand.teams.get(), user=cast.nora, role=Role.objects.get(slug="admin"))
    sync_roles()
    actions.write_policy(cast.other_brand, by=cast.nora)
    assert rejudged() == 0


def test_a_probation_that_starts_or_ends_judges_what_its_person_has_waiting(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="amara")
    no_yellow(cast)
    rejudged()
    assert Notice.objects.filter(kind="sign-off-spared").count() == 1
    probation = actions.start_probation(cast.amara, team=cast.teams["care"], by=cast.dev, reason="New")
    assert rejudged() == 1
    assert actions.approve(draft, by=cast.dev) is not None
    actions.end_probation(probation, by=cast.dev)
    assert rejudged() == 0


def test_a_probation_that_ends_frees_a_green_answer(cast: Cast, jonas_on_probation: Probation) -> None:
    draft = cast.drafted("praise")
    core.draft(fresh(draft.interaction_id), by=cast.amara, text="Thank you, Sam.", based_on=draft)
    actions.end_probation(jonas_on_probation, by=cast.dev)
    assert rejudged() == 1  # Jonas has his hand in it below Amara's
    assert Notice.objects.get(kind="sign-off-spared").user == cast.amara


def test_everybody_of_a_team_are_counted_anew_when_somebody_comes_or_goes(cast: Cast) -> None:
    no_yellow(cast)
    ruled(cast, steps=(StepTerms(cast.teams["legal"], None),), levels=("yellow",))
    draft = cast.drafted("baggage")
    role = Role.objects.get(slug="supervisor")
    accounts.join_team(by=SYSTEM, team=cast.teams["legal"], user=cast.dev, role=role)
    assert rejudged() == 1
    assert actions.approve(draft, by=cast.ruth) is None
    accounts.leave_team(by=SYSTEM, team=cast.teams["legal"], user=cast.dev, role=role)
    assert rejudged() == 1
    assert Notice.objects.get(kind="sign-off-spared").user == cast.jonas


def test_a_team_that_no_rule_asks_whole_judges_nothing_again(cast: Cast) -> None:
    cast.drafted("baggage")
    accounts.join_team(by=SYSTEM, team=cast.teams["legal"], user=cast.dev, role=Role.objects.get(slug="supervisor"))
    assert rejudged() == 0


def test_everybody_of_the_conversations_team_is_its_own_team_alone(cast: Cast) -> None:
    ruled(cast, steps=(StepTerms(None, None),))
    cast.drafted("baggage")
    role = Role.objects.get(slug="supervisor")
    accounts.join_team(by=SYSTEM, team=cast.teams["legal"], user=cast.dev, role=role)
    assert rejudged() == 0
    accounts.join_team(by=SYSTEM, team=cast.teams["care"], user=cast.ruth, role=role)
    assert rejudged() == 1


def test_a_team_that_loses_its_last_approver_is_told_to_those_who_edit_the_rules(cast: Cast) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), levels=("yellow",))
    accounts.leave_team(by=SYSTEM, team=cast.teams["legal"], user=cast.ruth, role=Role.objects.get(slug="on-call"))
    rejudged()
    notice = Notice.objects.get(kind="policy-stuck")
    assert (notice.user, notice.url) == (cast.ada, "/approvals/policy/?brand=tern-air")


def test_a_team_that_no_rule_asks_may_lose_everybody(cast: Cast) -> None:
    accounts.leave_team(by=SYSTEM, team=cast.teams["legal"], user=cast.ruth, role=Role.objects.get(slug="on-call"))
    rejudged()
    assert not Notice.objects.filter(kind="policy-stuck").exists()


def test_a_changed_topic_judges_nothing_again_because_a_case_keeps_the_flag_it_got(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    type(cast.topics["baggage"]).objects.filter(slug="baggage").update(level="green")
    assert rejudged() == 0
    assert fresh(draft.interaction_id).level == "yellow"


def test_a_confirmed_change_frees_its_authors_own_waiting_text(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="ada")
    no_yellow(cast)
    rejudged()
    assert not Notice.objects.filter(kind="sign-off-spared").exists()
    actions.confirm_policy(cast.brand, by=second_admin(cast))
    rejudged()
    assert Notice.objects.get(kind="sign-off-spared").user == cast.ada
    assert actions.let_go(draft, by=cast.ada).basis == "policy"

"""A person asked from another team reads the draft and its case, decides, and sees nothing else of that team (P8)."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from approvals import access, actions, policy
from approvals.models import SignOffPolicy, SignOffRule, SignOffStep, Turn
from approvals.policy import Facts
from interactions import actions as core
from interactions.models import Approval, Draft
from tests.approvals.conftest import SignIn, fresh
from tests.approvals.test_pages import page_facts
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena(cast: Cast) -> User:
    """Legal alone: she is in no team but that one."""
    person = User.objects.create_user("lena@tern.example", full_name="Lena Grau")
    Membership.objects.create(team=cast.teams["legal"], user=person, role=Role.objects.get(slug="supervisor"))
    sync_roles()
    cast.people["lena"] = person
    return person


@pytest.fixture
def draft(cast: Cast, lena: User) -> Draft:
    """Baggage is signed by the team, then by legal."""
    policy = SignOffPolicy.objects.create(brand=cast.brand, version=2, changed_at=timezone.now())
    rule: Any = SignOffRule.objects.create(policy=policy, name="Baggage is read by legal as well", levels=["yellow"])
    SignOffStep.objects.create(rule=rule, team=None, needed=1)
    SignOffStep.objects.create(rule=rule, team=cast.teams["legal"], needed=1)
    return cast.drafted(by="jonas", author="marta", thread_id="t1")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """What the policy was asked about, in its order."""
    facts: list[Facts] = []
    decide = policy.decide

    def decide_and_count(about: Facts, in_force: Any) -> Any:
        facts.append(about)
        return decide(about, in_force)

    monkeypatch.setattr(policy, "decide", decide_and_count)
    return facts


def test_her_page_and_everybodys_ask_the_policy_once(
    draft: Draft, cast: Cast, signed_in: SignIn, judged: list[Facts]
) -> None:
    actions.approve(draft, by=cast.dev)
    for name in ("ingrid", "lena"):
        browser = signed_in(name)
        judged.clear()
        assert browser.get(f"/approvals/{draft.pk}/").status_code == 200
        assert len(judged) == 1


def test_a_text_that_is_submitted_is_judged_once(draft: Draft, cast: Cast, judged: list[Facts]) -> None:
    del draft
    for topic, state in (("baggage", "drafted"), ("praise", "approved")):
        case = cast.flagged(topic)
        judged.clear()
        made = core.draft(case, by=cast.amara, text="We found it.", consideration="One bag.")
        assert fresh(case.pk).state == state
        assert [facts.hands[0].pk for facts in judged] == [made.author_id]


def test_before_her_turn_it_is_not_there(draft: Draft, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in("lena").get(f"/approvals/{draft.pk}/").status_code == 404
    assert access.page(cast.lena, "all").rows == []


def test_in_her_turn_she_reads_the_whole_case_and_nothing_else(draft: Draft, cast: Cast, signed_in: SignIn) -> None:
    other = cast.drafted(by="amara")
    core.note(fresh(draft.interaction_id), by=cast.amara, text="She has waited since Sunday.")
    assert actions.approve(draft, by=cast.dev) is None
    assert Turn.objects.get(draft=draft).team == cast.teams["legal"]
    browser = signed_in("lena")
    page = browser.get(f"/approvals/{draft.pk}/").content.decode()
    assert "Hm." in page
    assert "She has waited since Sunday." in page
    assert "Now: Legal and privacy" in page
    assert "Signed by Dev Malhotra" in page
    assert "Open in the inbox" not in page
    assert "Approved first time" not in page  # how Jonas fares is his team's
    assert browser.get(f"/inbox/{draft.interaction_id}/").status_code == 404
    assert browser.get(f"/approvals/{other.pk}/").status_code == 404
    assert browser.post(f"/approvals/{other.pk}/approve/", page_facts(other)).status_code == 404
    for tab in ("mine", "all"):
        assert [row.pk for row in access.page(cast.lena, tab).rows] == [draft.pk]
    assert access.counts(cast.lena) == {"mine": 1, "all": 1, "returned": 0}


def test_her_name_lets_it_out_and_what_she_signed_she_may_read_again(
    draft: Draft, cast: Cast, signed_in: SignIn
) -> None:
    actions.approve(draft, by=cast.dev)
    answer = signed_in("lena").post(f"/approvals/{draft.pk}/approve/", page_facts(draft))
    assert answer.status_code == 302
    assert Approval.objects.get().signatures_given == 2
    assert signed_in("lena").get(f"/approvals/{draft.pk}/").status_code == 200


def test_nobody_of_the_team_signs_in_her_place(draft: Draft, cast: Cast, signed_in: SignIn) -> None:
    actions.approve(draft, by=cast.dev)
    page = signed_in("ingrid").get(f"/approvals/{draft.pk}/").content.decode()
    assert "Now it waits for Legal and privacy." in page
    assert signed_in("ingrid").post(f"/approvals/{draft.pk}/approve/", page_facts(draft)).status_code == 403
    assert not Approval.objects.exists()


def test_she_returns_it_and_it_is_gone_from_her_list(draft: Draft, cast: Cast, signed_in: SignIn) -> None:
    actions.approve(draft, by=cast.dev)
    words = page_facts(draft, reason_code="facts", note="We promise nothing.")
    answer = signed_in("lena").post(f"/approvals/{draft.pk}/return/", words)
    assert answer["Location"] == "/approvals/"
    assert fresh(draft.interaction_id).state == "flagged"
    assert access.page(cast.lena, "all").rows == []

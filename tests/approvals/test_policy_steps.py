"""Several teams sign one text, one after the other, through the pages they work with."""

import pytest
from django.http import HttpResponse

from accounts.models import Membership, Role
from accounts.sync import sync_roles
from approvals import actions
from approvals.rule_terms import StepTerms
from interactions.models import Approval, Draft, Signature
from tests.approvals.conftest import SignIn, fresh
from tests.approvals.policies import legal_only, ruled
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Yellow, about a topic that legal signs after care."""
    ruled(
        cast,
        steps=(StepTerms(), StepTerms(cast.teams["legal"])),
        topics=(cast.topics["baggage"],),
        name="Legal signs what we say about bags",
    )
    cast.people["lena"] = legal_only(cast)
    return cast.drafted("baggage")


def approve(signed_in: SignIn, name: str, draft: Draft) -> HttpResponse:
    seen = {"thread_version": 1, "flag_version": 1}
    return signed_in(name).post(f"/approvals/{draft.pk}/approve/", seen)


def for_me(signed_in: SignIn, name: str, draft: Draft) -> bool:
    return f"/approvals/{draft.pk}/" in signed_in(name).get("/approvals/?tab=mine").content.decode()


def test_care_signs_then_legal_sees_it_and_signs_and_it_goes_out(cast: Cast, signed_in: SignIn, draft: Draft) -> None:
    assert for_me(signed_in, "dev", draft)
    assert not for_me(signed_in, "lena", draft)
    assert approve(signed_in, "dev", draft).status_code == 302
    assert fresh(draft.interaction_id).state == "drafted"
    assert not for_me(signed_in, "ada", draft)
    assert for_me(signed_in, "lena", draft)
    page = signed_in("lena").get(f"/approvals/{draft.pk}/").content.decode()
    assert "Legal signs what we say about bags." in page
    assert "We found it." in page
    assert approve(signed_in, "lena", draft).status_code == 302
    approval = Approval.objects.get(draft=draft)
    assert (approval.by, approval.signatures_needed, approval.signatures_given) == (cast.lena, 2, 2)
    assert list(Signature.objects.order_by("pk").values_list("team__slug", flat=True)) == ["care", "legal"]


def test_the_wrong_order_is_refused_with_a_sentence(cast: Cast, signed_in: SignIn, draft: Draft) -> None:
    approve(signed_in, "dev", draft)
    answer = approve(signed_in, "ada", draft)
    assert answer.status_code == 403
    assert "Now it waits for Legal and privacy. You can read it, and return it." in answer.content.decode()
    assert approve(signed_in, "dev", draft).status_code == 409
    assert Signature.objects.count() == 1


def test_legal_has_no_page_before_its_turn_and_nobody_else_of_it_ever(
    cast: Cast, signed_in: SignIn, draft: Draft
) -> None:
    assert signed_in("lena").get(f"/approvals/{draft.pk}/").status_code == 404
    assert approve(signed_in, "lena", draft).status_code == 404
    other = cast.drafted("praise", by="amara")
    approve(signed_in, "dev", draft)
    assert signed_in("lena").get(f"/approvals/{draft.pk}/").status_code == 200
    assert signed_in("lena").get(f"/approvals/{other.pk}/").status_code == 404
    assert signed_in("nora").get(f"/approvals/{draft.pk}/").status_code == 404


def test_a_person_of_both_teams_signs_once_only(cast: Cast, signed_in: SignIn, draft: Draft) -> None:
    assert approve(signed_in, "ruth", draft).status_code == 302  # on call for care and for legal
    assert not for_me(signed_in, "ruth", draft)
    answer = approve(signed_in, "ruth", draft)
    assert answer.status_code == 409
    assert "You signed this already. It waits for another person." in answer.content.decode()
    assert approve(signed_in, "lena", draft).status_code == 302
    assert fresh(draft.interaction_id).state == "approved"


def test_everybody_of_a_team_signs_before_it_goes_out(cast: Cast, signed_in: SignIn) -> None:
    cast.people["lena"] = legal_only(cast)
    ruled(cast, steps=(StepTerms(cast.teams["legal"], None),), topics=(cast.topics["praise"],))
    draft = cast.drafted("praise", by="amara")
    assert approve(signed_in, "lena", draft).status_code == 302
    assert fresh(draft.interaction_id).state == "drafted"
    assert approve(signed_in, "ruth", draft).status_code == 302
    assert fresh(draft.interaction_id).state == "approved"


def test_legal_returns_with_a_reason_and_care_signs_the_new_version_first(
    cast: Cast, signed_in: SignIn, draft: Draft
) -> None:
    approve(signed_in, "dev", draft)
    form = {"thread_version": 1, "flag_version": 1, "reason_code": "tone", "note": "Promise nothing."}
    assert signed_in("lena").post(f"/approvals/{draft.pk}/return/", form).status_code == 302
    assert fresh(draft.interaction_id).state == "flagged"


def test_two_teams_of_the_rules_sign_in_the_order_of_the_rules(cast: Cast) -> None:
    legal = ruled(cast, steps=(StepTerms(cast.teams["legal"]),), topics=(cast.topics["praise"],))
    ruled(cast, steps=(StepTerms(cast.teams["communications"]),), topics=(cast.topics["praise"],))
    assert str(cast.drafted("praise", by="amara").turn.team) == "Legal and privacy"
    actions.move_policy_rule(legal, by=cast.ada, is_up=False)
    assert str(cast.drafted("praise", by="amara").turn.team) == "Communications"


def test_who_left_the_team_that_is_asked_signs_no_more(cast: Cast, signed_in: SignIn, draft: Draft) -> None:
    approve(signed_in, "dev", draft)
    Membership.objects.filter(user=cast.lena).delete()
    sync_roles()
    assert approve(signed_in, "lena", draft).status_code == 404
    Membership.objects.create(team=cast.teams["legal"], user=cast.lena, role=Role.objects.get(slug="agent"))
    sync_roles()
    assert approve(signed_in, "lena", draft).status_code == 404

"""Answers that wait side by side: one is chosen on its page, and the others are set aside by name."""

import pytest

from approvals import actions
from approvals.models import Probation
from interactions import actions as core
from interactions.models import Draft
from tests.approvals.conftest import SignIn, fresh
from tests.approvals.test_pages import page_facts
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def beside(cast: Cast, draft: Draft) -> Draft:
    """Amara's answer, waiting beside this one."""
    case = fresh(draft.interaction_id)
    return core.draft(case, by=cast.amara, text="Mine is shorter.", consideration="Shorter", beside=True)


def test_the_button_says_whose_answer_it_sets_aside(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas")
    other = beside(cast, draft)
    page = signed_in("dev").get(f"/approvals/{draft.pk}/").content.decode()
    assert "Choose this one; sets aside Amara’s" in page
    assert "Mine is shorter." in page
    assert f'name="sets_aside" value="{other.pk}"' in page
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/approve/", page_facts(draft, sets_aside=str(other.pk)))
    assert answer.status_code == 302
    assert fresh(draft.interaction_id).approval.draft == draft
    assert not Draft.objects.get(pk=other.pk).is_waiting


@pytest.mark.parametrize("sets_aside", [{}, {"sets_aside": "x"}, {"sets_aside": "999999"}, {"sets_aside": "9" * 5_000}])
def test_one_that_came_meanwhile_is_a_conflict(cast: Cast, signed_in: SignIn, sets_aside: dict[str, str]) -> None:
    draft = cast.drafted(by="jonas")
    beside(cast, draft)
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/approve/", page_facts(draft, **sets_aside))
    assert answer.status_code == 409
    assert "Amara Osei’s answer" in answer.content.decode()
    assert Draft.objects.filter(is_waiting=True).count() == 2


def test_an_edit_carries_them_too(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text="We found it, and it flies to you on Tuesday with the morning plane.")
    other = beside(cast, draft)
    dev = signed_in("dev")
    assert f'name="sets_aside" value="{other.pk}"' in dev.get(f"/approvals/{draft.pk}/edit/").content.decode()
    words = page_facts(draft, text=draft.text.replace("Tuesday", "Monday"), sets_aside=str(other.pk))
    assert dev.post(f"/approvals/{draft.pk}/edit/", words).status_code == 302
    assert fresh(draft.interaction_id).state == "approved"


def test_one_is_let_go_and_sets_the_other_aside(cast: Cast, signed_in: SignIn, jonas_on_probation: Probation) -> None:
    draft = cast.drafted("praise", by="jonas")
    other = core.draft(fresh(draft.interaction_id), by=cast.amara, text="Mine.", beside=True, asks_second_pair=True)
    actions.end_probation(jonas_on_probation, by=cast.dev)
    dev = signed_in("dev")
    assert "No sign-off is needed any more" in dev.get(f"/approvals/{draft.pk}/").content.decode()
    assert dev.post(f"/approvals/{draft.pk}/let-go/", page_facts(draft)).status_code == 409
    answer = dev.post(f"/approvals/{draft.pk}/let-go/", page_facts(draft, sets_aside=str(other.pk)))
    assert answer.status_code == 302
    assert fresh(draft.interaction_id).approval.draft == draft


def test_undo_takes_back_the_draft_it_names_and_no_other(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas")
    other = beside(cast, draft)
    assert signed_in("dev").post(f"/approvals/{draft.pk}/undo/").status_code == 302
    assert not Draft.objects.get(pk=draft.pk).is_waiting
    assert Draft.objects.get(pk=other.pk).is_waiting

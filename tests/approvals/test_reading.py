"""The soft lock: it says who reads, is taken by a post alone, warns others and stops nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.refusals import Conflict, NotAllowed
from approvals import access, actions
from approvals.models import Reading
from interactions.models import Draft
from tests.approvals.conftest import SignIn, drafted_on_released_red
from tests.approvals.test_pages import page_facts
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def holder(draft: Draft) -> str:
    return str(Reading.objects.get(draft=draft).by)


def test_the_first_reader_holds_it_while_they_read(cast: Cast) -> None:
    draft = cast.drafted()
    with time_machine.travel(timezone.now(), tick=False) as at:
        actions.read(draft, by=cast.ingrid)
        at.shift(timedelta(seconds=30))
        assert actions.read(draft, by=cast.dev).by == cast.ingrid
        actions.read(draft, by=cast.ingrid)
        at.shift(timedelta(seconds=30))
        assert actions.read(draft, by=cast.dev).by == cast.ingrid
        at.shift(timedelta(seconds=16))
        assert actions.read(draft, by=cast.dev).by == cast.dev
    assert holder(draft) == "Dev Malhotra"


def test_looking_takes_nothing_and_a_post_does(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted()
    ingrid, dev = signed_in("ingrid"), signed_in("dev")
    ingrid.get(f"/approvals/{draft.pk}/")
    assert ingrid.get(f"/approvals/{draft.pk}/reading/").status_code == 405
    assert not Reading.objects.exists()
    assert "is reviewing" not in ingrid.post(f"/approvals/{draft.pk}/reading/").content.decode()
    assert "Ingrid Holm is reviewing" in dev.post(f"/approvals/{draft.pk}/reading/").content.decode()
    page = dev.get(f"/approvals/{draft.pk}/").content.decode()
    assert page.count("Ingrid Holm is reviewing") == 2  # in the list and on the page
    assert "is reviewing" not in ingrid.get(f"/approvals/{draft.pk}/").content.decode()


def test_it_stops_nobody_and_ends_with_the_decision(cast: Cast) -> None:
    draft, held = cast.drafted(), drafted_on_released_red(cast)
    for one in (draft, held):
        actions.read(one, by=cast.ingrid)
        actions.approve(one, by=cast.dev)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("name", ["jonas", "amara", "axel"])
def test_who_may_not_decide_takes_no_lock_and_sees_who_has_it(cast: Cast, signed_in: SignIn, name: str) -> None:
    draft = cast.drafted(by="jonas")
    with pytest.raises(NotAllowed):
        actions.read(draft, by=getattr(cast, name))
    actions.read(draft, by=cast.ingrid)
    answer = signed_in(name).post(f"/approvals/{draft.pk}/reading/")
    assert "Ingrid Holm is reviewing" in answer.content.decode()
    assert holder(draft) == "Ingrid Holm"
    assert signed_in("nora").post(f"/approvals/{draft.pk}/reading/").status_code == 404


def test_what_is_decided_is_not_read_any_more(cast: Cast) -> None:
    draft = cast.drafted()
    actions.approve(draft, by=cast.dev)
    with pytest.raises(Conflict):
        actions.read(Draft.objects.get(pk=draft.pk), by=cast.ingrid)


def test_the_next_draft_is_one_that_nobody_else_reads(cast: Cast, signed_in: SignIn) -> None:
    first, second, third = (cast.drafted() for _ in range(3))
    actions.read(second, by=cast.ingrid)
    answer = signed_in("dev").post(f"/approvals/{first.pk}/approve/", page_facts(first))
    assert answer["Location"] == f"/approvals/{third.pk}/"
    assert access.next_after(cast.ingrid, first) == second
    actions.read(third, by=cast.ingrid)
    assert access.next_after(cast.dev, first) == second  # better one that another reads than none

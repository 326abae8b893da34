"""The queue through its pages: who sees what waits, page by page, and the people on probation."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from approvals import access, actions
from approvals.models import Probation, ReturnedDraft, Turn
from approvals.paging import Place
from interactions import actions as core
from interactions.models import Draft
from tests.approvals.conftest import SignIn, drafted_on_released_red, fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
LITTLE = "We found it, and it flies to you on Wednesday with the morning plane."


def under(person: User, tab: str) -> set[Draft]:
    """What a tab shows, which is what it counts, in the list and in the frame."""
    rows = set(access.page(person, tab).rows)
    assert len(rows) == access.counts(person)[tab] == access.queue(person, tab).count()
    return rows


def test_the_queue_shows_each_person_what_they_may_sign(cast: Cast) -> None:
    by_jonas, by_dev = cast.drafted(by="jonas"), cast.drafted(by="dev")
    signed = drafted_on_released_red(cast)
    actions.approve(signed, by=cast.dev)
    assert under(cast.dev, "mine") == {by_jonas}
    assert under(cast.dev, "all") == {by_jonas, by_dev, signed}
    assert under(cast.ingrid, "mine") == {by_jonas, by_dev, signed}
    for name in ("amara", "axel", "nora"):
        assert under(getattr(cast, name), "all") == set()


def test_only_the_newest_version_waits(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    newer = core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Newer", consideration="Better")
    assert under(cast.dev, "all") == {newer}


def test_what_came_back_is_listed_for_its_author_until_written_anew(cast: Cast) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    assert under(cast.jonas, "returned") == {draft}
    assert under(cast.amara, "returned") == set()
    core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Warm", consideration="Better")
    assert under(cast.jonas, "returned") == set()
    assert not ReturnedDraft.objects.exists()  # the list looks through nothing that was written anew


def test_who_approves_sees_for_a_month_what_their_team_sent_back(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    actions.send_back(draft, by=cast.ingrid, reason_code="tone", note="Warmer")
    for name, sees in (("dev", {draft}), ("ingrid", {draft}), ("amara", set()), ("axel", set()), ("nora", set())):
        assert under(getattr(cast, name), "returned") == sees, name
    page = signed_in("dev").get("/approvals/?tab=returned").content.decode()
    assert "Ingrid: Tone" in page
    with time_machine.travel(timezone.now() + access.RETURNED_FOR + timedelta(minutes=1)):
        assert under(cast.dev, "returned") == set()
        assert under(cast.jonas, "returned") == {draft}
    core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Warm", consideration="Better")
    assert under(cast.dev, "returned") == set()


@pytest.mark.parametrize("tab", ["mine", "all"])
def test_pages_of_the_queue_meet_without_gap_or_double_in_both_directions(cast: Cast, tab: str) -> None:
    drafts = [cast.drafted(by="jonas") for _ in range(2 * access.ROWS + 3)]
    Turn.objects.filter(draft__in=drafts[5:40]).update(due_at=Turn.objects.get(draft=drafts[0]).due_at)
    for draft in drafts[1::3]:
        Turn.objects.filter(draft=draft).update(team=cast.teams["communications"])  # Ingrid's other team
    dev = cast.ingrid
    expected = list(access.queue(dev, tab).order_by("due_at", "draft").values_list("draft", flat=True))
    place, forwards = None, []
    while True:
        page = access.page(dev, tab, after=place)
        forwards += [row.pk for row in page.rows]
        if not page.after:
            break
        place = Place.read(page.after)
    assert forwards == expected
    backwards = [row.pk for row in page.rows]
    while page.before:
        page = access.page(dev, tab, before=Place.read(page.before))
        backwards = [row.pk for row in page.rows] + backwards
    assert backwards == expected


@pytest.mark.parametrize(
    "written", ["x", "-", "1-", "-1", "1-x", "²-1", "9" * 400 + "-1", "1-" + "9" * 99, "\u202e1-1"]
)
def test_a_place_that_nobody_wrote_shows_a_page_all_the_same(cast: Cast, signed_in: SignIn, written: str) -> None:
    cast.drafted()
    for direction in ("after", "before"):
        answer = signed_in("dev").get("/approvals/", {"tab": "all", direction: written})
        assert answer.status_code == 200


def queries(signed_in: SignIn, address: str) -> int:
    dev = signed_in("dev")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert dev.get(address).status_code == 200
    return len(asked)


def test_list_and_review_ask_the_same_number_of_questions_whatever_the_size(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT, author="marta", thread_id="t1")
    cast.drafted(text=TEXT)
    actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    draft = core.draft(fresh(draft.interaction_id), by=cast.jonas, text=LITTLE, consideration="Warm", based_on=draft)
    few = [queries(signed_in, "/approvals/?tab=all"), queries(signed_in, f"/approvals/{draft.pk}/")]
    for number in range(12):
        cast.received(f"And {number}", author="marta", thread_id="t1")
        core.note(fresh(draft.interaction_id), by=cast.amara, text="Hm")
        actions.send_back(draft, by=cast.ingrid, reason_code="facts", note="Again")
        draft = core.draft(
            fresh(draft.interaction_id), by=cast.jonas, text=f"{TEXT} {number}", consideration="x", based_on=draft
        )
        cast.drafted(text=TEXT)
    many = [queries(signed_in, "/approvals/?tab=all"), queries(signed_in, f"/approvals/{draft.pk}/")]
    assert all(later <= first for later, first in zip(many, few, strict=True))
    assert max(few) <= 47  # nine of them: where one turns with it; two: how the map was walked, and files of the text


def test_a_flag_that_rose_takes_the_draft_off_the_queue(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    core.flag(fresh(draft.interaction_id), by=SYSTEM, topics=[cast.topics["hacking"]])
    assert under(cast.dev, "all") == set()
    page = signed_in("dev").get(f"/approvals/{draft.pk}/").content.decode()
    assert "no longer up for review" in page


PROBATION = {"reason": "New here", "weeks": "3"}


@pytest.mark.parametrize(
    ("name", "status"), [("amara", 404), ("priya", 404), ("axel", 404), ("nora", 404), ("dev", 302), ("ada", 302)]
)
def test_only_who_manages_people_starts_and_ends_a_probation(
    cast: Cast, signed_in: SignIn, name: str, status: int
) -> None:
    browser = signed_in(name)
    address = f"/approvals/people/{cast.teams['care'].pk}/{cast.jonas.pk}/start/"
    assert browser.post(address, PROBATION).status_code == status
    assert Probation.objects.exists() == (status == 302)
    if status != 302:
        probation = actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New")
        assert browser.post(f"/approvals/people/probations/{probation.pk}/end/").status_code == status
        assert browser.get("/approvals/people/").status_code == (
            302 if name == "nobody" else 200 if name == "nora" else 403
        )
        assert Probation.objects.live().exists()


def test_the_people_page_shows_who_is_on_probation_and_ends_it(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    dev = signed_in("dev")
    page = dev.get("/approvals/people/").content.decode()
    assert "Probation, day 1" in page
    assert "Nora Falk" not in page
    answer = dev.post(f"/approvals/people/probations/{jonas_on_probation.pk}/end/", {"note": "Ready"}, follow=True)
    assert "go out without a sign-off now" in answer.content.decode()
    assert not Probation.objects.live().exists()
    again = dev.post(f"/approvals/people/probations/{jonas_on_probation.pk}/end/")
    assert again.status_code == 409


def test_a_second_probation_is_refused_with_the_form_kept(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    address = f"/approvals/people/{cast.teams['care'].pk}/{cast.jonas.pk}/start/"
    answer = signed_in("dev").post(address, PROBATION | {"reason": "Two clean weeks missing"})
    assert answer.status_code == 409
    assert "Two clean weeks missing" in answer.content.decode()
    assert signed_in("dev").post(address, {"reason": "", "weeks": "0"}).status_code == 422

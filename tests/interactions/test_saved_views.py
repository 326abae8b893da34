"""Saved views: who has them, what waits in each, and what is refused."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Conflict
from interactions import actions
from interactions.models import SavedView
from interactions.models.saved_views import MOST
from tests.audit.good_deeds import saved_view
from tests.cast import Cast
from tests.interactions.pages import HTMX, questions, read, signed_in
from tests.interactions.test_inbox_pages import ids

pytestmark = pytest.mark.django_db


def rail(who: User, query: str = "") -> str:
    """What the rail is filled with."""
    return str(signed_in(who).get(f"/inbox/views/?{query}", headers=HTMX).content.decode())


def test_what_is_shown_is_kept_under_a_name_and_leads_back_to_it(cast: Cast) -> None:
    row = cast.flagged("hacking", "My bag and my account")
    cast.flagged("praise", "My bag")
    answer = signed_in(cast.amara).post("/inbox/views/new/?view=red&q=bag", {"name": " Red bags "})
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.name, view.query, view.team) == ("Red bags", "view=red&q=bag", None)
    assert ids(read(cast.amara, f"/inbox/?{view.query}")) == [row.pk]
    shown = rail(cast.amara, view.query)
    assert 'href="/inbox/?view=red&amp;q=bag"' in shown
    assert 'aria-current="true"' in shown
    assert 'aria-current="true"' not in rail(cast.amara)
    assert '<span class="count">1</span>' in shown


def test_a_personal_view_is_its_owners_and_a_shared_one_the_teams(cast: Cast) -> None:
    actions.save_view(by=cast.amara, name="Only mine", query="view=red")
    saved_view(cast)
    assert ["Only mine" in rail(person) for person in (cast.amara, cast.dev, cast.nora)] == [True, False, False]
    assert ["Bags" in rail(person) for person in (cast.amara, cast.dev, cast.nora)] == [True, True, False]


def test_each_view_counts_what_waits_in_it_for_whoever_looks(cast: Cast) -> None:
    mine = actions.assign(cast.flagged("baggage", "My bag"), by=cast.amara, to=cast.amara)
    cast.flagged("hacking", "bag", author="marta")
    actions.close(cast.received("bag"), by=cast.amara, closed_as="spam", reason="Spam")
    expected = {
        "q=bag": 2,
        "q=assigned%3Ame": 1,
        "q=from%3Amarta": 1,
        "q=flag%3Ared+is%3Aunanswered": 1,
        "view=answered": 0,
        "view=unassigned": 1,
        f"topic={mine.topic_id}": 1,
        "brand=lumen&q=bag": 0,
        "q=colour%3Ared": 0,
    }
    for query in expected:
        actions.save_view(by=cast.amara, name=query, query=query, team=cast.teams["care"])
    shown = rail(cast.amara)
    for query, count in expected.items():
        item = shown.split(f'href="/inbox/?{query.replace("&", "&amp;")}"')[1].split("</a>")[0]
        assert ('class="count">' + str(count) if count else 'class="trunc"') in item, query
        assert ("count" in item) == bool(count), query
    assert 'count">1</span>' not in rail(cast.dev).split("q=assigned%3Ame")[1].split("</a>")[0]


def test_all_counts_are_one_query_however_many_views_there_are(cast: Cast) -> None:
    browser = signed_in(cast.amara)
    saved_view(cast)
    with CaptureQueriesContext(connection) as one:
        browser.get("/inbox/views/", headers=HTMX)
    for number in range(10):
        saved_view(cast, f"Bags {number}")
    with CaptureQueriesContext(connection) as many:
        browser.get("/inbox/views/", headers=HTMX)
    assert len(questions(many)) == len(questions(one)) <= 6, questions(many)


def test_an_owner_changes_the_name_and_stops_sharing(cast: Cast) -> None:
    view = saved_view(cast)
    assert "Bags" in read(cast.amara, f"/inbox/views/{view.pk}/")
    signed_in(cast.amara).post(f"/inbox/views/{view.pk}/", {"name": "Lost bags", "team": ""})
    assert "Lost bags" in rail(cast.amara)
    assert "Lost bags" not in rail(cast.dev)


def test_a_colleague_is_told_who_changes_it_and_a_stranger_finds_nothing(cast: Cast) -> None:
    view = saved_view(cast)
    answer = signed_in(cast.jonas).post(f"/inbox/views/{view.pk}/", {"name": "Mine now"})
    assert answer.status_code == 403
    assert "Amara Osei made this view" in answer.content.decode()
    assert signed_in(cast.nora).post(f"/inbox/views/{view.pk}/remove/").status_code == 404
    assert "Remove" not in read(cast.jonas, "/inbox/views/")
    assert "Remove" in read(cast.dev, "/inbox/views/")
    signed_in(cast.dev).post(f"/inbox/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_nobody_shares_with_a_team_whose_work_they_do_not_do(cast: Cast) -> None:
    for who, team in ((cast.amara, "legal"), (cast.axel, "care")):
        sent = {"name": "Spying", "team": cast.teams[team].pk}
        assert signed_in(who).post("/inbox/views/new/?view=red", sent).status_code == 422
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("query", "name", "status", "said"),
    [
        ("", "Everything", 422, "narrow it"),
        ("view=red", "", 422, "required"),
        ("view=red", "bags", 409, "of this name already"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(cast: Cast, query: str, name: str, status: int, said: str) -> None:
    saved_view(cast)
    answer = signed_in(cast.amara).post(f"/inbox/views/new/?{query}", {"name": name})
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode() or not name
    assert SavedView.objects.count() == 1


def test_a_person_and_a_team_have_twenty_and_a_sentence_refuses_one_more(cast: Cast) -> None:
    for number in range(MOST):
        saved_view(cast, f"View {number}")
    with pytest.raises(Conflict, match="You have 20 views already"):
        actions.save_view(by=cast.amara, name="One more", query="view=red")
    with pytest.raises(Conflict, match="Care has 20 views already"):
        actions.save_view(by=cast.dev, name="One more", query="view=red", team=cast.teams["care"])
    actions.remove_view(SavedView.objects.first(), by=cast.amara)  # type: ignore[arg-type]
    saved_view(cast, "In the free place")


@pytest.mark.parametrize("wrong", [{"slot": MOST + 1}, {"slot": 1}, {"team_slot": 1}, {"query": ""}, {"name": "MINE"}])
def test_the_database_keeps_views_few_named_and_whole(cast: Cast, wrong: dict[str, object]) -> None:
    actions.save_view(by=cast.amara, name="Mine", query="view=red")
    row = {"owner": cast.amara, "name": "Other", "query": "q=x", "slot": 2, "created_at": timezone.now()} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(**row)


def test_a_view_that_somebody_removed_meanwhile_is_a_friendly_conflict(cast: Cast) -> None:
    view = saved_view(cast)
    again = SavedView.objects.get(pk=view.pk)
    actions.remove_view(view, by=cast.amara)
    with pytest.raises(Conflict, match="removed a moment ago"):
        actions.change_view(again, by=cast.amara, name="Late")

"""Sales queries and ideas for other teams, and the list of what many wish for."""

import pytest

from accounts.models import Notice
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions
from interactions.models import Improvement, Referral
from reports.access import scope_for
from reports.good import good_things
from tests.audit.good_deeds import referred, wished_for
from tests.cast import Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def test_the_other_team_is_told_reads_it_and_says_what_came_of_it(cast: Cast) -> None:
    row = cast.flagged("praise", "Do you sell gift cards?")
    given = {"kind": "sales", "to_team": cast.teams["legal"].pk, "note": "Twenty of them"}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/refer/", given).status_code == 302
    told = Notice.objects.get(user=cast.ruth)
    assert "Do you sell gift cards?" in read(cast.ruth, told.url)
    referral = Referral.objects.get()
    settled = signed_in(cast.ruth).post(f"/interactions/referrals/{referral.pk}/settle/", {"outcome": "won"})
    assert settled.status_code == 302
    assert "Sold" in read(cast.amara, f"/inbox/{row.pk}/good/")
    assert row.team_id == type(row).objects.get(pk=row.pk).team_id


def test_passing_on_is_for_the_brands_teams_with_a_word_and_once_at_a_time(cast: Cast) -> None:
    referral = referred(cast)
    with pytest.raises(Conflict, match="passed on already"):
        actions.refer(
            referral.interaction, by=cast.amara, kind="sales", to_team=cast.teams["security"], note="You, too"
        )
    stranger = cast.other_brand.teams.get()
    with pytest.raises(Invalid, match="another brand"):
        actions.refer(referral.interaction, by=cast.amara, kind="idea", to_team=stranger, note="Look")
    with pytest.raises(Invalid, match="in a sentence"):
        actions.refer(referral.interaction, by=cast.amara, kind="idea", to_team=cast.teams["legal"], note=" ")
    with pytest.raises(NotAllowed, match="Only Legal"):
        actions.settle_referral(referral, by=cast.dev, outcome="won")
    with pytest.raises(Invalid):
        actions.settle_referral(referral, by=cast.ruth, outcome="maybe")
    actions.settle_referral(referral, by=cast.ruth, outcome="declined", note="We sell none")
    with pytest.raises(Conflict, match="settled already"):
        actions.settle_referral(referral, by=cast.ruth, outcome="won")
    assert "Nothing was passed on to you" in read(cast.nora, "/good/routed/")


def test_what_many_ask_for_stands_first_and_is_asked_once_by_a_message(cast: Cast) -> None:
    trains = wished_for(cast)
    blankets = actions.ask_improvement(cast.received("So cold"), by=cast.amara, title="Warmer  blankets ")
    assert blankets.title == "Warmer blankets"
    row = cast.received("It was freezing")
    for _ in range(2):
        actions.ask_improvement(row, by=cast.jonas, improvement=blankets)
    page = read(cast.dev, "/good/improvements/")
    assert page.index("Warmer blankets") < page.index("Trains")
    assert "2 messages" in page
    assert "It was freezing" in read(cast.dev, f"/good/improvements/{blankets.pk}/")
    assert trains.askings.count() == 1
    with pytest.raises(Invalid, match="what should be better"):
        actions.ask_improvement(row, by=cast.amara, title="  ")


def test_nobody_counts_messages_that_they_may_not_see(cast: Cast) -> None:
    wish = wished_for(cast)
    theirs = cast.received("Trains, please")
    actions.ask_improvement(theirs, by=cast.jonas, improvement=wish)
    assert "2 messages" in read(cast.dev, "/good/improvements/")
    terms = {"to_team": cast.teams["communications"], "reason": "A journalist"}
    actions.hand_over_contact(theirs.contact, by=cast.dev, **terms)
    assert "1 message<" in " ".join(read(cast.dev, "/good/improvements/").split()).replace("message <", "message<")
    scope = scope_for(cast.dev, "", "7")
    assert [one.asked for one in good_things(scope.brands, scope.teams, scope.since).improvements] == [1]  # type: ignore[attr-defined]
    assert "2 messages" in read(cast.ingrid, "/good/improvements/")


def test_a_lead_says_what_becomes_of_it_and_what_those_who_asked_are_told(cast: Cast) -> None:
    wish = wished_for(cast)
    address = f"/good/improvements/{wish.pk}/"
    browser = signed_in(cast.dev)
    assert browser.post(address, {"state": "done"}).status_code == 422
    done = {"state": "done", "answer": "There are trains now.", "team": cast.teams["care"].pk}
    assert browser.post(address, done).status_code == 302
    after = Improvement.objects.get()
    assert (after.state, after.answer, after.settled_by) == ("done", "There are trains now.", cast.dev)
    with pytest.raises(NotAllowed):
        actions.settle_improvement(wish, by=cast.amara, state="planned")
    read(cast.nora, address, 404)


def test_what_is_settled_is_listed_page_by_page_behind_what_is_open(cast: Cast) -> None:
    wish = wished_for(cast)
    settled = [
        Improvement(brand=wish.brand, title=f"Done {number}", state="done", noted_by=cast.dev, noted_at=wish.noted_at)
        for number in range(26)
    ]
    Improvement.objects.bulk_create(settled)
    first = read(cast.dev, "/good/improvements/?brand=tern-air")
    assert (wish.title in first, "Done 25" in first, "Done 0" in first) == (True, True, False)
    older = read(cast.dev, f"/good/improvements/?after={settled[1].pk}&brand=tern-air")
    assert f"?after={settled[1].pk}&amp;brand=tern-air" in first
    assert (wish.title in older, "Done 0" in older) == (False, True)


def test_who_came_round_is_told_beside_the_message(cast: Cast) -> None:
    first = cast.flagged("praise", "This is terrible and awful", author="ida")
    actions.answer(first, by=cast.amara, text="Sorry, we mend it.", is_public=True)
    type(first).objects.filter(pk=first.pk).update(tone="negative", responded_at=first.received_at)
    again = cast.received("Thank you, that was wonderful!", author="ida")
    assert again.tone == "positive"
    assert "From complainer to friend" in read(cast.amara, f"/inbox/{again.pk}/good/")
    assert "From complainer" not in read(cast.amara, f"/inbox/{first.pk}/good/")


def test_kind_words_stand_in_a_lane_of_their_own(cast: Cast) -> None:
    kind = cast.flagged("praise", "Thank you, what a wonderful crew!")
    other = cast.flagged("praise", "Where is gate five?")
    strict = cast.flagged("baggage", "Thank you, wonderful, my suitcase is lost")
    lane = read(cast.amara, "/inbox/?view=praise")
    assert f"/inbox/{kind.pk}/" in lane
    assert f"/inbox/{other.pk}/" not in lane
    assert f"/inbox/{strict.pk}/" not in lane
    assert "/good/shares/" in lane

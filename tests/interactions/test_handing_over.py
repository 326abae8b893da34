"""A person, or a crisis, is handed over: the channel's own team finds it nowhere, until it is given back (P8, R105)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import ApiToken, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import access, actions, publishing
from interactions.actions import outcomes
from interactions.inbox import InboxQuery
from interactions.models import Interaction, Reply, RightsTransfer
from playbook.models import Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ALICE = "alice"


def fresh(row: Interaction) -> Interaction:
    return Interaction.objects.get(pk=row.pk)


def hand_over(cast: Cast, row: Interaction, by: str = "dev") -> RightsTransfer:
    return actions.hand_over_contact(
        row.contact, by=getattr(cast, by), to_team=cast.teams["communications"], reason="A journalist"
    )


def test_whoever_lost_them_finds_them_in_no_list_count_search_page_or_api(cast: Cast, client: Client) -> None:
    first, second = cast.received(author=ALICE), cast.received(author=ALICE)
    other = cast.received()
    hand_over(cast, first)
    query = InboxQuery.read({})
    mine, found = access.inbox(cast.amara, query), access.inbox(cast.amara, InboxQuery.read({"q": "@alice"}))
    assert [row.pk for row in mine.page.rows] == [other.pk]
    assert mine.counts["all"] == 1
    assert not found.page.rows
    client.force_login(cast.amara)
    for row in (first, second):
        assert client.get(f"/inbox/{row.pk}/").status_code == 404
        assert client.post(f"/interactions/{row.pk}/note/", {"note": "Mine"}).status_code == 404
    _token, key = ApiToken.objects.create(user=cast.amara, name="Mine", scopes=["read", "draft"])
    answer = client.get(f"/api/v1/interactions/{first.public_id}/", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 404
    assert access.inbox(cast.priya, query).counts["all"] == 3


def test_what_the_person_writes_meanwhile_arrives_with_the_team_that_has_them(cast: Cast) -> None:
    first = cast.received(author=ALICE)
    transfer = hand_over(cast, first)
    again = cast.received(author=ALICE)
    assert again.team == cast.teams["communications"]
    actions.give_back(transfer, by=cast.priya)
    assert {fresh(first).team.slug, fresh(again).team.slug, cast.received(author=ALICE).team.slug} == {"care"}


def test_texts_that_wait_are_set_down_and_nothing_signed_before_leaves(cast: Cast) -> None:
    waiting = cast.drafted("baggage", by="jonas", author=ALICE)
    actions.assign(waiting.interaction, by=cast.dev, to=cast.amara)
    approved = actions.draft(cast.flagged("praise", author=ALICE), by=cast.amara, text="Thank you.")
    hand_over(cast, waiting.interaction)
    for draft in (waiting, approved):
        row = fresh(draft.interaction)
        assert (row.state, row.assignee, row.drafts.waiting().count()) == ("flagged", None, 0)
    assert Reply.objects.get(approval__draft=approved).state == "recalled"
    publishing.sweep()
    assert not Reply.objects.filter(state="sent").exists()
    with pytest.raises(NotAllowed):
        actions.draft(waiting.interaction, by=cast.jonas, text="We have it.")
    with pytest.raises(Conflict):
        actions.approve(waiting, by=cast.ingrid)


def test_what_is_being_posted_right_now_moves_with_its_outcome(cast: Cast) -> None:
    draft = actions.draft(cast.flagged("praise", author=ALICE), by=cast.amara, text="Thank you.")
    claimed = publishing._claim(Reply.objects.get(approval__draft=draft).pk)
    assert claimed is not None
    hand_over(cast, draft.interaction)
    assert fresh(draft.interaction).state == "approved"
    outcomes.unknown(claimed, "It hung up.")
    assert fresh(draft.interaction).team == cast.teams["communications"]


@pytest.mark.parametrize(
    ("who", "may"), [("amara", False), ("axel", False), ("nora", False), ("dev", True), ("priya", True)]
)
def test_who_decides_for_one_of_the_two_teams_hands_over(cast: Cast, who: str, may: bool) -> None:
    row = cast.received()
    if may:
        assert hand_over(cast, row, by=who).to_team == cast.teams["communications"]
    else:
        with pytest.raises(NotAllowed):
            hand_over(cast, row, by=who)


def test_who_lost_it_cannot_take_it_back_and_nobody_hands_over_twice(cast: Cast) -> None:
    transfer = hand_over(cast, cast.received(author=ALICE))
    with pytest.raises(NotAllowed, match="Communications"):
        actions.give_back(transfer, by=cast.dev)
    with pytest.raises(Conflict, match="already"):
        hand_over(cast, Interaction.objects.get(), by="priya")
    with pytest.raises(Invalid), transaction.atomic():
        actions.hand_over_contact(
            cast.received().contact, by=cast.dev, to_team=cast.other_brand.teams.get(), reason="Wrong house"
        )
    actions.give_back(transfer, by=cast.ingrid)
    with pytest.raises(Conflict, match="already"):
        actions.give_back(transfer, by=cast.ingrid)


def test_an_incident_takes_what_is_linked_to_it_and_leaves_what_is_taken_out(cast: Cast) -> None:
    inside, later = cast.received(), cast.received()
    in_incident: dict[str, Any] = {"incident": 7, "brand": cast.brand.pk}
    actions.link([inside.pk], by=cast.amara, **in_incident)
    transfer = actions.hand_over_incident(
        7, by=cast.dev, brand=cast.brand.pk, to_team=cast.teams["communications"], reason="It is everywhere"
    )
    actions.link([later.pk], by=cast.amara, **in_incident)
    assert {fresh(inside).team.slug, fresh(later).team.slug} == {"communications"}
    with pytest.raises(NotAllowed):
        actions.unlink(later, by=cast.amara)
    actions.unlink(later, by=cast.priya)
    assert fresh(later).team.slug == "care"
    actions.give_back(transfer, by=cast.priya)
    assert fresh(inside).team.slug == "care"


def test_one_message_is_in_one_incident_and_the_database_says_so(cast: Cast) -> None:
    row = cast.received()
    assert actions.link([row.pk], by=cast.amara, incident=1, brand=cast.brand.pk)
    assert not actions.link([row.pk], by=cast.amara, incident=2, brand=cast.brand.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.incident_links.create(incident=2, linked_at=row.received_at)
    with pytest.raises(Conflict, match="another brand"):
        actions.link([cast.received().pk], by=cast.amara, incident=3, brand=cast.other_brand.pk)
    with pytest.raises(NotAllowed):
        actions.link([cast.received().pk], by=cast.axel, incident=1, brand=cast.brand.pk)


def _released(cast: Cast, by: User) -> Any:
    until = cast.received().due_at
    written = actions.release_incident(1, by=by, brand=cast.brand, says="We found it, and say so", expires_at=until)
    actions.sign_release(written, role="communications", by=cast.priya)
    return actions.sign_release(written, role="legal", by=cast.ruth)


def test_a_release_of_an_incident_lets_past_what_is_in_it_and_only_the_topics_decided_on(cast: Cast) -> None:
    inside, later, outside = (cast.flagged("hacking") for _each in range(3))
    actions.link([inside.pk], by=cast.amara, incident=1, brand=cast.brand.pk)
    written = _released(cast, cast.amara)
    actions.link([later.pk], by=cast.amara, incident=1, brand=cast.brand.pk)
    for row in (inside, later):
        assert actions.draft(row, by=cast.amara, text="We locked it.").number == 1
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(outside, by=cast.amara, text="We locked it.")
    actions.flag(later, by=cast.amara, topics=[cast.topics["major-account"]])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(later, by=cast.amara, text="We locked it too.")
    Topic.objects.filter(slug="hacking").update(release_roles=["communications", "legal", "security"])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(inside, by=cast.amara, text="Changed.")
    Topic.objects.filter(slug="hacking").update(release_roles=["communications", "legal"])
    actions.unlink(inside, by=cast.amara)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(inside, by=cast.amara, text="Changed.")
    assert written.effective_at


def test_a_room_without_red_or_without_right_has_no_release(cast: Cast) -> None:
    actions.link([cast.flagged("baggage").pk], by=cast.amara, incident=1, brand=cast.brand.pk)
    with pytest.raises(Invalid, match="needs no release"):
        _released(cast, cast.amara)
    with pytest.raises(NotAllowed):
        _released(cast, cast.axel)

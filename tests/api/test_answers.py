"""Drafting, submitting, taking back and reviewing from outside: the same guards as on the page."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from interactions.models import Approval, Composing, Draft, Interaction, Reply
from playbook.models import ChecklistItem
from tests.api.conftest import Carrying
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DRAFT = {"text": "We found it, and it is on its way to you.", "consideration": "It is in London."}


def drafts(interaction: Interaction) -> str:
    return reverse("api:drafts", args=[interaction.public_id])


def review(interaction: Interaction, number: int = 1) -> str:
    return reverse("review_api:review", args=[interaction.public_id, number])


def submitted(cast: Cast, carrying: Carrying, by: str = "jonas", **more: Any) -> Interaction:
    interaction = cast.flagged("baggage")
    answer = carrying(by, "draft").post(drafts(interaction), DRAFT | more, format="json")
    assert answer.status_code == 201, answer.json()
    return Interaction.objects.get(pk=interaction.pk)


def seen(interaction: Interaction, **more: Any) -> dict[str, Any]:
    now = Interaction.objects.get(pk=interaction.pk)
    return {"thread_version": now.thread_version, "flag_version": now.flag_version} | more


@pytest.fixture
def bot(cast: Cast) -> User:
    """A machine that somebody gave every role of care."""
    user = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    for role in ("agent", "supervisor", "on-call"):
        Membership.objects.create(team=cast.teams["care"], user=user, role=Role.objects.get(slug=role))
    sync_roles()
    cast.people["bot"] = user
    return user


def test_a_draft_waits_and_says_for_whom(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.flagged("baggage")
    answer = carrying("jonas", "draft").post(drafts(interaction), DRAFT, format="json")
    said = answer.json()
    assert (answer.status_code, said["number"], said["state"]) == (201, 1, "waiting")
    assert said["steps"] == [{"team": "care", "needed": 1, "given": 0}]
    assert [reason.partition(" ")[0] for reason in said["reasons"]] == ["Yellow"]
    assert not Reply.objects.exists()


def test_the_same_text_again_changes_nothing(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    again = carrying("jonas", "draft").post(drafts(interaction), DRAFT, format="json")
    assert (again.status_code, again.json()["number"], Draft.objects.count()) == (200, 1, 1)


def test_a_green_text_of_an_experienced_agent_goes_out_at_once(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.flagged("praise")
    answer = carrying("amara", "draft").post(drafts(interaction), {"text": "Thank you!"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (201, "approved")
    assert Reply.objects.get().state == "pending"


def test_a_machine_drafts_and_its_text_always_waits_for_a_person(cast: Cast, carrying: Carrying, bot: User) -> None:
    interaction = cast.flagged("praise")
    answer = carrying("bot", "draft").post(drafts(interaction), {"text": "Thank you!"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    signed = carrying("bot", "review").post(review(interaction), seen(interaction, verdict="approve"), format="json")
    assert signed.status_code == 403
    returned = seen(interaction, verdict="return", reason_code="tone", note="Warmer")
    assert carrying("bot", "review").post(review(interaction), returned, format="json").status_code == 403
    taken = carrying("bot", "draft").post(reverse("api:recall", args=[interaction.public_id, 1]))
    assert taken.status_code == 403
    assert not Approval.objects.exists()
    by_a_person = carrying("dev", "review").post(
        review(interaction), seen(interaction, verdict="approve"), format="json"
    )
    assert (by_a_person.status_code, by_a_person.json()["state"]) == (200, "approved")


def test_nobody_signs_their_own_text_with_a_key(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying, by="dev")
    own = carrying("dev", "review").post(review(interaction), seen(interaction, verdict="approve"), format="json")
    assert own.status_code == 403
    assert "their own text" in own.json()["detail"]
    other = carrying("ingrid", "review").post(review(interaction), seen(interaction, verdict="approve"), format="json")
    assert other.status_code == 200
    assert Approval.objects.get().by == cast.ingrid


def test_a_reviewer_edits_a_little_and_signs_or_a_lot_and_passes_it_on(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    dev = carrying("dev", "review")
    other = seen(interaction, verdict="edit", text="Something else from the first word to the last one here.")
    assert dev.post(review(interaction), other, format="json").status_code == 403
    passed_on = dev.post(review(interaction), other | {"as_new_version": True}, format="json").json()
    assert (passed_on["number"], passed_on["state"], passed_on["author"]) == (2, "waiting", "Dev Malhotra")
    second = submitted(cast, carrying)
    little = seen(second, verdict="edit", text=DRAFT["text"] + " Promised.")
    signed = dev.post(review(second), little, format="json").json()
    assert (signed["number"], signed["state"]) == (2, "approved")
    assert dev.post(review(second), seen(second, verdict="edit"), format="json").status_code in {409, 422}


def test_a_return_needs_its_reason_and_its_sentence(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    dev = carrying("dev", "review")
    bare = dev.post(review(interaction), seen(interaction, verdict="return"), format="json")
    assert bare.status_code == 422
    whole = seen(interaction, verdict="return", reason_code="tone", note="Warmer, please.")
    assert dev.post(review(interaction), whole, format="json").json()["state"] == "ended"
    assert Interaction.objects.get(pk=interaction.pk).state == "flagged"


def test_a_case_that_moved_on_since_it_was_read_is_a_conflict(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    before = seen(interaction, verdict="approve")
    before["thread_version"] -= 1
    answer = carrying("dev", "review").post(review(interaction), before, format="json")
    assert answer.status_code == 409
    assert not Approval.objects.exists()


def test_candidates_stand_side_by_side_and_one_is_chosen_by_name(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    amara = carrying("amara", "draft")
    unsaid = amara.post(drafts(interaction), DRAFT | {"text": "Another one."}, format="json")
    assert unsaid.status_code == 409
    beside = amara.post(drafts(interaction), DRAFT | {"text": "Another one.", "beside": True}, format="json")
    assert (beside.status_code, beside.json()["line"]) == (201, 2)
    dev = carrying("dev", "review")
    alone = dev.post(review(interaction, 2), seen(interaction, verdict="approve"), format="json")
    assert alone.status_code == 409
    assert "Jonas Weber" in alone.json()["detail"]
    chosen = dev.post(review(interaction, 2), seen(interaction, verdict="approve", sets_aside=[1]), format="json")
    assert chosen.json()["state"] == "approved"
    versions = carrying("dev", "read").get(drafts(interaction)).json()["results"]
    assert [(one["number"], one["state"]) for one in versions] == [(1, "ended"), (2, "approved")]


def test_who_drafts_from_outside_reads_what_there_is_to_tick_and_ticks_it(cast: Cast, carrying: Carrying) -> None:
    facts = {"wording": "Read twice", "kind": "human", "is_required": True, "position": 1}
    ChecklistItem.objects.create(brand=cast.brand, slug="read-twice", levels=["yellow"], **facts)
    interaction = cast.flagged("baggage")
    jonas, address = carrying("jonas", "draft", "read"), reverse("api:checklist", args=[interaction.public_id])
    lines = jonas.get(address).json()["results"]
    assert {"slug": "read-twice", "wording": "Read twice", "is_required": True, "is_by_hand": True} in lines
    assert jonas.post(drafts(interaction), DRAFT, format="json").status_code == 422
    asked = [line["slug"] for line in lines if line["is_required"]]
    assert jonas.post(drafts(interaction), DRAFT | {"ticks": asked}, format="json").status_code == 201
    for name, scope, status in (("nora", "read", 404), ("jonas", "draft", 403)):
        assert carrying(name, scope).get(address).status_code == status


def test_an_author_takes_a_draft_back_and_a_colleague_may_not(cast: Cast, carrying: Carrying) -> None:
    interaction = submitted(cast, carrying)
    address = reverse("api:recall", args=[interaction.public_id, 1])
    assert carrying("amara", "draft").post(address).status_code == 403
    assert carrying("jonas", "draft").post(address).json()["state"] == "ended"
    assert carrying("jonas", "draft").post(address).status_code == 409


def test_what_is_being_typed_is_kept_and_submits_nothing(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.flagged("baggage")
    address = reverse("api:typed", args=[interaction.public_id])
    assert carrying("jonas", "draft").put(address, {"text": " Hm. "}, format="json").status_code == 204
    assert Composing.objects.get().text == " Hm. "
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "   "}, 422),
        ({}, 422),
        ({"text": "x" * 50_001}, 422),
        ({"text": "a\0b"}, 422),
        ({"text": "Hi {name}", "consideration": "Seen."}, 422),
        ({"text": "Hello", "consideration": "Seen.", "template": 999}, 422),
        ({"text": "Hello", "consideration": "Seen.", "based_on": 9}, 404),
        ({"text": "Hello", "consideration": "Seen.", "seen_thread_version": 0}, 409),
        ({"text": "Write to me@mail.example", "consideration": "Seen.", "is_public": True}, 422),
        (["text"], 400),
    ],
)
def test_rubbish_is_refused_in_a_sentence_and_changes_nothing(
    cast: Cast, carrying: Carrying, body: Any, status: int
) -> None:
    answer = carrying("jonas", "draft").post(drafts(cast.flagged("baggage")), body, format="json")
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
    assert not Draft.objects.exists()


def test_half_a_character_is_refused(cast: Cast, carrying: Carrying) -> None:
    address = drafts(cast.flagged("baggage"))
    answer = carrying("jonas", "draft").post(address, b'{"text": "\\ud800"}', content_type="application/json")
    assert answer.status_code == 422


def test_red_is_held_here_too(cast: Cast, carrying: Carrying) -> None:
    answer = carrying("amara", "draft").post(drafts(cast.flagged("hacking")), {"text": "Sorry"}, format="json")
    assert answer.status_code == 403
    assert "Red stops" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "scopes", "status"),
    [("", (), 401), ("jonas", ("read",), 403), ("axel", ("draft",), 403), ("nora", ("draft",), 404)],
)
def test_who_may_not_submits_nothing(cast: Cast, carrying: Carrying, name: str, scopes: Any, status: int) -> None:
    client = carrying(name, *scopes) if name else APIClient()
    assert client.post(drafts(cast.flagged("baggage")), DRAFT, format="json").status_code == status
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("name", "scopes", "status"),
    [("", (), 401), ("dev", ("draft", "read"), 403), ("amara", ("review",), 403), ("nora", ("review",), 404)],
)
def test_who_may_not_signs_nothing(cast: Cast, carrying: Carrying, name: str, scopes: Any, status: int) -> None:
    interaction = submitted(cast, carrying)
    client = carrying(name, *scopes) if name else APIClient()
    answer = client.post(review(interaction), seen(interaction, verdict="approve"), format="json")
    assert (answer.status_code, Approval.objects.count()) == (status, 0)


def test_a_protected_channel_asks_twice_here_too(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.flagged("praise")
    interaction.channel.is_protected = True
    interaction.channel.save()
    amara, said = carrying("amara", "draft"), {"text": "Thank you!"}
    asked = amara.post(drafts(interaction), said, format="json")
    assert (asked.status_code, Reply.objects.count()) == (409, 0)
    other = amara.post(drafts(interaction), {"text": "Thanks.", "confirmed": asked.json()["confirm"]}, format="json")
    assert (other.status_code, Reply.objects.count()) == (409, 0)
    sure = amara.post(drafts(interaction), said | {"confirmed": asked.json()["confirm"]}, format="json")
    assert (sure.status_code, Reply.objects.count()) == (201, 1)

"""What authors are told about their drafts, once each, through the outbox."""

import pytest
from django.db.models import QuerySet

from accounts.models import Notice, User
from approvals import actions
from approvals.telling_authors import tell_approved, tell_reviewed
from audit import outbox
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval, Draft
from tests.approvals.conftest import drafted_on_released_red, fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
LITTLE = "We found it, and it flies to you on Wednesday with the morning plane."
MUCH = "Write to our call centre."


def news(person: User) -> QuerySet[Notice, tuple[str, str]]:
    outbox.sweep()
    return Notice.objects.filter(user=person).order_by("pk").values_list("kind", "text")


def test_an_approval_is_told_to_the_author(cast: Cast) -> None:
    actions.approve(cast.drafted(by="jonas"), by=cast.dev)
    assert list(news(cast.jonas)) == [("draft-approved", "Dev Malhotra approved your draft.")]
    assert list(news(cast.dev)) == []


def test_the_first_of_two_names_is_no_news_yet(cast: Cast) -> None:
    draft = drafted_on_released_red(cast)
    actions.approve(draft, by=cast.dev)
    assert list(news(cast.jonas)) == []
    actions.approve(draft, by=cast.ingrid)
    assert len(news(cast.jonas)) == 1


def test_a_return_says_the_reason_and_leads_to_the_draft(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    actions.send_back(draft, by=cast.dev, reason_code="tone", note="Marta Kowalska is angry")
    assert list(news(cast.jonas)) == [("draft-returned", "Dev Malhotra returned your draft: Tone.")]
    assert Notice.objects.get().url == f"/approvals/{draft.pk}/"


def test_an_edit_leads_to_what_was_changed(cast: Cast) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    approval = actions.approve_with_edits(draft, by=cast.dev, text=LITTLE)
    assert list(news(cast.jonas)) == [
        ("draft-edited", "Dev Malhotra approved your draft with edits. See what changed.")
    ]
    assert Notice.objects.get(user=cast.jonas).url == f"/approvals/{approval.draft_id}/?compare=version"


def test_an_edit_for_a_third_person_says_so_and_then_that_it_went_out(cast: Cast) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    actions.approve_with_edits(draft, by=cast.dev, text=MUCH, as_new_version=True)
    assert [kind for kind, _text in news(cast.jonas)] == ["draft-edited"]
    actions.approve(Draft.objects.get(is_waiting=True), by=cast.ingrid)
    assert [kind for kind, _text in news(cast.jonas)] == ["draft-edited", "draft-approved"]
    assert [kind for kind, _text in news(cast.dev)] == ["draft-approved"]


def test_who_is_set_aside_hears_it(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    other = core.draft(
        fresh(draft.interaction_id), by=cast.amara, text="Mine is better.", consideration="Shorter", beside=True
    )
    actions.approve(draft, by=cast.dev, sets_aside=[other.pk])
    assert [kind for kind, _text in news(cast.amara)] == ["draft-superseded"]
    assert [kind for kind, _text in news(cast.jonas)] == ["draft-approved"]


def test_an_approval_that_expires_says_why(cast: Cast) -> None:
    cast.channel.undo_for = 600
    cast.channel.save()
    draft = cast.drafted(by="jonas", author="marta", thread_id="t1")
    actions.approve(draft, by=cast.dev)
    cast.received("One more thing", author="marta", thread_id="t1")
    core.expire(fresh(draft.interaction_id))
    kind, text = list(news(cast.jonas))[1]
    assert kind == "approval-expired"
    assert "The customer wrote, edited or deleted something since." in text


def test_a_flag_that_ends_a_wait_or_an_approval_is_told_to_whoever_wrote(cast: Cast) -> None:
    cast.channel.undo_for = 600
    cast.channel.save()
    waiting = cast.drafted(by="jonas")
    core.flag(fresh(waiting.interaction_id), by=cast.dev, topics=[cast.topics["hacking"]])
    approved = cast.drafted(by="amara", author="marta", thread_id="t1")
    actions.approve(approved, by=cast.dev)
    cast.received("My account hacked, and you say this?", author="marta", thread_id="t1")
    for author, draft in ((cast.jonas, waiting), (cast.amara, approved)):
        kind, text = list(news(author))[-1]
        assert kind == "draft-put-back"
        assert text == (
            "The case you answered is red now, “Hacking and security”: nothing goes out. Your text is kept."
        )
        assert Notice.objects.filter(user=author).latest("pk").url == f"/approvals/{draft.pk}/"
        assert not Draft.objects.get(pk=draft.pk).is_waiting
    assert "draft-put-back" not in [kind for kind, _text in news(cast.dev)]


def test_one_whose_text_was_changed_behind_their_back_says_so_too(cast: Cast) -> None:
    cast.channel.undo_for = 600
    cast.channel.save()
    draft = cast.drafted(by="jonas")
    actions.approve(draft, by=cast.dev)
    Draft.objects.filter(pk=draft.pk).update(text="Send us your password.")
    core.expire(fresh(draft.interaction_id))
    assert "The text is not the one that was approved." in list(news(cast.jonas))[1][1]


def test_what_the_policy_let_out_is_no_news(cast: Cast) -> None:
    cast.drafted("praise", by="amara")
    assert Approval.objects.exists()
    assert list(news(cast.amara)) == []


def test_a_delivery_made_twice_tells_once(cast: Cast) -> None:
    actions.approve(cast.drafted(by="jonas"), by=cast.dev)
    actions.send_back(cast.drafted(by="jonas"), by=cast.dev, reason_code="tone", note="Warmer")
    for _ in range(2):
        tell_approved(Event.objects.get(name="interactions.approved"))
        for event in Event.objects.filter(name="approvals.reviewed"):
            tell_reviewed(event)
    assert len(news(cast.jonas)) == 2

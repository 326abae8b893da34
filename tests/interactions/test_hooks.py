"""The webhook door."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.actors import SYSTEM
from connectors import actions as channels
from connectors.models import Rejected
from connectors.webhook import signatures
from connectors.webhook.body import BODY_AT_MOST
from interactions.models import Interaction, Quarantined
from tests.cast import Cast
from tests.interactions.doors import SECRET, knock, opened, row

pytestmark = pytest.mark.django_db

NOTHING = {"new": 0, "answer": 0, "known": 0, "changed": 0, "quarantined": 0, "rejected": 0, "rejects": []}


def test_a_signed_delivery_becomes_interactions_and_is_counted(cast: Cast) -> None:
    answer = knock(opened(cast), {"messages": [row("My suitcase"), row("account hacked")]})
    assert (answer.status_code, answer.json()) == (200, NOTHING | {"new": 2})
    assert sorted(Interaction.objects.values_list("level", flat=True)) == ["red", "yellow"]


def test_one_message_alone_and_one_in_the_standards_envelope_are_deliveries_too(cast: Cast) -> None:
    channel = opened(cast)
    assert knock(channel, row()).json()["new"] == 1
    assert knock(channel, {"type": "message.created", "data": row()}).json()["new"] == 1


def test_a_redelivery_is_answered_200_and_changes_nothing(cast: Cast) -> None:
    channel, message = opened(cast), row()
    knock(channel, message, delivery="msg_7")
    again = knock(channel, message, delivery="msg_7")
    assert (again.status_code, again.json()) == (200, NOTHING | {"known": 1})
    assert Interaction.objects.count() == 1


def test_every_outcome_is_counted(cast: Cast) -> None:
    channel = opened(cast)
    first, edited, deleted = row(), row(), row()
    knock(channel, {"messages": [first, edited, deleted]})
    answer = knock(
        channel,
        {
            "messages": [
                first | {"text": "Other words"},
                edited | {"text": "New words", "is_edit": True},
                deleted | {"is_deletion": True},
                row("We found it", direction="outbound", parent_id=first["id"]),
                {"id": "no-author", "text": "Hm"},
            ]
        },
    )
    assert {name: count for name, count in answer.json().items() if isinstance(count, int)} == {
        "new": 0,
        "answer": 1,
        "known": 0,
        "changed": 2,
        "quarantined": 1,
        "rejected": 1,
    }
    assert Quarantined.objects.get().text == "Other words"


def test_a_part_that_cannot_be_read_is_kept_and_named_and_the_rest_is_taken(cast: Cast) -> None:
    answer = knock(opened(cast), {"messages": [row(), {"id": "x", "text": 7.5, "author": "tess"}, row()]})
    assert answer.status_code == 202
    assert (answer.json()["new"], answer.json()["rejected"]) == (2, 1)
    assert answer.json()["rejects"] == [{"index": 1, "reason": "text is not text: 7.5"}]
    assert answer.json()["detail"].endswith("send them again once they are mended.")
    kept = Rejected.objects.get()
    assert (kept.position, '"id": "x"' in kept.raw) == (1, True)


def test_rejects_of_a_redelivery_are_kept_once(cast: Cast) -> None:
    channel = opened(cast)
    for _again in range(3):
        knock(channel, {"messages": [{"id": "x"}]}, delivery="msg_7")
    assert Rejected.objects.count() == 1


def test_no_token_of_ours_is_asked_of_a_stranger_who_signs(cast: Cast) -> None:
    assert knock(opened(cast), row(), client=Client(enforce_csrf_checks=True)).status_code == 200


@pytest.mark.parametrize("secret", [signatures.new_secret()], ids=["another secret"])
def test_a_wrong_signature_is_401_and_takes_nothing_in(cast: Cast, secret: str) -> None:
    answer = knock(opened(cast), row(), secret=secret)
    assert answer.status_code == 401
    assert (
        answer.json()["detail"] == "The signature does not fit the body. Sign the raw bytes with this channel's secret."
    )
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(("minutes", "said"), [(-6, "more than five minutes old"), (6, "more than five minutes ahead")])
def test_a_stale_or_early_signature_is_401(cast: Cast, minutes: int, said: str) -> None:
    answer = knock(opened(cast), row(), at=timezone.now() + timedelta(minutes=minutes))
    assert answer.status_code == 401
    assert said in answer.json()["detail"]
    assert not Interaction.objects.exists()


def test_an_unsigned_request_is_told_which_header_is_missing(cast: Cast) -> None:
    answer = Client().post(f"/hooks/{opened(cast).slug}/", b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (401, "The header webhook-id is missing.")


def test_an_unknown_address_is_404_and_a_paused_channel_410(cast: Cast) -> None:
    channel = opened(cast)
    assert Client().post("/hooks/nobody/", b"{}", content_type="application/json").status_code == 404
    channels.pause(by=SYSTEM, channel=channel)
    paused = knock(channel, row())
    assert (paused.status_code, "paused" in paused.json()["detail"]) == (410, True)
    assert not Interaction.objects.exists()


def test_a_channel_of_another_network_has_no_webhook(cast: Cast) -> None:
    other = channels.connect(by=SYSTEM, team=cast.teams["care"], slug="archive", name="Archive", network="file")
    assert knock(other, row()).status_code == 404


def test_a_get_is_405(cast: Cast) -> None:
    assert Client().get(f"/hooks/{opened(cast).slug}/").status_code == 405


def test_credentials_that_no_key_opens_are_our_fault_and_tried_again(cast: Cast) -> None:
    channel = opened(cast)
    channel.secrets = "not of ours"
    channel.save()
    assert knock(channel, row()).status_code == 503


def test_neither_words_nor_secrets_reach_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    channel = opened(cast)
    knock(channel, {"messages": [row("my secret sorrow"), {"id": "x", "text": "half a secret sorrow"}]})
    knock(channel, b"{ a secret sorrow")
    knock(channel, row("a secret sorrow"), secret=signatures.new_secret())
    assert "sorrow" not in caplog.text
    assert SECRET not in caplog.text


def test_the_bound_is_the_one_of_every_upload() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE >= BODY_AT_MOST

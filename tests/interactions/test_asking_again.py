"""The customer's message is asked after right before our answer leaves."""

from collections.abc import Iterator

import pytest

from accounts.actors import SYSTEM
from connectors import actions as channels
from interactions import actions, polling, publishing
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.connectors.mastodon_server import Fediverse

pytestmark = pytest.mark.django_db
RED = "My account hacked, the miles are gone"


@pytest.fixture
def there() -> Iterator[Fediverse]:
    with Fediverse().running() as fediverse:
        yield fediverse


@pytest.fixture
def reply(cast: Cast, there: Fediverse) -> Reply:
    """An approved answer to what Tess said, due now."""
    channel = channels.connect(
        by=SYSTEM,
        team=cast.teams["care"],
        slug="fediverse",
        name="Fediverse",
        network="mastodon",
        handle="@tern@social.example",
        settings={"server": there.address},
        secrets={"token": "good"},
        undo_for=0,
    )
    there.says("My bag is lost")
    polling.sweep()
    came = Interaction.objects.get(channel=channel)
    flagged = actions.flag(came, by=SYSTEM, topics=[cast.topics["baggage"]])
    draft = actions.draft(flagged, by=cast.jonas, text="We found it.", consideration="One bag.")
    actions.approve(draft, by=cast.dev)
    return Reply.objects.get()


def test_words_that_stand_as_they_were_are_answered(reply: Reply, there: Fediverse) -> None:
    publishing.publish(reply.pk)
    assert [post["status"] for post in there.posted] == ["@tess@far.example We found it."]
    assert Interaction.objects.get().state == "responded"


def test_an_edit_sends_the_answer_back_to_whoever_signs(reply: Reply, there: Fediverse) -> None:
    there.statuses["100"]["content"] = "<p>Forget the bag, where is my refund?</p>"
    publishing.publish(reply.pk)
    row = Interaction.objects.get()
    assert (row.state, row.text, there.posted) == ("drafted", "Forget the bag, where is my refund?", [])
    assert Reply.objects.get().state == "recalled"


def test_a_deletion_sends_the_answer_back_to_whoever_signs(reply: Reply, there: Fediverse) -> None:
    del there.statuses["100"]
    publishing.publish(reply.pk)
    row = Interaction.objects.get()
    assert (row.state, row.deleted_at is not None, there.posted) == ("drafted", True, [])


def test_words_that_turned_red_are_held(reply: Reply, there: Fediverse) -> None:
    there.statuses["100"]["content"] = f"<p>{RED}</p>"
    publishing.publish(reply.pk)
    row = Interaction.objects.get()
    assert (row.level, row.is_held, there.posted) == ("red", True, [])


def test_a_network_that_cannot_tell_holds_nothing_up(reply: Reply, there: Fediverse) -> None:
    there.fails.append((500, {}, b""))
    publishing.publish(reply.pk)
    assert len(there.posted) == 1


def test_nothing_is_asked_about_what_is_not_about_to_leave(reply: Reply, there: Fediverse) -> None:
    publishing.publish(reply.pk)
    asked = len(there.server.seen)
    publishing.publish(reply.pk)
    assert len(there.server.seen) == asked

"""A brand and its customer on two real servers that federate."""

import itertools
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from accounts.actors import SYSTEM
from connectors import actions as channels
from connectors.accounts import Account
from connectors.contract import Answer, Outgoing
from connectors.mastodon.connector import Mastodon
from interactions import actions, polling, publishing
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.long import IS_LONG
from tests.networks.snac import BRAND, CUSTOMERS, Person, until

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("fediverse"), pytest.mark.django_db]
TRIALS = 50 if IS_LONG else 8
LATEST_KILL = 0.15  # seconds after the word to post
_numbers = itertools.count(1)


@pytest.fixture
def tern(cast: Cast, fediverse: tuple[Person, Person]) -> Person:
    """The brand's account, connected."""
    brand = fediverse[0]
    channels.connect(
        by=SYSTEM,
        team=cast.teams["care"],
        slug="fediverse",
        name="Fediverse",
        network="mastodon",
        handle=f"@tern@{BRAND}",
        settings={"server": brand.address},
        secrets={"token": brand.token},
        undo_for=0,
    )
    return brand


@pytest.fixture
def tess(fediverse: tuple[Person, Person]) -> Person:
    return fediverse[1]


def received(text: str) -> Interaction:
    """What the poll brought in, as soon as it did."""

    def look() -> Interaction | None:
        channels.Channel.objects.update(last_checked_at=None)
        polling.sweep()
        return Interaction.objects.filter(text__contains=text).first()

    found: Interaction = until(look, f"“{text}” is received")
    return found


def approved(cast: Cast, row: Interaction, text: str) -> Reply:
    flagged = actions.flag(row, by=SYSTEM, topics=[cast.topics["baggage"]])
    draft = actions.draft(flagged, by=cast.jonas, text=text, consideration="It is one bag.")
    actions.approve(draft, by=cast.dev)
    return Reply.objects.get(interaction=row, state=Reply.State.PENDING)


def test_a_customer_is_answered_once_and_their_answer_is_heard(cast: Cast, tern: Person, tess: Person) -> None:
    said = f"bag number {next(_numbers)} is lost"
    post = tess.says(f"@tern@{BRAND} My {said}")
    row = received(said)
    assert (row.contact.remote_id, row.is_public) == (f"tess@{CUSTOMERS}", True)

    reply = approved(cast, row, "We found it. Amara")
    publishing.publish(reply.pk)
    reply.refresh_from_db()
    assert reply.state == "sent"
    assert until(lambda: tess.answers_to(post), "the answer arrives") == [f"@tess@{CUSTOMERS} We found it. Amara"]
    publishing.publish(reply.pk)
    assert publishing.ask(reply) is not None
    assert len(tess.answers_to(post)) == 1

    tess.says(f"@tern@{BRAND} But {said} again", in_reply_to_id=post)
    assert received(f"But {said}").conversation == row.conversation


def test_what_was_said_in_private_stays_so(cast: Cast, tern: Person, tess: Person) -> None:
    said = f"booking {next(_numbers)} is mine"
    tess.says(f"@tern@{BRAND} My {said}", visibility="direct")
    assert not received(said).is_public


def test_an_edit_while_the_answer_waits_sends_it_back(cast: Cast, tern: Person, tess: Person) -> None:
    said = f"suitcase {next(_numbers)} is missing"
    post = tess.says(f"@tern@{BRAND} My {said}")
    row = received(said)
    reply = approved(cast, row, "We look for it.")
    tess.rewords(post, f"@tern@{BRAND} It is here again")
    connector = Mastodon(Account(settings={"server": tern.address}, secrets={"token": tern.token}))
    until(lambda: "here again" in connector.refresh(row.remote_id).message.text, "the edit arrives")
    publishing.publish(reply.pk)
    row.refresh_from_db()
    assert (row.state, "here again" in row.text, tess.answers_to(post)) == ("drafted", True, [])


def test_whoever_posts_is_killed_at_any_moment_and_nothing_is_lost_or_doubled(
    cast: Cast, tern: Person, tess: Person
) -> None:
    """Beside it what one sees who posts again without looking: a control that shows that doubles would be seen."""
    connector = Mastodon(Account(settings={"server": tern.address}, secrets={"token": tern.token}))
    said = f"everything {next(_numbers)} is gone"
    tess.says(f"@tern@{BRAND} {said}")
    parent = received(said).remote_id
    draw = random.Random(7)
    to = {"in_reply_to": parent, "to": f"tess@{CUSTOMERS}"}
    looked, blind = [], []
    for trial in range(TRIALS):
        careful = Outgoing(text=f"Answer {trial}, looking", key=f"{trial}-looking", **to)
        careless = Outgoing(text=f"Answer {trial}, blindly", key=f"{trial}-blindly", **to)
        for outgoing in (careful, careless):
            _post_and_be_killed(tern, outgoing, after=draw.uniform(0, LATEST_KILL))
        threading.Event().wait(Mastodon.settle_for)
        if connector.find(careful).answer is Answer.NOT_THERE:
            connector.publish(careful)
        connector.publish(careless)
        stand = tern.answers_to(parent)
        looked.append(sum(careful.text in each for each in stand))
        blind.append(sum(careless.text in each for each in stand))
    sys.stdout.write(f"Killed {TRIALS} times each: {sum(looked)} posts by who looks, {sum(blind)} by who does not.\n")
    assert looked == [1] * TRIALS
    assert max(blind) == 2, "no kill came after a post: this shows nothing"


def _post_and_be_killed(tern: Person, outgoing: Outgoing, *, after: float) -> None:
    facts = {name: getattr(outgoing, name) for name in ("text", "key", "in_reply_to", "to")}
    told = json.dumps({"server": tern.address, "token": tern.token, "outgoing": facts})
    command = [sys.executable, "-m", "tests.networks.sender", told]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as sender:
        assert sender.stdout is not None
        assert sender.stdin is not None
        assert sender.stdout.readline() == "ready\n"
        sender.stdin.write("\n")
        sender.stdin.flush()
        try:
            sender.wait(after)
        except subprocess.TimeoutExpired:
            sender.kill()

"""A holding message that a stop kept back goes out afterwards only while its names and its promise still stand."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import leave_team
from accounts.actors import SYSTEM
from accounts.models import Role
from accounts.refusals import Conflict
from connectors.contract import Outgoing, Receipt
from connectors.webhook.connector import Webhook
from interactions import actions, publishing
from interactions.models import PostingBlock, Reply
from tests.cast import Cast
from tests.interactions.test_holding_first import later, signed, stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    out: list[str] = []

    def publish(_self: Webhook, outgoing: Outgoing) -> Receipt:
        out.append(outgoing.text)
        return Receipt(f"post-{len(out)}")

    monkeypatch.setattr(Webhook, "publish", publish)
    return out


def stopped(cast: Cast) -> PostingBlock:
    return actions.block_posting(cast.brand, by=cast.dev, reason="A leak", expires_at=later(24))


def test_it_leaves_when_the_stop_ends(cast: Cast, posts: list[str]) -> None:
    standing = stopped(cast)
    signed(cast, stated(cast, cast.flagged("hacking")))
    publishing.sweep()
    assert posts == []
    actions.lift_block(standing, by=cast.dev)
    publishing.sweep()
    assert len(posts) == 1


def test_it_stays_where_the_time_it_promised_has_passed(cast: Cast, posts: list[str]) -> None:
    standing = stopped(cast)
    statement = stated(cast, cast.flagged("hacking"))
    reply = signed(cast, statement)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        actions.lift_block(standing, by=cast.dev)
        publishing.sweep()
        assert posts == []
        settled = Reply.objects.get(pk=reply.pk)
        assert settled.state == "recalled"
        assert "promised" in settled.error


def test_nobody_signs_a_promise_that_has_passed(cast: Cast) -> None:
    statement = stated(cast, cast.flagged("hacking"))
    actions.sign_statement(statement, by=cast.dev)
    with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(Conflict, match="promised"):
        actions.sign_statement(statement, by=cast.ingrid)


def test_it_stays_where_one_who_signed_may_sign_no_more(cast: Cast, posts: list[str]) -> None:
    standing = stopped(cast)
    reply = signed(cast, stated(cast, cast.flagged("hacking")))
    leave_team(by=SYSTEM, team=cast.teams["care"], user=cast.dev, role=Role.objects.get(slug="supervisor"))
    actions.lift_block(standing, by=cast.ingrid)
    publishing.sweep()
    assert posts == []
    assert "signatures" in Reply.objects.get(pk=reply.pk).error


def test_a_name_that_counts_no_more_waits_for_another(cast: Cast) -> None:
    statement = stated(cast, cast.flagged("hacking"))
    actions.sign_statement(statement, by=cast.dev)
    leave_team(by=SYSTEM, team=cast.teams["care"], user=cast.dev, role=Role.objects.get(slug="supervisor"))
    assert actions.sign_statement(statement, by=cast.ingrid) is None
    assert actions.sign_statement(statement, by=cast.priya) is not None

"""The live stream: each page hears what its person may see, and nothing else."""

import asyncio
import json
import signal
from collections import deque

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Membership
from accounts.sync import sync_roles
from audit import broadcast
from audit import redis as our_redis
from escalation_site import hub as hubs
from escalation_site import live
from escalation_site.hub import Hub

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("live")]
PATIENCE = 15


class Browser:
    """An open page, as the ASGI server sees it."""

    def __init__(self, hub, cookie="", method="GET", **headers):
        named = [
            (b"cookie", cookie.encode()),
            *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()),
        ]
        self._scope = {"type": "http", "method": method, "path": "/live/", "headers": named}
        self._heard = asyncio.Queue()
        self._events = deque()
        self._closed = asyncio.Event()
        self._task = asyncio.create_task(live.stream(hub, self._scope, self._receive, self._heard.put))

    async def status(self):
        return (await asyncio.wait_for(self._heard.get(), PATIENCE))["status"]

    async def hear(self, kind):
        """The body of the next event of this kind, and the kinds heard before it."""
        before = []
        while True:
            while self._events:
                event = self._events.popleft()
                if event["event"] == kind:
                    return json.loads(event["data"]), before
                before.append(event["event"])
            part = await asyncio.wait_for(self._heard.get(), PATIENCE)
            for block in part.get("body", b"").decode().split("\n\n"):
                fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
                self._events.extend([fields] if "event" in fields else [])

    async def close(self):
        self._closed.set()
        await asyncio.wait_for(self._task, PATIENCE)

    async def ended(self):
        await asyncio.wait_for(self._task, PATIENCE)

    async def _receive(self):
        await self._closed.wait()
        return {"type": "http.disconnect"}


@pytest.fixture
def redis_url(valkey, settings):
    url, _server = valkey
    settings.REDIS_URL = url
    our_redis.client.cache_clear()
    yield url
    our_redis.client.cache_clear()


def signed_in(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


async def while_listening(scenario):
    hub = Hub()
    listening = asyncio.create_task(hub.listen())
    try:
        async with asyncio.timeout(PATIENCE):
            while not hub.is_live:
                await asyncio.sleep(0.01)
        await scenario(hub)
    finally:
        listening.cancel()


def publish(kind, team, interaction=None):
    return broadcast.publish(kind, team_id=team.pk, brand_id=team.brand_id, interaction_id=interaction)


def test_a_page_hears_the_teams_its_person_may_see_and_no_other(cast, redis_url):
    _, amaras = signed_in(cast.amara)
    _, noras = signed_in(cast.nora)
    noras_team = Membership.objects.get(user=cast.nora).team

    async def scenario(hub):
        amara, nora = Browser(hub, amaras), Browser(hub, noras)
        await amara.hear("live")
        await nora.hear("live")
        assert publish("arrived", cast.teams["care"], 7)
        assert publish("arrived", cast.teams["legal"], 8)
        assert publish("arrived", noras_team, 9)
        assert publish("last", cast.teams["care"])
        assert publish("last", noras_team)
        event, _ = await amara.hear("arrived")
        assert event == {"kind": "arrived", "brand": cast.brand.pk, "interaction": 7}
        assert (await amara.hear("last"))[1] == []
        event, before = await nora.hear("arrived")
        assert event == {"kind": "arrived", "brand": cast.other_brand.pk, "interaction": 9}
        assert before == []
        assert (await nora.hear("last"))[1] == []
        await amara.close()
        assert len(hub.pages) == 1
        await nora.close()

    asyncio.run(while_listening(scenario))


def test_what_is_told_to_one_person_is_heard_by_nobody_else(cast, redis_url):
    _, amaras = signed_in(cast.amara)
    _, jonas_s = signed_in(cast.jonas)
    told = [cast.dev.pk, cast.jonas.pk]

    async def scenario(hub):
        amara, jonas = Browser(hub, amaras), Browser(hub, jonas_s)
        await amara.hear("live")
        await jonas.hear("live")
        assert broadcast.publish_to(told)
        assert publish("last", cast.teams["care"])
        event, _ = await jonas.hear("notices")
        assert event == {"kind": "notices"}
        assert (await amara.hear("last"))[1] == []
        await amara.close()
        await jonas.close()

    asyncio.run(while_listening(scenario))


@pytest.mark.parametrize("cookie", ["", "sessionid=nothing", "sessionid=" + "x" * 5000, "\x00=;;=", "sessionid"])
def test_a_stranger_is_refused(db, cookie):
    async def scenario():
        assert await Browser(Hub(), cookie).status() == 401

    asyncio.run(scenario())


def test_a_deactivated_person_is_refused(cast):
    _, cookie = signed_in(cast.amara)
    type(cast.amara).objects.filter(pk=cast.amara.pk).update(is_active=False)

    async def scenario():
        assert await Browser(Hub(), cookie).status() == 401

    asyncio.run(scenario())


def test_only_get_is_answered(db):
    async def scenario():
        assert await Browser(Hub(), method="POST").status() == 405

    asyncio.run(scenario())


def test_the_stream_ends_soon_after_the_person_signs_out(cast, monkeypatch):
    monkeypatch.setattr(live, "COMMENT_EVERY", 0.05)
    monkeypatch.setattr(live, "LOOK_AGAIN_EVERY", 0.1)
    client, cookie = signed_in(cast.amara)

    async def scenario():
        browser = Browser(Hub(), cookie)
        assert await browser.status() == 200
        await asyncio.to_thread(client.logout)
        await browser.hear("signed_out")
        await browser.ended()

    asyncio.run(scenario())


def test_a_right_that_was_taken_away_ends_its_events(cast, redis_url, monkeypatch):
    monkeypatch.setattr(live, "COMMENT_EVERY", 0.05)
    monkeypatch.setattr(live, "LOOK_AGAIN_EVERY", 0.1)
    _, cookie = signed_in(cast.ruth)

    def take_away():
        Membership.objects.filter(user=cast.ruth, team=cast.teams["legal"]).delete()
        sync_roles()

    async def scenario(hub):
        browser = Browser(hub, cookie)
        await browser.hear("live")
        publish("before", cast.teams["legal"])
        await browser.hear("before")
        await asyncio.to_thread(take_away)
        page = next(iter(hub.pages))
        async with asyncio.timeout(PATIENCE):
            while cast.teams["legal"].pk in page.visitor.teams:
                await asyncio.sleep(0.01)
        publish("after", cast.teams["legal"])
        publish("last", cast.teams["care"])
        assert (await browser.hear("last"))[1] == []
        await browser.close()

    asyncio.run(while_listening(scenario))


def test_without_redis_the_stream_stays_open_and_the_page_is_told_to_poll(cast, valkey, redis_url, monkeypatch):
    monkeypatch.setattr(hubs, "SILENCE_AT_MOST", 1.0)
    _, server = valkey
    _, cookie = signed_in(cast.amara)

    async def scenario(hub):
        browser = Browser(hub, cookie)
        await browser.hear("live")
        server.send_signal(signal.SIGSTOP)
        await browser.hear("poll")
        late = Browser(hub, cookie)
        await late.hear("poll")
        server.send_signal(signal.SIGCONT)
        await browser.hear("resync")
        await late.hear("resync")
        assert publish("counts", cast.teams["care"])
        await browser.hear("counts")
        await browser.close()
        await late.close()

    asyncio.run(while_listening(scenario))


def test_a_page_that_comes_back_is_told_to_fetch_afresh(cast, redis_url):
    _, cookie = signed_in(cast.amara)

    async def scenario(hub):
        for id_it_names in ("12345", "nonsense", ""):
            browser = Browser(hub, cookie, last_event_id=id_it_names)
            assert (await browser.hear("resync"))[1] == []
            await browser.close()

    asyncio.run(while_listening(scenario))


def test_a_flood_becomes_one_word_and_equal_events_become_one(cast, redis_url, monkeypatch):
    monkeypatch.setattr(hubs, "CALM_FOR", 0.05)
    _, cookie = signed_in(cast.amara)

    async def scenario(hub):
        browser = Browser(hub, cookie)
        await browser.hear("live")
        for number in range(hubs.WAITING_AT_MOST + 1):
            hub._gathered[json.dumps({"kind": "arrived", "team": cast.teams["care"].pk, "interaction": number})] = None
        assert (await browser.hear("resync"))[1] == []
        for _ in range(50):
            publish("counts", cast.teams["care"])
        publish("last", cast.teams["care"])
        _, before = await browser.hear("last")
        assert len(before) < 10
        await browser.close()

    asyncio.run(while_listening(scenario))


def test_a_page_that_reads_too_slowly_keeps_a_bounded_queue():
    async def scenario():
        page = hubs.Page(hubs.Visitor(1, frozenset()))
        for number in range(hubs.WAITING_AT_MOST * 3):
            page.offer("changed", json.dumps({"interaction": number}))
        parts = (await page.take(within=1)).decode().split("\n\n")
        assert len(parts) <= hubs.WAITING_AT_MOST + 1
        assert "event: resync" in parts[0]
        assert (await page.take(within=0.01)).startswith(b":")

    asyncio.run(scenario())

"""The list of the inbox through its address: what is there, in which order, for whom, at which price."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Role, Team
from accounts.sync import sync_roles
from interactions import actions
from interactions.models import Interaction
from interactions.paging import LENGTH
from interactions.queues import QUEUES
from tests.cast import Cast
from tests.interactions.pages import questions, read, signed_in

pytestmark = pytest.mark.django_db


def ids(page: str) -> list[int]:
    """The interactions in the list, in its order."""
    return [int(pk) for pk in re.findall(r'class="cover nm trunc" href="/inbox/(\d+)/', page)]


def test_red_that_nobody_has_stands_first_then_red_then_what_is_due(cast: Cast) -> None:
    later, sooner = cast.flagged("praise"), cast.flagged("baggage")
    taken, alarm = cast.flagged("hacking"), cast.flagged("hacking")
    actions.note_acknowledged(taken, by=cast.priya)
    assert ids(read(cast.amara, "/inbox/")) == [alarm.pk, taken.pk, sooner.pk, later.pk]


def test_each_queue_holds_what_its_name_says(cast: Cast) -> None:
    red, yellow, green = (cast.flagged(topic) for topic in ("hacking", "baggage", "praise"))
    kind = cast.flagged("praise", "What a lovely crew, thank you so much!")
    unjudged = cast.received("Hm")
    waiting = cast.drafted().interaction
    mine = actions.assign(cast.flagged("praise"), by=cast.amara, to=cast.amara)
    closed = actions.close(cast.received("Bye"), by=cast.amara, closed_as="spam", reason="Spam")
    off = actions.snooze(cast.received("Later"), by=cast.amara, until=timezone.now() + timedelta(hours=1))
    expected = {
        "red": [red],
        "yellow": [yellow, waiting],
        "green": [green, kind, mine],
        "triage": [unjudged],
        "unassigned": [red, yellow, waiting, green, kind, unjudged],
        "drafted": [waiting],
        "mine": [mine],
        "answered": [closed],
        "returned": [],
        "overdue": [],
        "offline": [],
        "look": [],
        "snoozed": [off],
        "aged": [],
        "praise": [kind],
        "all": [red, yellow, waiting, green, kind, mine, unjudged],
    }
    assert set(expected) == {queue.slug for queue in QUEUES}
    for view, rows in expected.items():
        assert sorted(ids(read(cast.amara, f"/inbox/?view={view}"))) == sorted(row.pk for row in rows), view


def test_past_due_is_found_when_its_time_is_over(cast: Cast) -> None:
    late = cast.flagged("baggage")
    assert ids(read(cast.amara, "/inbox/?view=overdue")) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert ids(read(cast.amara, "/inbox/?view=overdue")) == [late.pk]


def test_what_was_sent_back_is_with_its_author_and_with_nobody_else(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    actions.send_back(draft, by=cast.dev, reason="Say when it arrives")
    assert ids(read(cast.jonas, "/inbox/?view=returned")) == [draft.interaction_id]
    assert ids(read(cast.amara, "/inbox/?view=returned")) == []
    assert "Say when it arrives" in read(cast.jonas, f"/inbox/{draft.interaction_id}/")


def test_pages_follow_each_other_in_both_directions_without_gap_or_repeat(cast: Cast) -> None:
    for topic in ["hacking"] * 3 + ["baggage"] * 30 + ["praise"] * 30:
        cast.flagged(topic)
    forward, address = [], "/inbox/"
    while address:
        page = read(cast.amara, address)
        forward.append(ids(page))
        address = _link(page, "next")
    assert [len(rows) for rows in forward] == [LENGTH, LENGTH, 13]
    flat = [pk for rows in forward for pk in rows]
    expected = Interaction.objects.open().order_by("urgency", "due_at", "id").values_list("pk", flat=True)
    assert flat == list(expected)
    back = [forward[-1]]
    while address := _link(page, "prev"):
        page = read(cast.amara, address)
        back.append(ids(page))
    assert back[::-1] == forward


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}"\s+href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_nonsense_in_the_address_still_leads_to_the_list(cast: Cast) -> None:
    row = cast.received()
    for nonsense in (
        "view=x",
        "q=%00",
        "after=2-1-99999999999999999999",
        "after=7-1-1",
        "after=1-2",
        "before=9-9999999999999999999999-1",
        "channel=x",
        "topic=-1",
        "brand=x%00",
    ):
        page = signed_in(cast.amara).get(f"/inbox/?{nonsense}")
        assert page.status_code == 200
    assert ids(read(cast.amara, "/inbox/?channel=²&after=")) == [row.pk]


def test_filters_narrow_and_a_chip_takes_one_off(cast: Cast) -> None:
    bag, praise = cast.flagged("baggage"), cast.flagged("praise")
    mine = actions.assign(bag, by=cast.amara, to=cast.amara)
    page = read(cast.amara, f"/inbox/?topic={cast.topics['baggage'].pk}&assignee={mine.assignee_id}")
    assert ids(page) == [bag.pk]
    assert "Delivery and baggage" in page
    assert "remove filter" in page
    assert ids(read(cast.amara, f"/inbox/?topic={cast.topics['praise'].pk}")) == [praise.pk]
    assert "Delivery and baggage" in read(cast.amara, "/inbox/filter/?view=yellow")


def test_a_filter_does_not_tell_the_name_of_what_one_may_not_see(cast: Cast) -> None:
    page = read(cast.nora, f"/inbox/?topic={cast.topics['hacking'].pk}&channel={cast.channel.pk}")
    assert "Hacking" not in page
    assert "Harbour" not in page


def test_an_empty_list_says_what_to_do_next(cast: Cast) -> None:
    assert "Nothing waits here" in read(cast.amara, "/inbox/")
    assert "Nothing left with these filters" in read(cast.amara, "/inbox/?channel=1")
    assert "Nothing found" in read(cast.amara, "/inbox/?q=%231")


def test_another_brand_sees_and_counts_nothing_of_it(cast: Cast) -> None:
    row = cast.flagged("hacking", "account hacked")
    page = read(cast.nora, "/inbox/")
    assert ids(page) == []
    assert "account hacked" not in page
    assert 'class="count' not in page
    assert signed_in(cast.nora).get(f"/inbox/{row.pk}/").status_code == 404
    assert ids(read(cast.nora, f"/inbox/?q=%23{row.pk}")) == []
    assert ids(read(cast.nora, "/inbox/?brand=tern-air")) == []


def test_who_lost_the_team_loses_the_list_though_still_assigned(cast: Cast) -> None:
    row = actions.assign(cast.flagged("praise"), by=cast.amara, to=cast.amara)
    Membership.objects.filter(user=cast.amara).delete()
    sync_roles()
    assert ids(read(cast.amara, "/inbox/?view=mine")) == []
    assert signed_in(cast.amara).get(f"/inbox/{row.pk}/").status_code == 404


def test_strangers_are_asked_to_sign_in(cast: Cast, client: object) -> None:
    for address in ("/inbox/", "/inbox/1/", "/inbox/poll/", "/inbox/filter/"):
        answer = client.get(address)  # type: ignore[attr-defined]
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("words", ["marta", "@marta", "MARTA", "marta-k", "Marta K"])
def test_search_finds_a_handle_or_a_name_by_its_beginning(cast: Cast, words: str) -> None:
    row = cast.received(author="marta-k")
    cast.received(author="rob")
    assert ids(read(cast.amara, f"/inbox/?q={words}")) == [row.pk]


@pytest.mark.parametrize("words", ["arta", "%", "_", "@", "' OR 1=1 --", "#0", "99999999999999999999"])
def test_search_finds_nothing_by_what_stands_inside_or_means_nothing(cast: Cast, words: str) -> None:
    cast.received(author="marta-k")
    answer = signed_in(cast.amara).get("/inbox/", {"q": words})
    assert ids(answer.content.decode()) == []


def test_search_finds_a_reference_with_and_without_its_sign(cast: Cast) -> None:
    row = cast.received()
    assert ids(read(cast.amara, f"/inbox/?q=%23{row.pk}")) == [row.pk]
    assert ids(read(cast.amara, f"/inbox/?q={row.pk}")) == [row.pk]


def test_the_pill_counts_what_came_and_says_nothing_twice(cast: Cast) -> None:
    first = cast.received()
    browser = signed_in(cast.amara)
    quiet = browser.get(f"/inbox/poll/?since={first.pk}")
    assert "new. Show" not in quiet.content.decode()
    again = browser.get(f"/inbox/poll/?since={first.pk}", headers={"If-None-Match": quiet["ETag"]})
    assert again.status_code == 304
    cast.received()
    cast.received()
    told = browser.get(f"/inbox/poll/?since={first.pk}", headers={"If-None-Match": quiet["ETag"]})
    assert "2 new. Show" in told.content.decode()
    assert "new. Show" not in read(cast.nora, f"/inbox/poll/?since={first.pk}")


def test_a_get_writes_nothing(cast: Cast) -> None:
    row = cast.flagged("hacking")
    browser = signed_in(cast.amara)
    browser.get("/inbox/")
    for address in ("/inbox/", f"/inbox/{row.pk}/", "/inbox/poll/?since=0", "/inbox/filter/", "/inbox/?q=a"):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        assert [sql for sql in questions(asked) if not sql.startswith(("SELECT", "DECLARE"))] == [], address


def test_the_list_costs_at_most_twelve_queries_however_long_it_is(cast: Cast) -> None:
    browser = signed_in(cast.ingrid)
    cast.flagged("baggage")
    with time_machine.travel(timezone.now(), tick=False):  # the frame asks some things once in a while only
        browser.get("/inbox/")
        with CaptureQueriesContext(connection) as short:
            browser.get("/inbox/")
        for topic in ["baggage", "praise", "hacking"] * 10:
            cast.flagged(topic)
        with CaptureQueriesContext(connection) as long:
            browser.get("/inbox/")
    assert len(long) <= 12, "\n".join(query["sql"][:150] for query in long)
    assert len(long) == len(short), "\n".join(query["sql"][:150] for query in long)


def test_a_team_more_makes_no_query_more(cast: Cast) -> None:
    cast.flagged("baggage")
    browser = signed_in(cast.amara)
    now = timezone.now()
    with time_machine.travel(now, tick=False), CaptureQueriesContext(connection) as before:
        browser.get("/inbox/")
    team = Team.objects.create(brand=cast.brand, slug="cargo", name="Cargo")
    Membership.objects.create(team=team, user=cast.amara, role=Role.objects.get(slug="agent"))
    sync_roles()
    with time_machine.travel(now, tick=False), CaptureQueriesContext(connection) as after:
        browser.get("/inbox/")
    assert len(after) <= len(before)

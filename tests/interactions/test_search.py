"""The search of the inbox through its address: what is found, by whom, in which order, and what is said instead."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interactions import actions, finding, full_text, patience, search
from interactions.models import Interaction
from interactions.paging import LENGTH
from tests.cast import Cast
from tests.interactions.pages import questions, signed_in
from tests.interactions.test_inbox_pages import _link, ids

pytestmark = pytest.mark.django_db


def page(who: User, words: str, **more: str) -> str:
    answer = signed_in(who).get("/inbox/", {"q": words} | more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def found(who: User, words: str, **more: str) -> list[int]:
    return ids(page(who, words, **more))


def test_every_word_has_to_stand_in_the_message_in_any_order(cast: Cast) -> None:
    both = cast.received("My red suitcase is lost")
    cast.received("A lost umbrella")
    assert found(cast.amara, "lost suitcase") == [both.pk]
    assert found(cast.amara, "suit") == []
    assert found(cast.amara, "suit*") == [both.pk]


@pytest.mark.parametrize("looked_at", [0, 4_000])
def test_a_phrase_is_found_as_it_stands(cast: Cast, monkeypatch: pytest.MonkeyPatch, looked_at: int) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", looked_at)
    row = cast.received("It is the third day, can't you see")
    apart = cast.received("The THIRD – Day's end, can’t you see")
    for text in ("The day after the third", "The third of those days", "Athird day", "third daylight"):
        cast.received(text)
    assert found(cast.amara, '"third day"') == [apart.pk, row.pk]
    assert found(cast.amara, '"third day" flag:none') == [apart.pk, row.pk]
    assert row.pk in found(cast.amara, "can't")


def test_words_in_addresses_tags_and_other_scripts_are_found(cast: Cast) -> None:
    row = cast.received("See https://tern.example/lost-bags?x=1 <b>Größe</b> 行李 #BagGate")
    for word in ("lost", "bags", "tern", "größe", "行李", "baggate", '"lost bags"'):
        assert found(cast.amara, word) == [row.pk], word


def test_what_is_answered_and_closed_is_found_too_the_newest_first(cast: Cast) -> None:
    closed, open_ = cast.received("umbrella one"), cast.received("umbrella two")
    actions.close(closed, by=cast.amara, closed_as="spam", reason="Spam")
    assert found(cast.amara, "umbrella") == [open_.pk, closed.pk]
    assert found(cast.amara, "umbrella", view="all") == [open_.pk]
    assert found(cast.amara, "umbrella is:unanswered") == [open_.pk]
    assert found(cast.amara, "umbrella is:closed") == [closed.pk]


def test_a_changed_text_is_found_by_its_new_words_alone(cast: Cast) -> None:
    row = cast.received("umbrella", author="marta")
    changed = cast.message("parasol", remote_id=row.remote_id, author="marta", is_edit=True)
    actions.receive(cast.channel, [changed])
    assert Interaction.objects.get(pk=row.pk).text == "parasol"
    assert found(cast.amara, "umbrella") == []
    assert found(cast.amara, "parasol") == [row.pk]


def test_another_brand_finds_nothing_of_it_by_word_name_topic_or_channel(cast: Cast) -> None:
    cast.flagged("hacking", "umbrella", author="marta-k")
    for line in ("umbrella", "umbr*", "from:marta", "topic:hack", "channel:harbour", "assigned:nobody", "flag:red"):
        assert found(cast.amara, line) != []
        assert found(cast.nora, line) == []


def test_a_suggestion_names_nothing_that_one_may_not_see(cast: Cast) -> None:
    assert "Did you mean “Delivery and baggage”?" in page(cast.amara, "topic:delivry")
    assert "Did you mean “Harbour”?" in page(cast.amara, "channel:harbor")
    assert "Did you mean “Amara Osei”?" in page(cast.amara, 'assigned:"Amara Osie"')
    for line in ("topic:delivry", "channel:harbor", 'assigned:"Amara Osie"'):
        shown = page(cast.nora, line)
        assert "names nothing here" in shown
        assert "Did you mean" not in shown


def test_each_operator_narrows_by_what_it_says(cast: Cast) -> None:
    red = cast.flagged("hacking", "umbrella", author="marta-k")
    green = cast.flagged("praise", "umbrella", author="rob")
    unjudged = cast.received("umbrella")
    mine = actions.assign(green, by=cast.amara, to=cast.amara)
    expected = {
        "from:marta": [red],
        "from:@marta": [red],
        "topic:praise": [mine],
        "flag:red": [red],
        "flag:none": [unjudged],
        "flag:red flag:green": [mine, red],
        "is:held": [red],
        "is:answered": [],
        "is:monitored": [],
        "is:late": [],
        "is:private": [],
        "is:public": [unjudged, mine, red],
        "channel:webhook": [unjudged, mine, red],
        "channel:nowhere": [],
        "assigned:me": [mine],
        "assigned:osei": [mine],
        "assigned:nobody": [unjudged, red],
    }
    for line, rows in expected.items():
        assert found(cast.amara, f"{line} umbrella") == [row.pk for row in rows], line
        assert sorted(found(cast.amara, line)) == sorted(row.pk for row in rows), line


def test_days_are_those_of_the_reader_and_the_one_that_is_named_is_in_neither(cast: Cast) -> None:
    with time_machine.travel("2026-11-09T12:00Z"):
        early = cast.received("umbrella")
    with time_machine.travel("2026-11-10T12:00Z"):
        cast.received("umbrella")
    with time_machine.travel("2026-11-11T12:00Z"):
        late = cast.received("umbrella")
    assert found(cast.amara, "umbrella before:2026-11-10") == [early.pk]
    assert found(cast.amara, "umbrella after:2026-11-10") == [late.pk]


def test_what_was_typed_stands_in_the_box_to_be_mended(cast: Cast) -> None:
    assert 'value="colour:red &quot;&gt;"' in page(cast.amara, 'colour:red ">')
    assert 'value="x' not in signed_in(cast.amara).get("/preferences/?q=x").content.decode()


def test_a_wrong_line_finds_nothing_and_says_what_exists(cast: Cast) -> None:
    cast.received("umbrella")
    shown = page(cast.amara, "umbrella colour:red")
    assert ids(shown) == []
    assert "There is no operator “colour:”" in shown
    assert "assigned:" in shown


@pytest.mark.parametrize(
    "line",
    [
        "'",
        '"',
        "\\",
        "a'b",
        "' | 'x",
        "bag:*",
        "!bag",
        "(bag",
        "NEAR(a b)",
        "text:x OR y",
        "bag\x00",
        "*",
        "😀",
        "a " * 99,
    ],
)
def test_nothing_that_is_typed_breaks_a_database(cast: Cast, line: str) -> None:
    cast.received("Where is my umbrella?")
    assert found(cast.amara, line) == []
    assert found(cast.amara, f"parasol {line} is:unanswered", view="all") == []


def test_the_words_are_marked_in_the_list(cast: Cast) -> None:
    cast.received("My <b>umbrella</b> is gone")
    assert "My &lt;b&gt;<mark>umbrella</mark>&lt;/b&gt; is gone" in page(cast.amara, "umbrella")


@pytest.mark.parametrize(
    "line", ["umbrella", "umbrella from:rob", "from:rob", "is:unanswered", "umbrella is:unanswered"]
)
def test_found_pages_follow_each_other_in_both_directions_without_gap_or_repeat(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", LENGTH // 2)
    rows = [cast.received(f"umbrella {n}", author=f"rob-{n % 3}").pk for n in range(2 * LENGTH + 5)]
    pages = [page(cast.amara, line)]
    while address := _link(pages[-1], "next"):
        pages.append(signed_in(cast.amara).get(address).content.decode())
    flat = [pk for shown in pages for pk in ids(shown)]
    assert flat == (sorted(rows) if line == "is:unanswered" else sorted(rows, reverse=True))
    back = [ids(pages[-1])]
    address = _link(pages[-1], "prev")
    while address:
        shown = signed_in(cast.amara).get(address).content.decode()
        back.append(ids(shown))
        address = _link(shown, "prev")
    assert back[::-1] == [ids(shown) for shown in pages]


def test_common_words_in_a_queue_are_found_as_rare_ones_are(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    soon, late = cast.flagged("baggage", "umbrella"), cast.flagged("praise", "umbrella")
    cast.flagged("praise", "parasol")
    rare = found(cast.amara, "umbrella", view="all")
    monkeypatch.setattr(search, "FEW", 1)
    assert found(cast.amara, "umbrella", view="all") == rare == [soon.pk, late.pk]


def test_a_search_within_a_queue_keeps_it_in_its_links(cast: Cast) -> None:
    row = cast.flagged("hacking", "umbrella")
    assert f"/inbox/{row.pk}/?view=red&amp;q=umbrella" in page(cast.amara, "umbrella", view="red")
    assert f"/inbox/{row.pk}/?q=umbrella" in page(cast.amara, "umbrella")


def test_the_pill_of_a_search_counts_what_is_found_of_what_came(cast: Cast) -> None:
    first = cast.received("umbrella")
    cast.received("umbrella again")
    cast.received("something else")
    browser = signed_in(cast.amara)
    assert "1 new. Show" in browser.get(f"/inbox/poll/?since={first.pk}&q=umbrella").content.decode()
    assert "new. Show" not in browser.get(f"/inbox/poll/?since={first.pk}&q=colour:red").content.decode()


def test_a_search_costs_the_same_however_much_is_found(cast: Cast) -> None:
    browser = signed_in(cast.amara)
    cast.received("umbrella")
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
        browser.get("/inbox/?q=umbrella")
        with CaptureQueriesContext(connection) as few:
            browser.get("/inbox/?q=umbrella")
        for _n in range(LENGTH):
            cast.received("umbrella")
        with CaptureQueriesContext(connection) as many:
            browser.get("/inbox/?q=umbrella")
    assert len(questions(many)) == len(questions(few)) <= 15, questions(many)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's index is never behind its table")
def test_words_that_changed_while_the_index_was_gone_are_found_after_a_migration(cast: Cast) -> None:
    row = cast.received("umbrella")
    full_text.remove(connection)
    Interaction.objects.filter(pk=row.pk).update(text="parasol")
    call_command("migrate", verbosity=0)
    assert found(cast.amara, "parasol") == [row.pk]
    assert found(cast.amara, "umbrella") == []


def test_a_search_that_takes_too_long_is_stopped_and_says_what_to_narrow(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = cast.received("umbrella")
    browser = signed_in(cast.amara)
    monkeypatch.setattr(search, "page", lambda *_asked: endless())
    monkeypatch.setattr(patience, "SECONDS", 0.05)
    shown = page(cast.amara, "umbrella")
    assert ids(shown) == []
    assert "took too long, so it was stopped" in shown
    assert "Mend what the line above says" in shown
    monkeypatch.undo()
    assert ids(browser.get("/inbox/?q=umbrella").content.decode()) == [row.pk]


def endless() -> None:
    """What no database comes to the end of; a thousand million rows at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"
        )

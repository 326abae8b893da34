"""The pages of rooms and huddles: what each shows to whom, and how a refusal reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from interactions import actions as core
from interactions.models import Interaction
from oncall import actions
from oncall.models import Incident
from oncall.room import Room
from oncall.room_timeline import harmless
from oncall.tallying import tally
from playbook.models import Plan
from tests.audit import room_deeds as deeds
from tests.cast import Cast
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db
Counted = Callable[..., Any]


@pytest.fixture
def browser(client: Client, house: House) -> Callable[[str], Client]:
    def signed_in(name: str) -> Client:
        client.force_login(getattr(house, name))
        return client

    return signed_in


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_a_room_shows_roles_clock_counts_lines_and_log(browser: Callable[[str], Client], house: House) -> None:
    house.inside("praise", text="Where did my miles go?")
    actions.assume_role(house.fresh, by=house.priya, role="comms")
    actions.write_line(house.fresh, by=house.priya, kind="avoid", text="Hacked")
    house.signed()
    page = text_of(browser("amara"), f"/rooms/{house.room.pk}/")
    for words in ("Miles accounts emptied", "Priya Raman", "First public word", "Take this role", "Hacked", "miles"):
        assert words in page
    assert "signed by 2 of 2" in page
    assert "Stand down…" not in page
    assert "Stand down…" in text_of(browser("dev"), f"/rooms/{house.room.pk}/")
    assert "You may read this room, not work in it." in text_of(browser("axel"), f"/rooms/{house.room.pk}/")


def test_a_room_lists_what_the_plans_of_its_messages_ask_for_until_it_is_done(
    browser: Callable[[str], Client], house: House
) -> None:
    row, topic = house.inside("baggage"), house.cast.topics["baggage"]
    Plan.objects.create(topic=topic, complaint="x", public_answer="y", internal_actions=["Look in the hall", "Ring"])
    task, other = core.begin_plan(row, by=house.amara, topic=topic)
    core.tick_task(other, by=house.amara)
    page = text_of(browser("amara"), f"/rooms/{house.room.pk}/")
    assert "1 open" in page
    assert (task.wording in page, other.wording in page) == (True, False)
    core.hand_over_contact(row.contact, by=house.dev, to_team=house.cast.teams["legal"], reason="A claim")
    assert "0 open" in text_of(browser("amara"), f"/rooms/{house.room.pk}/")


def test_whoever_lost_a_room_finds_neither_it_nor_its_numbers(browser: Callable[[str], Client], house: House) -> None:
    row = house.inside("praise", text="Where did my miles go?")
    actions.hand_over_room(house.fresh, by=house.dev, to_team=house.cast.teams["communications"], reason="Press")
    for who in ("amara", "dev", "axel"):
        client = browser(who)
        for address in (f"/rooms/{house.room.pk}/", f"/rooms/{house.room.pk}/people/", f"/inbox/{row.pk}/"):
            text_of(client, address, 404)
        text_of(client, f"/rooms/{house.room.pk}/timeline.csv", 404)
        assert "Miles accounts" not in text_of(client, "/rooms/")
    priya = text_of(browser("priya"), f"/rooms/{house.room.pk}/")
    assert "Communications has everything in this room" in priya
    # Legal takes part without the inbox of the team that has it: the words of the messages stay out of the page.
    legal = text_of(browser("ruth"), f"/rooms/{house.room.pk}/")
    assert "Nothing that you may see is in this room." in legal
    assert "Where did my miles go" not in legal


def test_numbers_count_only_what_the_reader_may_see(browser: Callable[[str], Client], house: House) -> None:
    row = house.inside("praise", author="alice")
    core.hand_over_contact(row.contact, by=house.dev, to_team=house.cast.teams["legal"], reason="A claim")
    assert "0 of 1 people" not in text_of(browser("amara"), f"/rooms/{house.room.pk}/people/")
    assert "1 of 1 people" in text_of(browser("amara"), f"/rooms/{house.room.pk}/people/")
    assert "2 of 2 people" in text_of(browser("ruth"), f"/rooms/{house.room.pk}/people/")
    tally()
    Incident.objects.update(topic=None, channel=None)
    room = f"/rooms/{house.room.pk}/"
    assert "of what you may see in this room" in text_of(browser("amara"), room)
    assert Room(house.fresh, house.amara).chart.total == 1
    assert Room(house.fresh, house.ruth).chart.total == 2
    bulk = actions.answer_many(house.fresh, by=house.ruth, line="Thank you.", texts={row.pk: "Thank you."})
    waiting = [Room(house.fresh, who).answers[0].waiting for who in (house.ruth, house.amara)]
    assert (waiting, bulk.items.count()) == ([1, 0], 1)


def test_everybody_affected_is_read_by_key_those_who_wait_first(
    browser: Callable[[str], Client], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oncall.room_people.MANY", 2)
    first = f"/rooms/{house.room.pk}/people/"
    for name in ("bo", "cy"):
        house.inside("praise", author=name)
    client = browser("dev")
    answers = [client.get(first)]
    while after := answers[-1].context["page"].after:
        answers.append(client.get(f"{first}?after={after}"))
    found = [person.pk for answer in answers for person in answer.context["page"].people]
    assert len(found) == len(set(found)) == 3
    assert "From the top" in answers[-1].content.decode()
    for rubbish in ("x", "-1", "9" * 40, "1-", "1-9٣"):
        assert [person.pk for person in client.get(first, {"after": rubbish}).context["page"].people] == found[:2]


def test_the_room_is_read_in_few_queries_with_1500_messages_in_it(
    browser: Callable[[str], Client], house: House, django_assert_max_num_queries: Counted
) -> None:
    client = browser("dev")
    core.receive(house.cast.channel, [house.cast.message("Where are our miles?") for _each in range(1500)])
    fresh = Interaction.objects.exclude(incident_links__unlinked_at=None, incident_links__incident=house.room.pk)
    actions.link_messages(house.fresh, by=house.dev, ids=list(fresh.values_list("pk", flat=True)))
    text_of(client, f"/rooms/{house.room.pk}/")
    with django_assert_max_num_queries(45):
        page = text_of(client, f"/rooms/{house.room.pk}/")
    assert "1501" in page.replace(",", "")
    with django_assert_max_num_queries(25):
        text_of(client, f"/rooms/{house.room.pk}/people/")


def test_a_message_leads_to_its_room_and_huddle_and_a_person_is_handed_over(
    browser: Callable[[str], Client], house: House
) -> None:
    red = Interaction.objects.get(level="red")
    client = browser("dev")
    assert f"Room {house.room.pk}" in text_of(client, f"/inbox/{red.pk}/")
    asked = {"question": "Tell all?", "options": "Yes\nNo", "decider": house.priya.pk}
    moment = later(hours=2).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(f"/rooms/huddles/about/{red.pk}/", asked | {"decide_by": moment})
    assert answer.status_code == 302
    assert "Tell all?" in text_of(client, f"/inbox/{red.pk}/")
    where = answer["Location"]
    assert "Missing: Communications, Legal and privacy" in text_of(client, where)
    client = browser("priya")
    assert client.post(f"{where}seat/", {"role": "communications"}).status_code == 302
    client = browser("ruth")
    client.post(f"{where}seat/", {"role": "legal"})
    client.post(f"{where}vote/", {"option": "1"})
    assert client.post(f"{where}decide/", {"option": "1"}).status_code == 403
    client = browser("priya")
    assert client.post(f"{where}decide/", {"option": "1", "because": "Two cases"}).status_code == 302
    assert "Tell all? Yes. Two cases" in text_of(client, where)
    client = browser("dev")
    given = {"to_team": house.cast.teams["communications"].pk, "reason": "Press"}
    assert client.post(f"/rooms/authors/{red.pk}/hand-over/", given).status_code == 302
    text_of(client, f"/inbox/{red.pk}/", 404)
    client = browser("tomas")
    assert client.post(f"/rooms/authors/{red.pk}/give-back/").status_code == 302


def test_answering_many_is_looked_at_unticked_and_submitted(browser: Callable[[str], Client], house: House) -> None:
    first, second = house.inside("praise"), house.inside("praise")
    client = browser("amara")
    address = f"/rooms/{house.room.pk}/answer/"
    page = text_of(client, f"{address}?line=Thank you, {{name}}.")
    assert f"Thank you, {first.contact}." in page
    assert "One is left out" in page  # red holds
    body = {"line": "Thank you, {name}.", "kind": "answer", "ids": [first.pk], f"text_{first.pk}": "Thank you!"}
    assert client.post(address, body).status_code == 302
    bulk = Incident.objects.get().answers.get()
    assert list(bulk.items.values_list("interaction", "text")) == [(first.pk, "Thank you!")]
    assert f'name="seen_{first.pk}" value="1"' in page
    again = client.post(address, body | {"ids": [second.pk], f"text_{second.pk}": "Hi."})
    assert again.status_code == 409
    assert "being submitted" in again.content.decode()
    assert client.post(f"/rooms/answers/{bulk.pk}/undo/").status_code == 302
    assert bulk.items.get().state == "undone"
    assert client.post(address, body | {f"seen_{first.pk}": "0"}).status_code == 302  # they wrote again since
    assert Incident.objects.get().answers.first().items.get().thread_version == 0


def test_a_refusal_stands_in_the_room_with_what_was_typed(browser: Callable[[str], Client], house: House) -> None:
    client = browser("amara")
    answer = client.post(f"/rooms/{house.room.pk}/log/", {"kind": "decision", "text": "No comment to anybody."})
    assert answer.status_code == 403
    assert "No comment to anybody." in answer.content.decode()
    assert "lead of the room" in answer.content.decode()
    assert client.post(f"/rooms/{house.room.pk}/statement/", {"text": "Hm."}).status_code == 422


def test_standing_down_and_the_review_with_its_exports(browser: Callable[[str], Client], house: House) -> None:
    actions.log_in_room(house.fresh, by=house.amara, kind="fact", text='=HYPERLINK("http://evil.example")')
    client = browser("dev")
    address = f"/rooms/{house.room.pk}/"
    assert "still wait" in text_of(client, f"{address}stand-down/")
    given = {"last_word": "Every mile is back.", "review_on": later(days=7).date().isoformat()}
    assert client.post(f"{address}stand-down/", given | {"last_word": ""}).status_code >= 400
    assert client.post(f"{address}stand-down/", given)["Location"] == f"{address}review/"
    learned = {"what_happened": "Legal came late", "change": "Page Legal at once"}
    assert client.post(f"{address}review/", learned).status_code == 302
    assert "Page Legal at once" in text_of(client, f"{address}review/")
    table = text_of(client, f"{address}timeline.csv")
    assert "'=HYPERLINK" in table
    assert "oncall.room_stood_down" in table
    told = client.get(f"{address}timeline.json").json()["timeline"]
    assert told == sorted(told, key=lambda row: row["at"])
    assert '=HYPERLINK("http://evil.example")' in [row["words"] for row in told]
    for cell in ("=1", "+1", "-1", "@x", "\t=1", "  =1"):
        assert harmless(cell).startswith("'")


def test_a_proposed_room_is_opened_or_dismissed_on_its_page(client: Client, cast: Cast) -> None:
    incident = deeds.proposed(cast)
    client.force_login(cast.amara)
    page = text_of(client, f"/rooms/{incident.pk}/")
    assert "60 messages in an hour, usual is 2" in page
    assert "It is no crisis" not in page
    assert client.post(f"/rooms/{incident.pk}/accept/", {"name": "Bags"}).status_code == 302
    incident.refresh_from_db()
    assert (incident.state, incident.name) == ("open", "Bags")


def test_the_list_is_of_the_rooms_one_may_see(browser: Callable[[str], Client], house: House) -> None:
    assert "Miles accounts emptied" in text_of(browser("amara"), "/rooms/")
    nora = text_of(browser("nora"), "/rooms/")
    assert "No room is open" in nora
    text_of(browser("nora"), f"/rooms/{house.room.pk}/", 404)


def test_what_was_typed_stands_where_a_huddle_is_refused(browser: Callable[[str], Client], house: House) -> None:
    client, address = browser("dev"), f"/rooms/{house.room.pk}/"
    asked = {"question": "Do we tell them?", "options": "Yes\nNo", "decide_by": f"{later():%Y-%m-%dT%H:%M}"}
    answer = client.post(f"{address}huddle/", asked | {"decider": house.ruth.pk, "options": "Only one"})
    assert answer.status_code == 422
    assert "Do we tell them?" in answer.content.decode()
    assert "two to eight different options" in answer.content.decode()


def test_numbers_that_nobody_can_count_are_none(browser: Callable[[str], Client], house: House) -> None:
    huddle = deeds.huddle(house.cast)
    client, endless = browser("priya"), "9" * 5_000
    assert client.post(f"/rooms/huddles/{huddle.pk}/vote/", {"option": endless}).status_code == 422
    assert client.post(f"/rooms/{house.room.pk}/send-home/", {"helper": endless}).status_code == 404


def test_a_room_that_is_live_stands_first_however_many_came_after_it(
    browser: Callable[[str], Client], house: House, django_assert_max_num_queries: Counted
) -> None:
    facts = {"brand": house.cast.brand, "team": house.room.team, "home_team": house.room.team, "raised_at": later()}
    ended = {"state": "dismissed", "ended_at": later(), "ended_by": house.dev, "began_at": later()}
    Incident.objects.bulk_create(Incident(name=f"No crisis {n}", **facts, **ended) for n in range(51))
    client = browser("amara")
    with django_assert_max_num_queries(30):
        page = text_of(client, "/rooms/")
    assert page.index("Miles accounts emptied") < page.index("No crisis 50")
    assert "No crisis 0<" not in page
    oldest = Incident.objects.get(name="No crisis 0")
    assert f"?after={oldest.pk + 1}" in page
    older = text_of(client, f"/rooms/?after={oldest.pk + 1}")
    assert "No crisis 0<" in older
    assert "Miles accounts" not in older

"""The page that stands ready for a crisis: two people switch it on, and the public reads exactly what they read."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from interactions import actions as core
from oncall import actions
from oncall.models import Incident, Showing, Statement
from tests.audit.room_deeds import public_page
from tests.rooms.conftest import House, later

pytestmark = pytest.mark.django_db
ADDRESS = "/statement/data-leak/"


@pytest.fixture
def asked(house: House) -> Showing:
    return actions.ask_to_show(public_page(house.cast), by=house.amara, incident=house.fresh)


def read() -> str:
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_seen_by_nobody_until_another_person_switches_it_on(house: House, asked: Showing) -> None:
    assert Client().get(ADDRESS).status_code == 404
    for hand in (house.amara, house.ada):  # who asked, and who wrote it
        with pytest.raises(NotAllowed):
            actions.show_page(asked, by=hand)
    assert Client().get(ADDRESS).status_code == 404
    actions.show_page(asked, by=house.priya)
    assert "We look into it." in read()
    with pytest.raises(Conflict, match="decided"):
        actions.show_page(asked, by=house.ruth)
    assert house.fresh.first_word_at is not None, "a page that is on is a public word"


def test_it_speaks_while_everything_else_is_stopped(house: House, asked: Showing) -> None:
    core.block_posting(house.cast.brand, by=house.priya, reason="Taken over", expires_at=later(hours=2))
    actions.show_page(asked, by=house.priya)
    assert "We look into it." in read()


def test_what_is_written_later_is_not_what_the_public_reads(house: House, asked: Showing) -> None:
    words = {"name": "Data leak", "address": "data-leak", "heading": "All is well", "text": "Nothing happened."}
    actions.save_statement_page(asked.page, by=house.ada, brand=house.cast.brand, **words)
    actions.show_page(asked, by=house.priya)
    assert "We look into it." in read()
    assert "Nothing happened." not in read()
    with pytest.raises(Conflict, match="Switch the page off"):
        actions.save_statement_page(asked.page, by=house.ada, brand=house.cast.brand, **(words | {"address": "moved"}))


def test_the_database_lets_nobody_change_the_words_that_were_asked_about(house: House, asked: Showing) -> None:
    for is_on in (False, True):
        for name in ("heading", "text", "contact", "text_hash"):
            with pytest.raises(DatabaseError), transaction.atomic():
                Showing.objects.update(**{name: "We paid nobody."})
        if not is_on:
            actions.show_page(asked, by=house.priya)
    assert "We look into it." in read()


def test_a_statement_that_was_changed_behind_its_names_is_not_read(house: House, asked: Showing) -> None:
    actions.show_page(asked, by=house.priya)
    actions.note_posted(house.signed(text="Tickets stay valid."), by=house.dev, link=asked.public_url)
    Statement.objects.update(text="We paid nobody.")
    assert "We paid nobody." not in read()


@pytest.mark.parametrize("hand", ["asked_by", "written_by"])
def test_the_database_lets_nobody_switch_it_on_alone(asked: Showing, hand: str) -> None:
    with pytest.raises(IntegrityError, match="nobody_shows_a_page_alone"), transaction.atomic():
        Showing.objects.update(approved_by=getattr(asked, hand), approved_at=later())


def test_it_carries_the_signed_statements_of_its_room_once_they_are_out(house: House, asked: Showing) -> None:
    actions.show_page(asked, by=house.priya)
    statement = house.signed(text="Tickets stay valid. <b>Really</b>")
    assert "Tickets stay valid" not in read()
    actions.note_posted(statement, by=house.dev, link=asked.public_url)
    page = read()
    assert "Tickets stay valid. &lt;b&gt;Really" in page
    assert page.index("Tickets stay valid") < page.index("We look into it.")
    assert "Our next update comes by" in page
    assert not [name for name in ("Priya", "Amara", "Ada", "Dev", house.room.name) if name in page]


def test_it_is_kept_on_the_way_and_hands_nobody_a_token(house: House, asked: Showing, django_assert_num_queries: Any):
    actions.show_page(asked, by=house.priya)
    with django_assert_num_queries(2):
        answer = Client().get(ADDRESS)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=30"}
    assert not answer.cookies
    assert "csrf" not in answer.content.decode().lower()


def test_it_is_switched_off_also_after_the_room_and_then_its_address_shows_nothing(
    house: House, asked: Showing
) -> None:
    actions.show_page(asked, by=house.priya)
    with pytest.raises(NotAllowed):
        actions.stop_showing(asked, by=house.amara)  # she asked; once it is on, who may sign decides
    with pytest.raises(Conflict, match="Switch it off"):
        actions.retire_statement_page(asked.page, by=house.ada)
    actions.stand_down(house.fresh, by=house.dev, last_word="Over.", review_on=later().date())
    assert "We look into it." in read()
    actions.stop_showing(asked, by=house.ruth)
    actions.stop_showing(asked, by=house.ruth)
    assert Client().get(ADDRESS).status_code == 404
    assert Event.objects.filter(name="oncall.page_showing_ended").count() == 1
    assert actions.retire_statement_page(asked.page, by=house.ada).is_retired


def test_whoever_asked_takes_it_back_and_it_can_be_asked_again(house: House, asked: Showing) -> None:
    with pytest.raises(Conflict, match="waits"):
        actions.ask_to_show(asked.page, by=house.dev, incident=house.fresh)
    actions.stop_showing(asked, by=house.amara)
    with pytest.raises(Conflict, match="decided"):
        actions.show_page(asked, by=house.priya)
    again = actions.ask_to_show(asked.page, by=house.dev, incident=house.fresh)
    assert actions.show_page(again, by=house.ruth).is_on


def test_a_drill_a_closed_room_and_another_brands_page_show_nothing(house: House, asked: Showing) -> None:
    cast = house.cast
    drill = actions.start_drill(by=cast.priya, topic=cast.topics["hacking"], team=cast.teams["care"], text="hacked")
    made_up = actions.open_room(drill.interaction, by=cast.dev, name="A drill")
    storm = public_page(cast, name="Storm")
    with pytest.raises(Invalid, match="drill"):
        actions.ask_to_show(storm, by=cast.dev, incident=made_up)
    actions.unlink_message(made_up, by=cast.dev, interaction=drill.interaction)
    with pytest.raises(Invalid, match="drill"):
        actions.ask_to_show(storm, by=cast.dev, incident=made_up)  # what was taken out of it made it one
    storm.brand = cast.other_brand
    storm.save()
    with pytest.raises(Invalid, match="brand"):
        actions.ask_to_show(storm, by=cast.dev, incident=house.fresh)
    actions.stand_down(house.fresh, by=cast.dev, last_word="Over.", review_on=later().date())
    with pytest.raises(Conflict):
        actions.show_page(asked, by=cast.priya)


@pytest.mark.parametrize("wrong", [{"address": "a b"}, {"heading": " "}, {"text": ""}, {"name": "Data leak"}])
def test_rubbish_is_refused(house: House, wrong: dict[str, str]) -> None:
    public_page(house.cast)
    words = {"name": "Storm", "address": "storm", "heading": "Storm", "text": "It blows."} | wrong
    with pytest.raises(Invalid):
        actions.save_statement_page(None, by=house.ada, brand=house.cast.brand, **words)


def test_it_goes_its_way_through_the_pages(client: Client, house: House) -> None:
    client.force_login(house.ada)
    words = {"name": "Data leak", "address": "data-leak", "heading": "About your data", "text": "We look into it."}
    assert client.post("/oncall/statement-pages/new/?brand=tern-air", words).status_code == 302
    assert "off, stands ready" in client.get("/oncall/").content.decode()
    room = f"/rooms/{house.room.pk}/"
    client.force_login(house.dev)
    page = text_of(client.get(room))
    assert "Switch one on" in page
    chosen = {"page": Incident.objects.get().brand.statement_pages.get().pk}
    assert client.post(f"{room}show-page/", chosen).status_code == 302
    showing = Showing.objects.get()
    assert "Waits for another person" in text_of(client.get(room))
    assert f"showings/{showing.pk}/switch-on/" not in text_of(client.get(room)), "he asked for it"
    client.force_login(house.priya)
    assert f"showings/{showing.pk}/switch-on/" in text_of(client.get(room))
    assert "Nobody but the room reads this yet." in text_of(client.get(f"/rooms/showings/{showing.pk}/"))
    assert client.post(f"/rooms/showings/{showing.pk}/switch-on/").status_code == 302
    assert "We look into it." in read()
    house.signed()
    assert f'value="{showing.public_url}"' in text_of(client.get(room))
    assert client.post(f"/rooms/showings/{showing.pk}/switch-off/").status_code == 302
    assert Client().get(ADDRESS).status_code == 404


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())

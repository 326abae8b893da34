"""The map's page, poster and copy to keep; its editor in the draft; and who may."""

import pytest
from django.urls import reverse

from accounts.refusals import Conflict, Invalid, NotAllowed
from playbook import actions
from playbook.drafting import open_draft
from playbook.mapping import map_in_force
from playbook.maps.editing import step_of
from playbook.maps.known import known_of
from playbook.maps.troubles import troubles
from playbook.models import Plan, ResponseMap, Topic
from playbook.sheets import Sheet
from playbook.whole.building import document_of
from playbook.whole.comparing import compare
from playbook.whole.document import EMPTY, digest
from tests.playbook.mapped import SMALL, shipped, with_map

pytestmark = pytest.mark.django_db
OF = "?brand=tern-air"


def url(name, *args):
    return reverse(f"playbook:{name}", args=args) + OF


def test_the_map_is_drawn_for_everybody_who_answers(cast, client, django_assert_max_num_queries):
    with_map(cast)
    cast.flagged("hacking")
    client.force_login(cast.jonas)
    with django_assert_max_num_queries(34):
        page = client.get(url("map")).content.decode()
    for said in ("Could someone be harmed?", "Security takes it", "100%", "inferred", "Print as a poster"):
        assert said in page, said
    assert "New map" not in page
    client.force_login(cast.axel)
    assert client.get(url("map")).status_code == 200
    client.force_login(cast.nora)
    assert client.get(url("map")).status_code == 404
    assert client.get(url("plans")).status_code == 404


def test_a_brand_without_questions_gets_the_picture_of_its_topics(cast, client):
    client.force_login(cast.ada)
    page = client.get(url("map")).content.decode()
    assert "no questions yet" in page
    assert "Delivery and baggage" in page
    assert client.get(url("map_poster")).status_code == 200


def test_the_map_is_one_click_from_every_page(cast, client):
    client.force_login(cast.amara)
    for address in ("/inbox/", "/oncall/", "/preferences/"):
        assert 'data-go="m"' in client.get(address).content.decode()


def test_the_copy_to_keep_asks_nothing_of_anybody(cast, client):
    with_map(cast)
    client.force_login(cast.amara)
    answer = client.get(url("keep_map"))
    page = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="tern-air-response-map.html"'
    assert "Security takes it" in page
    assert "<style>" in page
    for outward in ("src=", "href=", "@import", "url(", "<script"):
        assert outward not in page


def test_the_poster_prints_on_a3_with_whom_to_call(cast, client):
    with_map(cast)
    client.force_login(cast.amara)
    page = client.get(url("map_poster")).content.decode()
    assert "map-poster.css" in page
    assert "Who is on call now" in page


# --- In the draft -----------------------------------------------------------------------------------------------------


def test_a_map_that_ships_is_copied_where_the_brand_has_its_teams(cast, client):
    with_map(cast)
    client.force_login(cast.ada)
    cast.teams["communications"].is_active = False
    cast.teams["communications"].save()
    page = client.post(url("clone_map"), {"source": "usaf", "name": "Our boxes"})
    assert page.status_code == 422
    assert "There is no team communications in this brand." in page.content.decode()
    assert open_draft(cast.brand) is None
    cast.teams["communications"].is_active = True
    cast.teams["communications"].save()
    assert client.post(url("clone_map"), {"source": "usaf", "name": "Our boxes"}).status_code == 302
    assert "Box 7a" in client.get(url("drafted_map", "our-boxes")).content.decode()


def test_a_copy_begins_with_anything_there_is(cast, second_admin, client):
    with_map(cast)
    client.force_login(cast.ada)
    assert client.post(url("clone_map"), {"source": "small", "name": "Small map"}).status_code == 302
    assert client.post(url("clone_map"), {"source": "moon", "name": "Moon"}).status_code == 422
    sheet = Sheet(cast.brand)
    assert [entry["slug"] for entry in sheet.document["maps"]] == ["small", "small-map"]
    assert ResponseMap.objects.count() == 1, "it counts once it is published"
    draft = actions.ask_to_publish(by=cast.ada, version=open_draft(cast.brand))
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    assert [row.slug for row in ResponseMap.objects.all()] == ["small", "small-map"]
    assert digest(document_of(cast.brand.pk)) == draft.sha256
    actions.move_map_first(by=cast.ada, brand=cast.brand, slug="small-map")
    assert Sheet(cast.brand).document["maps"][0]["slug"] == "small-map"
    assert map_in_force(cast.brand.pk).map.slug == "small"


QUESTION = {"question": "Is it ours?", "hint": "", "seen": ""}


def sent(*rows, **more):
    filled = {f"answer_{place}": answer for place, (answer, _to) in enumerate(rows)}
    return {**QUESTION, **filled, **{f"to_{place}": to for place, (_answer, to) in enumerate(rows)}, **more}


def test_the_editor_refuses_what_nobody_could_walk_and_keeps_what_was_typed(cast, client):
    with_map(cast)
    client.force_login(cast.ada)
    refused = [
        ("add_question", ["small"], sent(("Yes", ""), ("No", "leave")), "leads nowhere"),
        ("add_question", ["small"], sent(("Yes", "leave")), "two to 8 answers"),
        ("edit_step", ["small", "mind"], sent(("Yes", "harm"), ("No", "leave")), "leads back to itself"),
        (
            "edit_step",
            ["small", "watch"],
            {"title": "Watch", "action": "Look.", "outcome": "monitor", "level": "yellow", "within": 60},
            "which team",
        ),
        (
            "add_leaf",
            ["small"],
            {"title": "New", "action": "Do.", "outcome": "respond", "owner_team": "care", "level": "green"},
            "within which time",
        ),
    ]
    for name, about, posted, why in refused:
        answer = client.post(url(name, *about), posted)
        assert (answer.status_code, why in answer.content.decode()) == (422, True), (name, why)
    assert open_draft(cast.brand) is None
    assert client.post(url("remove_step", "small", "leave")).status_code == 422
    assert open_draft(cast.brand) is None


def test_a_question_is_added_and_an_answer_led_to_it(cast, client):
    with_map(cast)
    client.force_login(cast.ada)
    new = sent(("Yes", "answer"), ("No", "leave"), is_inferred_1="on")
    assert client.post(url("add_question", "small"), new).status_code == 302
    page = client.get(url("drafted_map", "small")).content.decode()
    assert "Nothing leads here yet" in page
    mind = step_of(Sheet(cast.brand).map_entry("small"), "mind")
    led = [(answer["answer"], answer["to"]) for answer in mind["answers"]]
    led[0] = ("Yes", "is-it-ours")
    changed = sent(*led) | {"question": "Does anybody mind?"}
    assert client.post(url("edit_step", "small", "mind"), changed).status_code == 302
    page = client.get(url("drafted_map", "small")).content.decode()
    assert "Nothing leads here yet" not in page
    said = [sentence for change in Sheet(cast.brand).changes for sentence in change.sentences]
    assert any("Is it ours?" in sentence for sentence in said)


def test_two_admins_at_one_step_lose_nothing(cast, second_admin, client):
    with_map(cast)
    client.force_login(cast.ada)
    page = url("edit_step", "small", "leave")
    seen = client.get(page).context["form"].now
    leaf = {"title": "Leave", "action": "Mine.", "outcome": "let_stand", "level": "green", "owner_team": "care"}
    theirs = {"key": "leave", **leaf, "action": "Theirs.", "within": 60}
    actions.save_step(by=second_admin, brand=cast.brand, slug="small", part="leaves", step=theirs)
    answer = client.post(page, {**leaf, "within": 60, "seen": seen})
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    again = client.post(page, {**leaf, "within": 60, "seen": answer.context["form"].now})
    assert again.status_code == 302
    with pytest.raises(Conflict):
        actions.remove_step(by=cast.ada, brand=cast.brand, slug="small", key="moon")


def test_a_wizard_asks_for_the_team_of_every_end(cast, client):
    with_map(cast)
    client.force_login(cast.ada)
    page = client.get(url("map_owners", "small")).content.decode()
    assert all(leaf["title"] in page for leaf in SMALL["leaves"])
    owners = {f"owner_{leaf['key']}": "legal" for leaf in SMALL["leaves"]}
    assert client.post(url("map_owners", "small"), owners).status_code == 302
    assert {leaf["owner_team"] for leaf in Sheet(cast.brand).map_entry("small")["leaves"]} == {"legal"}
    words = {"name": "Ours", "description": "", "source": "", "start": "mind"}
    assert client.post(url("edit_map", "small"), words).status_code == 302
    assert Sheet(cast.brand).map_entry("small")["start"] == "mind"


def test_the_wizard_overwrites_no_choice_that_its_reader_never_saw(cast, second_admin, client):
    with_map(cast)
    client.force_login(cast.ada)
    owners = {f"owner_{leaf['key']}": "legal" for leaf in SMALL["leaves"]}
    form = client.get(url("map_owners", "small")).context["form"]
    actions.save_owners(by=second_admin, brand=cast.brand, slug="small", owners={"watch": "security"})
    answer = client.post(url("map_owners", "small"), owners | {"seen": form.now})
    assert answer.status_code == 409
    assert "Somebody changed this in the draft" in answer.content.decode()
    assert client.post(url("map_owners", "small"), owners | {"seen": answer.context["form"].now}).status_code == 302


def test_a_topic_on_the_map_is_not_retired_behind_its_back(cast):
    with_map(cast)
    actions.retire(by=cast.ada, thing=cast.topics["hacking"])
    with pytest.raises(Invalid, match="is retired"):
        actions.ask_to_publish(by=cast.ada, version=open_draft(cast.brand))
    actions.retire(by=cast.ada, thing=Sheet(cast.brand).map("small"))
    assert actions.ask_to_publish(by=cast.ada, version=open_draft(cast.brand)).state == "asked"


def test_documents_from_before_there_were_maps_keep_their_digest(cast):
    document = document_of(cast.brand.pk)
    assert set(document) == set(EMPTY)
    with_map(cast)
    assert compare(document, document_of(cast.brand.pk))[0].sentences == ("New.",)


def test_who_may_not_edit_the_playbook_edits_no_map(cast):
    with_map(cast)
    with pytest.raises(NotAllowed):
        actions.clone_map(by=cast.dev, brand=cast.brand, source=SMALL, name="Mine")
    assert troubles(shipped()["usaf"], known_of([])) == []


# --- Plans ------------------------------------------------------------------------------------------------------------


def test_every_plan_stands_on_one_page_and_scenarios_are_edited_in_the_draft(cast, client):
    topic = Topic.objects.get(slug="baggage", brand=cast.brand)
    Plan.objects.create(
        topic=topic,
        complaint="A bag is late.",
        public_answer="We look for it.",
        internal_actions=["Find it [care, 30 min]"],
        notify=["Hub"],
    )
    client.force_login(cast.ada)
    part = reverse("playbook:edit_scenario", args=["baggage"]) + OF
    said = {
        "name": "A lost instrument",
        "complaint": "A cello is lost.",
        "public_answer": "We know what it means.",
        "internal_actions": "Call the hub",
        "notify": "",
    }
    assert client.post(part, {**said, "internal_actions": ""}).status_code == 422
    assert client.post(part, said).status_code == 302
    assert client.post(part, said).status_code == 422, "a name of its own"
    page = client.get(reverse("playbook:drafted_topic", args=["baggage"]) + OF).content.decode()
    assert "A lost instrument" in page
    changed = client.post(part + "&name=A+lost+instrument", {**said, "complaint": "A harp is lost."})
    assert changed.status_code == 302
    assert [one["complaint"] for one in Sheet(cast.brand).plan("baggage").scenarios] == ["A harp is lost."]
    gone = reverse("playbook:remove_scenario", args=["baggage"]) + OF
    assert client.post(gone, {"name": "A lost instrument"}).status_code == 302
    assert client.post(gone, {"name": "A lost instrument"}).status_code == 422
    client.force_login(cast.jonas)
    page = client.get(url("plans")).content.decode()
    for words in ("A bag is late.", "We look for it.", "Find it", "30m", "Hub", "Whom to call now"):
        assert words in page, words

"""The board of three columns, what is wrong between rules, and a trial of the draft."""

import pytest

from accounts.models import Notice
from playbook import actions
from playbook.drafting import open_draft
from playbook.models import Rule, Topic
from playbook.whole.document import found
from tests.playbook.drafts import asked, published, url, written

pytestmark = pytest.mark.django_db


def drafted(cast, slug):
    return found(open_draft(cast.brand).document["topics"], slug)


def names(page, level):
    return {card.topic.name for column in page.context["columns"] if column.level == level for card in column.cards}


def test_a_card_moves_to_another_column_of_the_draft_and_nowhere_else(cast, client):
    client.force_login(cast.ada)
    assert b"Move to green" in client.get(url("board")).content
    assert client.post(url("move_topic", "baggage"), {"level": "green"}).status_code == 302
    page = client.get(url("board"))
    assert names(page, "green") == {"Praise", "Delivery and baggage"}
    assert "Edited" in page.content.decode()
    assert Topic.objects.get(slug="baggage").level == "yellow"
    client.force_login(cast.amara)
    page = client.get(url("board"))
    assert names(page, "yellow") == {"Delivery and baggage"}
    assert b"Move to" not in page.content


def test_a_move_to_red_asks_for_the_teams_that_sign(cast, client):
    client.force_login(cast.ada)
    answer = client.post(url("move_topic", "praise"), {"level": "red"}, follow=True)
    assert answer.redirect_chain[-1][0] == url("edit_topic", "praise") + "?brand=tern-air&level=red"
    assert answer.context["form"]["level"].value() == "red"
    assert open_draft(cast.brand) is None
    assert client.post(url("move_topic", "praise"), {"level": "purple"}).status_code == 302
    assert open_draft(cast.brand) is None
    assert client.post(url("move_topic", "nothing"), {"level": "red"}).status_code == 404


def test_who_edits_sees_a_new_topic_among_the_cards_and_others_do_not(cast, client):
    topic = Topic(brand=cast.brand, slug="tuba", name="Tubas", level="yellow", area="support")
    actions.save_topic(by=cast.ada, topic=topic)
    for person, there in ((cast.ada, True), (cast.amara, False)):
        client.force_login(person)
        assert ("Tubas" in client.get(url("board")).content.decode()) is there


def test_what_is_wrong_between_rules_is_shown_of_the_draft(cast, client):
    client.force_login(cast.amara)
    assert "None. Nothing to do here." in client.get(url("troubles")).content.decode()
    actions.save_rule(by=cast.ada, rule=Rule(topic=cast.topics["hacking"], name="Cases", any_of=["suitcase"]))
    actions.save_rule(by=cast.ada, rule=Rule(topic=cast.topics["praise"], name="Weak", any_of=["ok"], points=1))
    page = client.get(url("troubles")).content.decode()
    assert "All rules of the topic together stay below its threshold." in page
    assert "New in the draft" in page
    page = client.get(url("troubles") + "?kind=conflict").content.decode()
    assert "These words suggest yellow and red: red counts." in page
    assert url("rule", "hacking") not in page
    client.force_login(cast.ada)
    assert url("rule", "hacking") in client.get(url("troubles") + "?kind=conflict&from=x").content.decode()
    client.force_login(cast.nora)
    assert client.get(url("troubles") + "?brand=tern-air").status_code == 404


def test_a_message_is_tried_on_both_side_by_side(cast, client):
    written(cast)
    client.force_login(cast.ada)
    page = client.post(url("try"), {"text": "my <trunk>"})
    said = [trial.verdict.level for trial in page.context["trials"]]
    assert said == [None, "yellow"]
    shown = page.content.decode()
    assert "Draft v2 would give this message another flag." in shown
    assert '&lt;<mark class="m-yellow" title="bag">trunk<sup>1</sup></mark>&gt;' in shown
    assert "Here that is Delivery and baggage, by its rule “bag”." in shown
    assert client.post(url("try"), {"text": "x", "channel": "no such"}).status_code == 422
    client.force_login(cast.amara)
    assert len(client.post(url("try"), {"text": "my trunk"}).context["trials"]) == 1


def test_the_other_admins_hear_that_a_draft_waits_and_the_asker_what_became_of_it(cast, second_admin):
    asked(cast)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (second_admin, "taxonomy-waits")
    assert notice.text == "Ada Lind asks you to publish v2 of the playbook of Tern Air."
    draft = open_draft(cast.brand)
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    assert "Bea Lund published v2." in Notice.objects.get(user=cast.ada).text


def test_who_throws_their_own_draft_away_is_told_nothing(cast, second_admin):
    actions.discard(by=cast.ada, version=asked(cast))
    assert not Notice.objects.filter(user=cast.ada).exists()
    draft = asked(cast)
    actions.discard(by=second_admin, version=draft)
    assert "Bea Lund discarded v2." in Notice.objects.get(user=cast.ada).text
    assert published(cast, second_admin).number == 2

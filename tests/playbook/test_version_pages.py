"""The pages of a draft: who works on it, what it changes, the way forward, and two at the same entry."""

import pytest

from playbook import actions
from playbook.drafting import open_draft
from playbook.models import TaxonomyVersion, Topic
from tests.playbook.drafts import asked, published, url, written

pytestmark = pytest.mark.django_db


def test_two_admins_at_the_same_rule_lose_nothing(cast, second_admin, client):
    client.force_login(cast.ada)
    page = url("rule", "baggage") + "?rule=bag"
    seen = client.get(page).context["form"].now
    sent = {"name": "bag", "points": 10, "is_active": "on", "min_followers": 0, "min_engagement": 0, "seen": seen}
    written(cast, by=second_admin)
    answer = client.post(page, sent | {"any_of": "suitcase\ncase of mine"})
    assert answer.status_code == 409
    assert "case of mine" in answer.content.decode()
    assert "Somebody changed this in the draft while you wrote" in answer.content.decode()
    assert "trunk" in str(open_draft(cast.brand).document)
    again = client.post(page, sent | {"any_of": "case of mine", "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    assert "case of mine" in str(open_draft(cast.brand).document)


def test_two_admins_at_different_entries_are_not_in_each_others_way(cast, second_admin, client):
    client.force_login(cast.ada)
    page = url("rule", "baggage") + "?rule=bag"
    seen = client.get(page).context["form"].now
    actions.retire(by=second_admin, thing=cast.topics["praise"])
    sent = {"name": "Luggage", "points": 10, "is_active": "on", "min_followers": 0, "min_engagement": 0, "seen": seen}
    assert client.post(page, sent | {"any_of": "suitcase"}).status_code == 302
    names = [rule["name"] for topic in open_draft(cast.brand).document["topics"] for rule in topic.get("rules", ())]
    assert "Luggage" in names
    assert "bag" not in names


def test_the_way_forward_stands_on_the_board(cast, second_admin, client):
    draft = written(cast)
    client.force_login(cast.ada)
    page = client.get(url("board")).content.decode()
    assert "Draft v2, 1 change." in page
    assert "Saved by Ada Lind" in page
    assert "Ask Bea Lund to publish" in page
    assert client.post(url("ask_to_publish", draft.pk), {"why": "Trunks"}).status_code == 302
    page = client.get(url("board")).content.decode()
    assert "You asked for it yourself. A second admin publishes it." in page
    assert "Publish v2" not in page
    client.force_login(second_admin)
    page = client.get(url("board")).content.decode()
    assert "Ada Lind asks to publish it: “Trunks”" in page
    assert "Publish v2" in page
    assert client.post(url("publish_version", draft.pk), {"sha256": draft.sha256}).status_code == 302
    page = client.get(url("board")).content.decode()
    assert "v2 is in force" in page
    assert "Draft v" not in page


def test_who_does_not_edit_sees_the_draft_without_its_buttons(cast, client):
    draft = asked(cast)
    client.force_login(cast.amara)
    for page in (url("board"), draft.get_absolute_url(), url("versions")):
        shown = client.get(page).content.decode()
        assert "Ada Lind asks to publish it" in shown
        assert "Discard</button>" not in shown
    client.force_login(cast.nora)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(url("export_version", draft.pk)).status_code == 404


def test_a_version_says_what_it_changes_against_any_other(cast, second_admin, client):
    done = published(cast, second_admin)
    client.force_login(cast.amara)
    assert "word added: trunk" in client.get(done.get_absolute_url()).content.decode()
    first = TaxonomyVersion.objects.get(number=1)
    assert "word taken away: trunk" in client.get(first.get_absolute_url() + "?with=2").content.decode()
    assert "What v1 holds" in client.get(first.get_absolute_url()).content.decode()
    assert client.get(first.get_absolute_url() + "?with=x").status_code == 200


def test_the_list_of_versions_is_paged_by_key_and_goes_back(cast, second_admin, client, monkeypatch):
    published(cast, second_admin)
    monkeypatch.setattr("playbook.history.PAGE", 1)
    client.force_login(cast.ada)
    page = client.get(url("versions"))
    assert [version.number for version in page.context["page"].rows] == [2]
    older = client.get(f"{url('versions')}?before={page.context['page'].before}")
    assert [version.number for version in older.context["page"].rows] == [1]
    assert "Go back to v1" in older.content.decode()
    first = TaxonomyVersion.objects.get(number=1)
    assert client.post(url("go_back_to_version", first.pk)).url == open_draft(cast.brand).get_absolute_url()


def test_a_topic_says_that_the_draft_changes_it_and_how(cast, client):
    written(cast)
    client.force_login(cast.amara)
    page = client.get(cast.topics["baggage"].get_absolute_url()).content.decode()
    assert "Draft v2 changes this topic." in page
    assert "word added: trunk" in page


def test_a_topic_has_its_history_of_words_flags_and_hands(cast, second_admin, client):
    published(cast, second_admin)
    client.force_login(cast.amara)
    page = client.get(url("topic_history", cast.topics["baggage"].pk)).content.decode()
    assert "word added: trunk" in page
    assert "Bea Lund" in page
    assert "New." in page  # in the first version
    assert "trunk" not in client.get(url("topic_history", cast.topics["praise"].pk)).content.decode()
    client.force_login(cast.nora)
    assert client.get(url("topic_history", cast.topics["baggage"].pk)).status_code == 404


def test_the_board_asks_the_same_queries_however_much_the_draft_changes(cast, client, django_assert_max_num_queries):
    written(cast)
    for number in range(20):
        topic = Topic(brand=cast.brand, slug=f"t{number}", name="T", level="green", area="care")
        actions.save_topic(by=cast.ada, topic=topic)
    client.force_login(cast.ada)
    client.get(url("board"))
    with django_assert_max_num_queries(25):
        client.get(url("board"))

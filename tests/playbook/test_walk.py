"""The first walk: a preset with the brand's own teams, every topic decided; and the whole configuration as a file."""

import pytest

from accounts.models import Brand, Membership, Role, Team, User
from accounts.refusals import Conflict, NotAllowed
from accounts.sync import sync_roles
from playbook import actions
from playbook.content.presets import PRESETS, content_of, preset_of, teams_in
from playbook.content.reading import ContentError, parse
from playbook.current import judge_for
from playbook.drafting import open_draft, standing
from playbook.models import CrisisContact, HoldingMessage, Playbook, ResponseTemplate, Topic
from playbook.overlaps import Kind, troubles
from playbook.triage import Judge
from playbook.whole.configuration import to_file
from playbook.whole.document import digest, found
from tests.playbook.drafts import published, url

pytestmark = pytest.mark.django_db

# What a guest, a caller and a shopper write, in several languages, and the flag it has to have.
SAID = {
    "retail": [
        ("The charger caught fire last night", "red", "product-hurts-people"),
        ("Das Ladegerät ist explodiert", "red", "product-hurts-people"),
        ("Mon colis est endommagé", "yellow", "parcels"),
        ("¿Hay stock de la talla 40?", "green", "stock-and-shops"),
    ],
    "telecoms": [
        ("I couldn't call 112 from my phone", "red", "emergency-calls-fail"),
        ("Victim of a SIM swap, my bank account is empty", "red", "sim-swap"),
        ("Seit heute früh kein Netz in Essen", "yellow", "outage"),
        ("Y a-t-il la fibre dans ma rue ?", "green", "plans-and-coverage"),
    ],
    "hospitality": [
        ("Food poisoning after your buffet", "red", "food-made-ill"),
        ("There was a hidden camera in the bathroom", "red", "guest-in-danger"),
        ("Chinches en la cama", "yellow", "vermin-and-dirt"),
        ("Habt ihr einen Tisch für sechs am Samstag?", "green", "plan-a-stay"),
    ],
}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_a_preset_can_be_read_judged_and_has_no_dead_rule(preset):
    content = content_of(preset)
    judge = Judge(content.specs())
    assert not judge.problems
    assert not [trouble for trouble in troubles(content.specs()) if trouble.kind == Kind.DEAD]
    assert all(topic.plan and topic.owner_team and topic.description for topic in content.topics)
    for text, level, slug in SAID.get(preset.slug, ()):
        verdict = judge.judge(text)
        assert (verdict.level, verdict.suggestions[0].topic_slug) == (level, slug), text


@pytest.fixture
def mo(cast) -> User:
    """Mo, who administers the new brand Moor with one team."""
    moor = Brand.objects.create(slug="moor", name="Moor")
    team = Team.objects.create(brand=moor, slug="guests", name="Guests")
    mo = User.objects.create_user("mo@moor.example", "x", full_name="Mo Sand")
    Membership.objects.create(team=team, user=mo, role=Role.objects.get(slug="admin"))
    sync_roles()
    return User.objects.get(pk=mo.pk)


def seen(client, page: str) -> dict[str, str]:
    """What the page's form sends back of what it showed."""
    return {"seen": client.get(page).context["form"].now}


def test_a_new_brand_walks_from_nothing_to_a_playbook_in_force(mo, client):
    client.force_login(mo)
    page = client.get(url("walk")).content.decode()
    assert "Hospitality" in page
    begin = url("begin_walk", "hospitality")
    form = client.get(begin).context["form"]
    assert form.asked == teams_in(content_of(preset_of("hospitality")))
    assert client.post(begin, {"care": "no such team"}).status_code == 422
    assert client.post(begin, {"care": "guests"}).url == url("walk") + "?brand=moor"
    moor = Brand.objects.get(slug="moor")
    assert set(moor.teams.values_list("slug", flat=True)) == {"guests", "communications", "security", "legal"}
    page = client.get(url("walk"))
    count = page.context["walk"].count
    assert f"0 of {count} topics decided" in page.content.decode()
    assert f"0 of {count} topics are decided" in client.get(url("board")).content.decode()
    first = page.context["walk"].following
    vermin = url("decide_topic", "vermin-and-dirt")
    assert client.post(vermin, {"level": "red"}).status_code == 422
    sent = {"level": "green", "area": "care", "owner_team": moor.teams.get(slug="legal").pk, "reply_within": 99}
    following = client.post(vermin, sent | seen(client, vermin))
    assert following.url == url("decide_topic", first.slug) + "?brand=moor"
    assert found(open_draft(moor).document["topics"], "vermin-and-dirt")["owner_team"] == "legal"
    assert f"1 of {count} topics decided" in client.get(following.url).content.decode()
    assert client.post(vermin, sent | seen(client, vermin)).status_code == 302  # twice is once
    assert Playbook.objects.get(brand=moor).decided == ["vermin-and-dirt"]
    danger = url("decide_topic", "guest-in-danger")
    life = client.post(danger, sent | seen(client, danger))
    assert "Where a life or a crime is at stake the flag is red." in life.content.decode()
    draft = actions.ask_to_publish(by=mo, version=open_draft(moor))
    actions.publish(by=mo, version=draft, sha256=draft.sha256)
    assert judge_for(moor.pk).judge("Food poisoning at breakfast").level == "red"
    assert Topic.objects.get(brand=moor, slug="vermin-and-dirt").level == "green"


def test_the_walk_is_for_who_edits_and_begins_no_second_draft(cast, mo, client):
    retail = preset_of("retail")
    for name in ("amara", "axel", "nora"):
        client.force_login(getattr(cast, name))
        assert client.get(url("walk") + "?brand=tern-air").status_code in {403, 404}
        with pytest.raises(NotAllowed):
            actions.draft_from_preset(by=getattr(cast, name), brand=cast.brand, preset=retail, teams={})
        with pytest.raises(NotAllowed):
            actions.decide_topic(by=getattr(cast, name), topic=cast.topics["praise"])
    moor = Brand.objects.get(slug="moor")
    actions.draft_from_preset(by=mo, brand=moor, preset=retail, teams={"care": "guests"})
    with pytest.raises(Conflict):
        actions.draft_from_preset(by=mo, brand=moor, preset=retail, teams={})
    client.force_login(mo)
    assert client.get(url("begin_walk", "nonsense")).status_code == 404


def test_a_brand_that_works_already_is_not_pushed_to_walk(cast, client):
    client.force_login(cast.ada)
    assert "topics are decided" not in client.get(url("board")).content.decode()
    assert "0 of 4 topics decided" in client.get(url("walk")).content.decode()


# The whole configuration


def test_the_whole_configuration_goes_out_as_one_file_and_comes_in_elsewhere(cast, second_admin, mo, client):
    published(cast, second_admin)
    actions.save_own_words(by=cast.ada, brand=cast.brand, words=["020 7946 0000"])
    actions.save_crisis_contact(
        by=cast.ada, contact=CrisisContact(brand=cast.brand, kind="police", name="Police", phone="101")
    )
    watchdog = CrisisContact(
        brand=cast.brand, kind="authority", name="Watchdog", phone="102", stands_with="topics", what_to_say="Hello."
    )
    actions.save_crisis_contact(by=cast.ada, contact=watchdog, topics=[Topic.objects.get(slug="hacking")])
    client.force_login(cast.ada)
    answer = client.get(url("export_configuration"))
    content = parse(answer.content, "the file")
    assert {topic.slug for topic in content.topics} == set(cast.topics)
    assert [t.name for t in content.templates] == ["Delayed bag, found"]
    assert (content.own_words, content.crisis_contacts[0].phone) == (("020 7946 0000",), "101")
    moor = Brand.objects.get(slug="moor")
    for slug in ("care", "security", "communications", "legal"):
        Team.objects.create(brand=moor, slug=slug, name=slug)
    brought = actions.bring_configuration(by=mo, brand=moor, content=content)
    assert (brought.proposed, brought.contacts, brought.wrong, brought.waiting) == (2, 1, [], ["Watchdog"])
    assert digest(brought.draft.document) == digest(standing(cast.brand))
    draft = actions.ask_to_publish(by=mo, version=brought.draft)
    actions.publish(by=mo, version=draft, sha256=draft.sha256)
    again = actions.bring_configuration(by=mo, brand=moor, content=content)
    assert (again.draft, again.proposed, again.contacts, again.waiting) == (None, 0, 1, [])
    assert ResponseTemplate.objects.get(brand=moor).proposal.text == "{name}, we found your bag."
    assert not HoldingMessage.objects.usable().filter(brand=moor).exists()
    moors = to_file(moor, standing(moor), "x").partition("\n\n")[2]
    assert moors == answer.content.decode().partition("\n\n")[2]


def test_who_does_not_edit_takes_no_configuration_out(cast, client):
    for name in ("amara", "axel"):
        client.force_login(getattr(cast, name))
        assert client.get(url("export_configuration") + "?brand=tern-air").status_code == 403
    client.force_login(cast.nora)
    assert client.get(url("export_configuration") + "?brand=tern-air").status_code == 404


@pytest.mark.parametrize(
    "broken",
    ["own_words = [1]", '[[templates]]\nname = "x"\ntext = 3', '[[templates]]\nname = "x"\ntext = "y"\nreview_by = 4'],
)
def test_rubbish_beside_the_topics_is_refused(broken):
    with pytest.raises(ContentError):
        parse(broken.encode(), "the file")

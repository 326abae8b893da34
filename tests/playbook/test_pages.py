"""The playbook's pages: everyone of the brand reads, admins edit, nobody else sees."""

import pytest
from django.urls import reverse

from accounts.actors import SYSTEM
from audit.models import Event
from interactions.looking import findings_in
from interactions.models import Interaction
from playbook.content.reading import read
from playbook.current import version_of
from playbook.drafting import open_draft
from playbook.loading import load
from playbook.models import ChecklistItem, Playbook, Topic
from playbook.whole.document import found


def url(name: str, *args) -> str:
    return reverse(f"playbook:{name}", args=args)


@pytest.fixture
def shipped(cast):
    """Tern Air with the shipped playbook beside its own topics."""
    load(by=SYSTEM, brand=cast.brand, content=read())
    return cast


def readable(cast) -> list[str]:
    topic = cast.topics["hacking"]
    return [
        url("board"),
        url("try"),
        url("topic", topic.pk),
        url("templates"),
        url("holding_messages"),
        url("checklist"),
        url("template", cast.template.pk),
        url("holding_message", cast.holding.pk),
    ]


def editable(cast) -> list[str]:
    lines = ChecklistItem.objects.filter(brand=cast.brand)
    line = lines.first() or ChecklistItem.objects.create(brand=cast.brand, slug="a", wording="A")
    return [
        url("add_topic"),
        url("edit_topic", "hacking"),
        url("edit_plan", "hacking"),
        url("add_rule", "hacking"),
        url("rule", "baggage") + "?rule=bag",
        url("add_checklist_item"),
        url("checklist_item", line.slug),
        url("import_version"),
    ]


def postable(cast) -> list[str]:
    ChecklistItem.objects.create(brand=cast.brand, slug="p", wording="P")
    return [
        *editable(cast),
        *[url(f"{verb}_topic", "hacking") for verb in ("retire", "restore")],
        *[url(f"{verb}_template", cast.template.pk) for verb in ("edit", "retire", "restore")],
        *[url(f"{verb}_holding_message", cast.holding.pk) for verb in ("edit", "retire", "restore")],
        *[url(f"{verb}_checklist_item", "p") for verb in ("retire", "restore")],
    ]


@pytest.mark.parametrize("name", ["amara", "dev", "priya", "ada", "axel"])
def test_everyone_who_sees_the_brand_reads_its_playbook(shipped, client, name):
    client.force_login(getattr(shipped, name))
    for page in readable(shipped):
        assert client.get(page).status_code == 200, page


def test_a_plan_shows_complaint_answer_actions_and_who_is_told(shipped, client):
    client.force_login(shipped.amara)
    topic = Topic.objects.get(brand=shipped.brand, slug="legal-threats")
    page = client.get(url("topic", topic.pk)).content.decode()
    assert topic.plan.public_answer[:30] in page.replace("&#x27;", "'")
    assert "Put a legal hold on the conversation" in page
    assert "Customer service manager" in page
    assert "Edit plan" not in page


def test_admins_get_every_form(shipped, client):
    client.force_login(shipped.ada)
    for page in editable(shipped):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("name", ["amara", "dev", "priya", "axel"])
def test_who_does_not_edit_is_refused_at_every_form_and_button(shipped, client, name):
    client.force_login(getattr(shipped, name))
    before = version_of(shipped.brand.pk)
    for page in editable(shipped):
        assert client.get(page).status_code == 403, page
    for page in postable(shipped):
        assert client.post(page).status_code == 403, page
    assert version_of(shipped.brand.pk) == before


def test_who_belongs_to_another_brand_finds_nothing(shipped, client):
    client.force_login(shipped.nora)
    assert client.get(url("board") + "?brand=tern-air").status_code == 404
    for page in [*readable(shipped)[2:3], *editable(shipped)[1:5], *postable(shipped)[8:]]:
        there = f"{page}{'&' if '?' in page else '?'}brand=tern-air"
        assert client.post(there).status_code in {404, 405}, page
        assert client.get(there).status_code in {404, 405}, page


def test_strangers_are_asked_to_sign_in(shipped, client):
    for page in [*readable(shipped), *editable(shipped)]:
        assert client.get(page).status_code == 302, page


def test_an_admin_adds_a_topic_and_a_rule_to_the_draft(shipped, client):
    client.force_login(shipped.ada)
    topic = {"name": "Lost pets", "level": "yellow", "area": "care", "reply_within": 60, "threshold": 10}
    answer = client.post(url("add_topic"), topic)
    assert answer.url == url("drafted_topic", "lost-pets") + "?brand=tern-air"
    rule = {"name": "Pets", "any_of": "cat\n dog \n\ncat", "points": 10, "min_followers": 0, "min_engagement": 0}
    client.post(url("add_rule", "lost-pets"), rule | {"is_active": "on", "author_is": ["press"]})
    page = client.get(answer.url).content.decode()
    assert "cat" in page
    kept = found(open_draft(shipped.brand).document["topics"], "lost-pets")["rules"]
    assert kept == [{"name": "Pets", "any_of": ["cat", "dog"], "author_is": ["press"]}]
    assert not Topic.objects.filter(slug="lost-pets").exists()
    assert Event.objects.latest("pk").name == "playbook.draft_changed"


@pytest.mark.parametrize(
    ("page", "sent", "sentence"),
    [
        ("add_topic", {"name": "R", "level": "red", "area": "care"}, "at least two teams"),
        ("add_topic", {"name": "Praise", "level": "green", "area": "care"}, "already exists"),
        ("add_rule", {"name": "r", "expression": "refund(", "points": 1}, "missing ): "),
        ("add_rule", {"name": "r", "points": 1}, "at least one word"),
        ("edit_plan", {"complaint": "a", "public_answer": "b"}, "required"),
    ],
)
def test_a_form_that_cannot_be_kept_comes_back_with_its_sentence(cast, client, page, sent, sentence):
    client.force_login(cast.ada)
    standard = {"reply_within": 60, "threshold": 10, "min_followers": 0, "min_engagement": 0}
    args = ["praise"] if page in {"add_rule", "edit_plan"} else []
    answer = client.post(url(page, *args), standard | sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_checklist_is_edited_retired_and_restored_in_the_draft(cast, client):
    client.force_login(cast.ada)
    ChecklistItem.objects.create(brand=cast.brand, slug="calm", wording="Calm")
    client.post(url("add_checklist_item"), {"wording": "Be kind", "levels": ["red"], "part": "whole", "position": 1})
    page = url("checklist_item", "be-kind")
    sent = {"wording": "Be kinder", "part": "whole", "position": 1, "is_required": "on"}
    client.post(page, sent | {"seen": client.get(page).context["form"].now})
    client.post(url("retire_checklist_item", "calm"))
    lines = open_draft(cast.brand).document["checklist"]
    assert lines[0] == {"slug": "calm", "wording": "Calm", "is_retired": True}
    assert lines[1] == {"slug": "be-kind", "wording": "Be kinder", "position": 1}
    assert client.post(url("restore_checklist_item", "calm")).url == url("checklist") + "?brand=tern-air"
    assert "is_retired" not in open_draft(cast.brand).document["checklist"][0]
    assert ChecklistItem.objects.filter(brand=cast.brand).count() == 1


def test_our_own_words_are_written_one_a_line_and_no_longer_taken_for_a_customers(cast, client):
    client.force_login(cast.ada)
    page, number = url("own_words"), "+44 20 7946 0018"
    row = cast.flagged("praise")
    assert "personal-data" in {found.check for found in findings_in(row, f"Call {number}.", is_public=True)}
    assert client.post(page, {"own_words": f" {number}\n\nhelp@tern.example\n{number}"}).status_code == 302
    assert Playbook.objects.get(brand=cast.brand).own_words == [number, "help@tern.example"]
    row = Interaction.objects.get(pk=row.pk)
    assert "personal-data" not in {found.check for found in findings_in(row, f"Call {number}.", is_public=True)}
    assert "help@tern.example" in client.get(page).content.decode()
    before = version_of(cast.brand.pk)
    client.post(page, {"own_words": f"{number}\nhelp@tern.example"})
    assert version_of(cast.brand.pk) == before
    answer = client.post(page, {"own_words": "x" * 121})
    assert answer.status_code == 422
    assert "too long for one entry" in answer.content.decode()


def test_retired_topics_stand_apart_on_the_board(cast, client):
    client.force_login(cast.ada)
    client.post(url("retire_topic", "praise"))
    page = client.get(url("board")).content.decode()
    assert "Retired topics" in page  # in the draft, which who edits sees
    assert "Draft v2, 1 change." in page
    client.force_login(cast.amara)
    assert "Retired topics" not in client.get(url("board")).content.decode()
    Topic.objects.filter(slug="praise").update(is_retired=True)
    assert "Retired topics" in client.get(url("board")).content.decode()


def test_trying_a_message_marks_its_words_and_says_which_rule_won(cast, client):
    client.force_login(cast.amara)
    before = Event.objects.count()
    text = "<b>My ACCOUNT HACKED</b>, and my suitcase"
    page = client.post(url("try"), {"text": text}).content.decode()
    assert '<mark class="m-red" title="taken over">ACCOUNT HACKED<sup>1</sup></mark>' in page
    assert "&lt;b&gt;" in page
    assert "10 of 10 points" in page
    assert "The strictest flag wins." in page
    assert Event.objects.count() == before


def test_trying_nothing_is_said(cast, client):
    client.force_login(cast.amara)
    assert client.post(url("try"), {"text": ""}).status_code == 422
    assert "No rule speaks" in client.post(url("try"), {"text": "hello"}).content.decode()

"""Loading: creates what is missing, never takes an admin's edit away, says what it did."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.actors import SYSTEM
from audit.models import Event
from playbook import actions
from playbook.current import judge_for, version_of
from playbook.models import ChecklistItem, HoldingMessage, Plan, ResponseTemplate, Rule, Topic


def load(*options: str) -> str:
    out = StringIO()
    call_command("load_playbook", *options, stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in (Topic, Rule, Plan, ResponseTemplate, HoldingMessage, ChecklistItem)]


def test_loading_creates_the_whole_playbook_with_one_version_and_one_event(cast):
    said = load("--brand", "lumen")
    topics = Topic.objects.filter(brand=cast.other_brand)
    assert topics.count() == 23
    assert Plan.objects.filter(topic__in=topics).count() == 23
    assert topics.get(slug="fraud-complaints").release_roles == ["security", "legal"]
    assert version_of(cast.other_brand.pk) == 1
    assert Event.objects.get(name="playbook.loaded").facts["version"] == 1
    assert "added 23 topic" in said
    assert "the file names the team “legal”, which the brand does not have" in said
    assert judge_for(cast.other_brand.pk).judge("I was hacked").level == "red"


def test_owner_teams_are_found_by_their_slug(cast):
    load("--brand", "tern-air")
    assert Topic.objects.get(brand=cast.brand, slug="legal-threats").owner_team == cast.teams["legal"]


def test_loading_twice_changes_nothing(cast):
    load("--brand", "tern-air")
    before, version, events = counts(), version_of(cast.brand.pk), Event.objects.count()
    said = load("--brand", "tern-air")
    assert "nothing is missing, nothing was changed" in said
    assert (counts(), version_of(cast.brand.pk), Event.objects.count()) == (before, version, events)


def test_an_admins_edit_stays_unless_replaced(cast):
    load("--brand", "tern-air")
    topic = Topic.objects.get(brand=cast.brand, slug="career-opportunities")
    topic.level = "yellow"
    actions.save_topic(by=SYSTEM, topic=topic)
    load("--brand", "tern-air")
    assert Topic.objects.get(pk=topic.pk).level == "yellow"
    said = load("--brand", "tern-air", "--replace")
    assert Topic.objects.get(pk=topic.pk).level == "green"
    assert "replaced 1 topic: Career opportunities" in said


def test_replacing_words_proposes_them_and_leaves_ours_in_use(cast):
    load("--brand", "tern-air", "--approved-by", "ada@tern.example")
    template = ResponseTemplate.objects.get(brand=cast.brand, name="Idea passed on")
    ResponseTemplate.objects.filter(pk=template.pk).update(text="Our own words")
    said = load("--brand", "tern-air", "--replace")
    template = ResponseTemplate.objects.get(pk=template.pk)
    assert "replaced 1 responsetemplate: Idea passed on" in said
    assert (template.text, template.version, template.is_approved) == ("Our own words", 1, True)
    assert (template.proposal.number, template.proposal.author) == (2, None)
    assert "nothing is missing" in load("--brand", "tern-air", "--replace")


def test_admins_may_sign_the_shipped_texts_while_loading(cast):
    load("--brand", "tern-air", "--approved-by", "ada@tern.example")
    assert ResponseTemplate.objects.usable().filter(brand=cast.brand).count() == counts()[3]
    waiting = HoldingMessage.objects.waiting().filter(brand=cast.brand)
    assert waiting.count() == 5
    assert all([decision.by for decision in message.proposal.decisions.all()] == [cast.ada] for message in waiting)
    load("--brand", "tern-air", "--approved-by", "ada@tern.example")  # her name is there already


def test_signing_while_loading_leaves_alone_what_people_proposed(cast):
    mine = actions.propose_change(by=cast.amara, words=cast.template, text="{name}, here it is.")
    load("--brand", "tern-air", "--approved-by", "ada@tern.example")
    assert ResponseTemplate.objects.get(pk=mine.pk).proposal == mine.proposal


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--brand", "nowhere"], "There is no active brand “nowhere”"),
        (["--file", "/nowhere.toml"], "cannot be opened"),
        (["--approved-by", "x@y.example"], "Nobody signs in as x@y.example"),
        (["--brand", "tern-air", "--approved-by", "amara@tern.example"], "You may not do this for Tern Air"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(cast, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        load(*options)


def test_measuring_prints_the_promised_figures(tmp_path: Path):
    rows = [
        {"text": "I was hacked", "topic": "potential-crisis/hacking-or-account-security", "flag": "red"},
        {"text": "Thank you!", "topic": "positive-brand-experience-and-praise", "flag": "green"},
        {"text": "Please refund me", "topic": "customer-support/order-dispute-resolution", "flag": "yellow"},
        {"text": "Hm", "topic": "potential-crisis/legal-threats", "flag": "red", "label_method": "by-eye"},
    ]
    dev, chatter = tmp_path / "dev.jsonl", tmp_path / "chatter.jsonl"
    dev.write_text("\n".join(map(json.dumps, rows)))
    chatter.write_text('{"text": "lovely weather"}\n{"text": "hacked off"}\n')
    out = StringIO()
    call_command("evaluate_triage", str(dev), "--offtopic", str(chatter), "--json", stdout=out)
    said, learned, both = map(json.loads, out.getvalue().splitlines())
    assert [each["mode"] for each in (said, learned, both)] == ["rules", "learned", "both"]
    assert both["red_recall"] >= said["red_recall"]
    assert learned.keys() == both.keys() == said.keys()
    assert said["rows"] == 4
    assert said["red_precision"] == 1.0
    assert said["red_recall"] == 0.5
    assert said["red_recall_by_topic"] == {"hacking-or-account-security": 1.0, "legal-threats": 0.0}
    assert said["flag_macro_f1"] == round((1 + 1 + 2 / 3) / 3, 4)
    assert said["by_eye_macro_f1"] == 0.0
    assert said["offtopic_red"] == 0.5
    assert said.keys() >= {"topic_f1", "ms_single", "ms_batch", "rss_added_mb"}


def test_measuring_a_brand_uses_its_own_rules(cast, tmp_path: Path):
    dev = tmp_path / "dev.jsonl"
    dev.write_text(json.dumps({"text": "my suitcase", "topic": "baggage", "flag": "yellow"}))
    out = StringIO()
    call_command("evaluate_triage", str(dev), "--brand", "tern-air", stdout=out)
    assert "topic_f1             {'baggage': 1.0}" in out.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_triage", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError):
        call_command("evaluate_triage", str(dev), "--brand", "nowhere")


def test_the_product_itself_may_load_and_says_so_in_the_record(cast):
    load("--brand", "tern-air")
    assert Event.objects.get(name="playbook.loaded").actor_kind == Event.ActorKind.SYSTEM
    assert str(SYSTEM) == "Escalation Desk"

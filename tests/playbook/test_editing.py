"""Edits: each is in the record and needs the right. Those of the whole go into the draft, the others count at once."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from playbook import actions
from playbook.current import (
    checklist_for,
    judge_for,
    version_of,
)
from playbook.drafting import open_draft
from playbook.models import ChecklistItem, Plan, ResponseTemplate, Rule, Topic
from playbook.whole.building import document_of
from playbook.whole.comparing import compare


def last_event() -> Event:
    return Event.objects.filter(name__startswith="playbook.").latest("pk")


def new_topic(cast, **facts) -> Topic:
    return Topic(brand=cast.brand, **({"slug": "new", "name": "New", "level": "green", "area": "care"} | facts))


DRAFTED = {
    "topic added": lambda cast: actions.save_topic(by=cast.ada, topic=new_topic(cast)),
    "topic changed": lambda cast: actions.save_topic(by=cast.ada, topic=_with(cast.topics["praise"], name="Joy")),
    "topic retired": lambda cast: actions.retire(by=cast.ada, thing=cast.topics["praise"]),
    "rule added": lambda cast: actions.save_rule(
        by=cast.ada, rule=Rule(topic=cast.topics["praise"], name="r", any_of=["merci"])
    ),
    "rule changed": lambda cast: actions.save_rule(
        by=cast.ada, rule=_with(Rule.objects.get(name="bag"), any_of=["trunk"])
    ),
    "plan changed": lambda cast: actions.save_plan(
        by=cast.ada,
        plan=Plan(topic=cast.topics["praise"], complaint="a", public_answer="b", internal_actions=["c"]),
    ),
    "line added": lambda cast: actions.save_checklist_item(
        by=cast.ada, item=ChecklistItem(brand=cast.brand, slug="c", wording="Calm")
    ),
}
EDITS = {
    "template_changed": lambda cast: actions.change_details(by=cast.ada, words=_with(cast.template, name="Found")),
    "template_retired": lambda cast: actions.retire(by=cast.ada, thing=cast.template),
    "holding_message_changed": lambda cast: actions.change_details(
        by=cast.ada, words=cast.holding, topics=[cast.topics["hacking"]]
    ),
    "holding_message_retired": lambda cast: actions.retire(by=cast.ada, thing=cast.holding),
    "own_words_changed": lambda cast: actions.save_own_words(by=cast.ada, brand=cast.brand, words=["020 7946 0000"]),
}


def _with(thing, **values):
    fresh = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


@pytest.mark.parametrize("event", EDITS)
def test_every_edit_raises_the_version_and_is_in_the_record(cast, event):
    before = version_of(cast.brand.pk)
    EDITS[event](cast)
    assert version_of(cast.brand.pk) == before + 1
    written = last_event()
    assert written.name == f"playbook.{event}"
    assert written.facts["version"] == before + 1
    assert written.actor_id == cast.ada.pk


@pytest.mark.parametrize("edit", DRAFTED)
def test_a_persons_edit_goes_into_the_draft_and_changes_nothing_that_judges(cast, edit):
    version, rows = version_of(cast.brand.pk), document_of(cast.brand.pk)
    DRAFTED[edit](cast)
    assert (version_of(cast.brand.pk), document_of(cast.brand.pk)) == (version, rows)
    draft = open_draft(cast.brand)
    assert len(compare(rows, draft.document)) == 1
    written = last_event()
    assert (written.name, written.actor_id, written.subject_id) == ("playbook.draft_changed", cast.ada.pk, draft.pk)


@pytest.mark.parametrize("event", EDITS | DRAFTED)
@pytest.mark.parametrize("name", ["amara", "dev", "priya", "axel", "nora"])
def test_nobody_but_an_admin_of_the_brand_edits(cast, monkeypatch, event, name):
    person = getattr(cast, name)
    monkeypatch.setattr(type(cast), "ada", person, raising=False)
    before = version_of(cast.brand.pk)
    with pytest.raises(NotAllowed):
        (EDITS | DRAFTED)[event](cast)
    assert version_of(cast.brand.pk) == before
    assert open_draft(cast.brand) is None


def test_an_edit_says_what_was_and_what_is(cast):
    DRAFTED["topic changed"](cast)
    changed = {"name": {"before": "Praise", "after": "Joy"}}
    assert last_event().detail.words == {"topics": "praise", "changes": changed}


def test_saving_without_a_change_leaves_no_trace(cast):
    before, events = version_of(cast.brand.pk), Event.objects.count()
    actions.save_topic(by=cast.ada, topic=_with(cast.topics["praise"]))
    actions.change_details(by=cast.ada, words=_with(cast.template), topics=[], teams=[])
    actions.propose_change(by=cast.ada, words=cast.template, text=cast.template.text)
    assert (version_of(cast.brand.pk), Event.objects.count()) == (before, events)
    assert ResponseTemplate.objects.get(pk=cast.template.pk).approved_by == cast.ada
    assert open_draft(cast.brand) is None


def test_the_next_judgement_follows_an_edit(cast):
    assert judge_for(cast.brand.pk).judge("my trunk").level is None
    actions.save_rule(by=SYSTEM, rule=_with(Rule.objects.get(name="bag"), any_of=["trunk"]))
    assert judge_for(cast.brand.pk).judge("my trunk").level == "yellow"


def test_a_judge_is_compiled_once_a_version(cast, django_assert_num_queries):
    judge = judge_for(cast.brand.pk)
    with django_assert_num_queries(1):
        assert judge_for(cast.brand.pk) is judge


def test_retired_topics_and_rules_turned_off_fall_silent(cast):
    actions.save_rule(by=SYSTEM, rule=_with(Rule.objects.get(name="bag"), is_active=False))
    assert judge_for(cast.brand.pk).judge("suitcase").level is None
    actions.retire(by=SYSTEM, thing=cast.topics["hacking"])
    assert judge_for(cast.brand.pk).judge("account hacked").level is None
    actions.restore(by=SYSTEM, thing=cast.topics["hacking"])
    assert judge_for(cast.brand.pk).judge("account hacked").level == "red"


def test_retiring_twice_is_said(cast):
    actions.retire(by=cast.ada, thing=cast.template)
    with pytest.raises(Conflict, match="a moment ago"):
        actions.retire(by=cast.ada, thing=cast.template)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"level": "red", "release_roles": ["legal"]}, "at least two teams"),
        ({"level": "red", "release_roles": ["legal", "legal"]}, "at least two teams"),
        ({"level": "red", "release_roles": ["legal", "moon"]}, "There is no team moon"),
        ({"level": "pink"}, "Choose green, yellow or red"),
    ],
)
def test_a_topic_that_cannot_work_is_refused(cast, facts, sentence):
    with pytest.raises(Invalid, match=sentence):
        actions.save_topic(by=cast.ada, topic=new_topic(cast, **facts))


def test_an_owner_of_another_brand_is_refused(cast):
    stranger = cast.other_brand.teams.get()
    with pytest.raises(Invalid, match="another brand"):
        actions.save_topic(by=cast.ada, topic=new_topic(cast, owner_team=stranger))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "at least one word"),
        ({"any_of": ["!!"]}, "is not a word"),
        ({"any_of": ["a" * 121]}, "is not a word"),
        ({"any_of": [f"w{n}" for n in range(1001)]}, "more than one rule takes"),
        ({"expression": "(a"}, "This expression cannot be used: missing"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(cast, facts, sentence):
    with pytest.raises(Invalid, match=sentence):
        actions.save_rule(by=cast.ada, rule=Rule(topic=cast.topics["praise"], name="r", **facts))


def test_a_plan_without_actions_is_refused(cast):
    with pytest.raises(Invalid, match="internal action"):
        actions.save_plan(by=cast.ada, plan=Plan(topic=cast.topics["praise"], complaint="a", public_answer="b"))


@pytest.mark.parametrize(
    "row",
    [
        lambda cast: Topic(brand=cast.brand, slug="r", name="R", level="red", area="care", release_roles=[]),
        lambda cast: Topic(brand=cast.brand, slug="praise", name="R", level="green", area="care"),
        lambda cast: Topic(brand=cast.brand, slug="p", name="R", level="pink", area="care"),
    ],
)
def test_the_database_refuses_what_no_action_would_write(cast, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(cast).save()


def test_the_checklist_follows_level_and_area(cast):
    everywhere = ChecklistItem.objects.create(brand=cast.brand, slug="a", wording="A")
    careful = ChecklistItem.objects.create(brand=cast.brand, slug="b", wording="B", levels=["yellow", "red"])
    support = ChecklistItem.objects.create(brand=cast.brand, slug="c", wording="C", area="support")
    assert checklist_for(cast.brand.pk, "green") == [everywhere]
    assert checklist_for(cast.brand.pk, "red", {"support"}) == [everywhere, careful, support]

"""The whole as one document: rows, document, file and back, and what changes in sentences."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.refusals import Invalid
from playbook.content.reading import ContentError, parse, read
from playbook.loading import load
from playbook.models import ChecklistItem, Plan, Rule, Topic
from playbook.whole.applying import apply
from playbook.whole.building import document_of
from playbook.whole.comparing import compare
from playbook.whole.document import EMPTY, covering, digest, found, normal, with_topic
from playbook.whole.files import from_content, to_toml

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
WORD = st.from_regex(r"@?[a-zä]{2,8}\*?( [a-z\"\\]{2,5})?", fullmatch=True)
SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
RULES = st.builds(
    dict,
    name=st.from_regex(r"[A-Za-z\"\\#=]{1,12}", fullmatch=True),
    any_of=st.lists(WORD, min_size=1, max_size=3),
    all_of=st.lists(WORD, max_size=2),
    none_of=st.lists(WORD, max_size=2),
    points=st.integers(0, 20),
    is_stop=st.booleans(),
    is_active=st.booleans(),
    author_is=st.lists(st.sampled_from(["press", "vip"]), unique=True),
    min_followers=st.integers(0, 10**6),
    networks=st.lists(st.sampled_from(["webhook", "email"]), unique=True),
)
PLANS = st.builds(
    dict,
    complaint=WORDS.filter(str.strip),
    public_answer=WORDS.filter(str.strip),
    internal_actions=st.lists(WORDS, min_size=1, max_size=3),
    notify=st.lists(WORDS, max_size=2),
    holding_names=st.integers(2, 5),
)
TOPICS = st.builds(
    dict,
    slug=SLUGS,
    name=WORDS.filter(str.strip),
    level=st.sampled_from(["green", "yellow", "red"]),
    area=st.sampled_from(["crisis", "support", "care"]),
    position=st.integers(0, 99),
    description=WORDS,
    owner_team=st.sampled_from(["", "care", "legal"]),
    release_roles=st.just(["legal", "communications"]),
    reply_within=st.integers(0, 500),
    is_retired=st.booleans(),
    plan=st.none() | PLANS,
    rules=st.lists(RULES, max_size=3, unique_by=lambda rule: rule["name"]),
)
LINES = st.builds(
    dict,
    slug=SLUGS,
    wording=WORDS.filter(str.strip),
    levels=st.lists(st.sampled_from(["green", "red"]), unique=True),
    part=st.sampled_from(["whole", "opening"]),
    is_required=st.booleans(),
    is_retired=st.booleans(),
)


@st.composite
def documents(draw):
    topics = draw(st.lists(TOPICS, max_size=4, unique_by=lambda topic: topic["slug"]))
    lines = draw(st.lists(LINES, max_size=3, unique_by=lambda line: line["slug"]))
    reds = [topic["slug"] for topic in topics if topic["level"] == "red"]
    for topic in topics:
        if reds and topic["level"] != "red" and draw(st.booleans()):
            topic |= {"raises_to": draw(st.sampled_from(reds)), "raises_from_reach": draw(st.integers(1, 9))}
    for line in lines:
        line["topics"] = draw(st.lists(st.sampled_from([t["slug"] for t in topics]), unique=True)) if topics else []
    return normal(topics, lines)


@given(first=documents(), second=documents())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_document_made_rows_is_the_same_document(cast, first, second):
    standing = document_of(cast.brand.pk)
    first = covering(first, standing)
    apply(cast.brand, first)
    assert document_of(cast.brand.pk) == first
    second = covering(second, first)
    apply(cast.brand, second)
    assert document_of(cast.brand.pk) == second


@given(documents())
@settings(max_examples=60)
def test_a_document_written_to_a_file_is_the_same_document(document):
    assert from_content(parse(to_toml(document, "Ours").encode(), "ours.toml")) == document


@given(documents())
def test_a_digest_does_not_depend_on_the_order_of_keys_nor_on_json(document):
    assert digest(json.loads(json.dumps(document, sort_keys=True))) == digest(document)
    assert compare(document, document) == []


def test_the_shipped_playbook_loaded_is_the_shipped_file(cast):
    load(by=SYSTEM, brand=cast.other_brand, content=_with_teams_of_nobody())
    assert document_of(cast.other_brand.pk) == from_content(_with_teams_of_nobody())


def _with_teams_of_nobody():
    """The shipped file for a brand that has no teams of these names: owners cannot be found there."""
    content = read()
    for topic in content.topics:
        object.__setattr__(topic, "owner_team", "")
    return content


def test_nothing_is_deleted_by_leaving_it_out(cast):
    with pytest.raises(Invalid, match="Nothing is deleted: retire baggage"):
        apply(cast.brand, EMPTY)
    assert Topic.objects.filter(brand=cast.brand, is_retired=False).count() == len(cast.topics)


def test_a_topic_that_a_document_does_not_know_is_retired_and_keeps_its_past(cast):
    flagged = cast.flagged("praise")
    apply(cast.brand, covering(EMPTY, document_of(cast.brand.pk)))
    assert not Topic.objects.live().filter(brand=cast.brand).exists()
    assert flagged.flags.get().topic == cast.topics["praise"]
    assert Topic.objects.get(pk=cast.topics["praise"].pk).is_retired


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"level": "red", "release_roles": ["legal"]}, "at least two teams"),
        ({"owner_team": "moon"}, "There is no team moon"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"rules": [{"name": "r"}]}, "at least one word"),
        ({"plan": {"complaint": "a", "public_answer": "b", "internal_actions": []}}, "internal action"),
        (
            {"plan": {"complaint": "a", "public_answer": "b", "internal_actions": ["c"], "holding_names": 1}},
            "two names",
        ),
    ],
)
def test_a_document_that_could_not_be_edited_that_way_is_not_applied(cast, change, sentence):
    before = document_of(cast.brand.pk)
    with pytest.raises(Invalid, match=sentence):
        apply(cast.brand, with_topic(before, "praise", lambda old: {**old, **change}))


def test_what_changes_is_said_in_sentences(cast):
    Plan.objects.create(topic=cast.topics["baggage"], complaint="A", public_answer="B", internal_actions=["C"])
    ChecklistItem.objects.create(brand=cast.brand, slug="calm", wording="Calm")
    old = document_of(cast.brand.pk)
    Topic.objects.filter(slug="baggage").update(level="green", reply_within=15)
    Topic.objects.filter(slug="praise").update(is_retired=True)
    Plan.objects.update(public_answer="We look")
    Rule.objects.filter(name="bag").update(any_of=["trunk"])
    Rule.objects.create(topic=cast.topics["baggage"], name="Lost", any_of=["lost"])
    ChecklistItem.objects.update(levels=["red"])
    said = {change.slug: change for change in compare(old, document_of(cast.brand.pk))}
    baggage = said["baggage"]
    assert (baggage.before, baggage.after) == ("yellow", "green")
    assert "Flag: Yellow · Caution → Green · Go" in baggage.sentences
    assert "First reply within: 30 → 15" in baggage.sentences
    assert "Plan, What we say in public: B → “We look”" in baggage.sentences
    assert "Rule “bag”, Any of these words: word added: trunk" in baggage.sentences
    assert "Rule “Lost”: new. lost" in baggage.sentences
    assert said["praise"].sentences == ("Retired.",)
    assert said["calm"].sentences == ("For flags: none → red",)
    assert found(old["topics"], "praise") is not None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("topics = 5", "is no playbook"),
        ("[[topics]]\nslug = 'a'\nname = 5\nlevel = 'green'\narea = 'care'", "name cannot be 5"),
        ("[[topics]]\nslug = 'a'\nname = 'A'\nlevel = 'green'\narea = 'care'\nreply_within = -1", "cannot be -1"),
        ("[[checklist]]\nslug = 'a'\nwording = 'A'\ntopics = ['b']", "no topic named b"),
        ("[[checklist]]\nslug = 'a'\nwording = 'A'\n[[checklist]]\nslug = 'a'\nwording = 'B'", "the same slug"),
    ],
)
def test_a_file_that_is_no_playbook_is_one_sentence(file, sentence):
    with pytest.raises(ContentError, match=sentence):
        from_content(parse(file.encode(), "ours.toml"))

"""The second opinion: learned the same each time, explained, kept safely, stricter or silent, and never in the way."""

import hashlib
import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.refusals import Invalid, NotAllowed
from audit.models import Event
from playbook import actions, learned, tasks
from playbook.content.reading import read as read_playbook
from playbook.learning.features import seen_in
from playbook.learning.keeping import NotReadableError, from_bytes, to_bytes
from playbook.learning.opinion import NO_TOPIC, Opinion, scales_of, softmax
from playbook.learning.sample import read, shipped, spelled_out
from playbook.learning.training import Example, train
from playbook.measuring import Said
from playbook.models import Learning
from playbook.specs import LEVELS
from playbook.triage import Judge
from playbook.trials import stricter

CONTENT = read_playbook()
SHIPPED = CONTENT.specs()
LEVEL_OF = {topic.slug: topic.level for topic in SHIPPED}
EXAMPLES = [
    *(Example(f"my parcel number {n} is lost", "lost") for n in range(8)),
    *(Example(f"thank you so much {n}", "praise") for n in range(8)),
    *(Example(f"rain again in town {n}", NO_TOPIC) for n in range(8)),
]
TOY = {"lost": "red", "praise": "green"}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(SHIPPED)


@pytest.fixture(scope="module")
def opinion(judge: Judge) -> Opinion:
    return train(shipped(), judge)


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    learned.forget()


def test_the_shipped_sample_is_large_diverse_and_speaks_of_every_topic_and_of_none():
    topics = {example.topic for example in shipped()}
    assert topics == {*LEVEL_OF, NO_TOPIC}
    assert len(shipped()) > 3_000
    assert len({example.text for example in shipped()}) > 0.97 * len(shipped())


def test_a_line_of_the_sample_is_read_once_for_each_choice():
    assert spelled_out("my (bag | case) is (lost | late | here)") == [
        "my bag is lost",
        "my case is late",
        "my bag is here",
    ]
    assert spelled_out("ja | nein") == ["ja", "nein"]
    assert list(read("# note\n[none]\nrain (today | here)\n")) == [
        Example("rain today", NO_TOPIC, is_sample=True),
        Example("rain here", NO_TOPIC, is_sample=True),
    ]
    with pytest.raises(ValueError, match="before the first topic"):
        list(read("rain\n"))


def test_the_same_examples_teach_the_same_and_words_say_why():
    judge = Judge([])
    first, second = train(EXAMPLES, judge), train(EXAMPLES, judge)
    assert np.array_equal(first.weights, second.weights)
    guess = first.guess("Where is my lost parcel?", judge.judge(""), TOY)
    assert (guess.topic_slug, guess.level) == ("lost", "red")
    assert "lost" in guess.words or "parcel" in " ".join(guess.words)
    assert first.guess("rain in town", judge.judge(""), TOY) is None
    with pytest.raises(ValueError, match="two topics"):
        train(EXAMPLES[:8], judge)


def test_a_word_of_every_message_counts_less_than_a_rare_one_and_a_message_has_one_unit_of_length():
    seen = seen_in("my parcel 7")  # a number stands in every example
    scales = dict(zip(seen.words, scales_of(seen, _TOY_OPINION.rarity).tolist(), strict=True))
    assert scales["parcel"] > scales["0"] > 0
    assert sum(scale * scale for scale in scales.values()) == pytest.approx(1, abs=1e-4)


def test_a_topic_that_the_taxonomy_lost_is_never_suggested():
    judge = Judge([])
    guess = train(EXAMPLES, judge).guess("my parcel is lost", judge.judge(""), {"praise": "green"})
    assert guess is None or guess.topic_slug == "praise"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("somebody got into my profile and bought things with it", "red"),
        ("i see no reason to wake up tomorrow, i have everything ready to end it", "red"),
        ("Ihr Mitarbeiter am Schalter war unverschämt zu meiner Mutter", "red"),
        ("llevo dos horas esperando al teléfono y nadie contesta", "red"),
        ("on a débité de l'argent sur mon compte sans mon accord, c'est une arnaque", "red"),
        ("the subtitles are out of sync on your player", "yellow"),
        ("you made my mother very happy today, thank you", "green"),
        ("what a lovely walk through the woods with my sister", None),
    ],
)
def test_what_was_learned_from_the_sample_meets_messages_that_it_never_saw(judge, opinion, text, level):
    guess = opinion.guess(text, judge.judge(text), LEVEL_OF)
    assert (guess.level if guess else None) == level


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_makes_it_raise_and_its_shares_add_up(text):
    opinion = _TOY_OPINION
    assert opinion.shares([seen_in(text)]).sum() == pytest.approx(1, abs=1e-4)
    assert next(iter(opinion.guesses([(text, Judge([]).judge(text))] * 2, TOY))) == opinion.guess(
        text, Judge([]).judge(text), TOY
    )


_TOY_OPINION = train(EXAMPLES, Judge([]))
_LOST = seen_in("where is my lost parcel")
levels = st.sampled_from([None, *LEVELS])


@given(levels, levels)
def test_both_together_are_never_milder_than_the_rules_and_the_rules_stand_where_they_are_as_strict(
    by_rules, by_learned
):
    rank = {None: -1, **{level: place for place, level in enumerate(LEVELS)}}
    rules, opinion = Said(by_rules, "of-rules"), Said(by_learned, "learned")
    both = stricter(rules, opinion)
    assert rank[both.level] == max(rank[by_rules], rank[by_learned])
    assert both == rules or rank[by_learned] > rank[by_rules]


def test_weights_come_back_as_they_were_kept_and_nothing_else_is_read():
    raw, sha256 = to_bytes(_TOY_OPINION)
    again = from_bytes(raw, sha256, version=3)
    assert (again.topics, again.version) == (_TOY_OPINION.topics, 3)
    assert np.abs(again.weights - _TOY_OPINION.weights).max() < 0.01
    assert np.abs(again.rarity - _TOY_OPINION.rarity).max() < 0.6, "what says nothing may come back as never seen"
    assert np.abs(again.shares([_LOST]) - _TOY_OPINION.shares([_LOST])).max() < 0.01
    with pytest.raises(NotReadableError, match="not those"):
        from_bytes(raw + b"x", sha256, version=3)
    for wrong in (b"", b"{}\n", b"[]\nx", json.dumps({"form": 9, "topics": ["a", "b"], "used": 1}).encode() + b"\n"):
        with pytest.raises(NotReadableError):
            from_bytes(wrong, hashlib.sha256(wrong).hexdigest(), version=1)
    assert b"parcel" not in raw, "no word of a message is kept"


def test_softmax_bears_any_size():
    assert softmax(np.array([[1e4, -1e4]], np.float32)).tolist() == [[1.0, 0.0]]


@pytest.fixture
def brand(cast):
    call_command("load_playbook", "--brand", cast.brand.slug, stdout=StringIO())
    return cast.brand


def test_learning_makes_a_version_that_is_in_use_at_once_recorded_and_switched_off_whole(cast, brand):
    kept = actions.learn(by=cast.ada, brand=brand)
    assert (kept.number, kept.decisions) == (1, 0)
    assert kept.sample > 0
    assert Event.objects.filter(name="playbook.learned").exists()
    opinion = learned.opinion_for(brand.pk)
    assert opinion.version == 1
    assert learned.opinion_for(brand.pk) is opinion, "read once a version and process"
    tasks.learn(brand.pk)
    assert learned.opinion_for(brand.pk).version == 2
    actions.switch_second_opinion(by=cast.ada, brand=brand, is_on=False)
    assert learned.opinion_for(brand.pk) is None
    assert not learned.is_on(brand.pk)
    with pytest.raises(NotAllowed):
        actions.learn(by=cast.amara, brand=brand)
    with pytest.raises(Invalid, match="nothing to learn"):
        actions.learn(by=cast.ada, brand=brand, with_sample=False)


def test_weights_that_were_tampered_with_leave_the_rules_alone(cast, brand, caplog):
    actions.learn(by=cast.ada, brand=brand)
    Learning.objects.update(weights=b"{}")
    assert learned.opinion_for(brand.pk) is None
    assert "left out" in caplog.text


def test_the_command_teaches_switches_and_says_what_it_did(brand):
    out = StringIO()
    call_command("learn_topics", "--brand", brand.slug, stdout=out)
    call_command("learn_topics", "--brand", brand.slug, "--switch", "off", stdout=out)
    assert "version 1, from 0 decisions" in out.getvalue()
    assert "the second opinion is off" in out.getvalue()
    with pytest.raises(CommandError, match="no such active brand"):
        call_command("learn_topics", "--brand", "nowhere")

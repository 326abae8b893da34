"""Triage: what a text means, said the same way whatever the order, whatever the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.triage import LEVELS, NO_FACTS, Facts, Judge, RuleSpec, TopicSpec

WORDS = ["refund", "hacked", "on hold", "thank you", "müll", "lost * bag", "don't care", "诈骗", "police"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
rules = st.builds(
    RuleSpec,
    name=st.text("abc", min_size=1, max_size=5),
    any_of=words,
    none_of=st.lists(st.sampled_from(WORDS), max_size=1).map(tuple),
    points=st.integers(0, 20),
    is_stop=st.booleans(),
)
texts = st.lists(st.sampled_from([*WORDS, "lost my only bag", "and", "!"]), max_size=6).map(" ".join)


def topic(level: str = "red", *rules: RuleSpec, number: int = 1, threshold: int = 10) -> TopicSpec:
    return TopicSpec(
        id=number, slug=f"topic-{number}", name=f"Topic {number}", level=level, rules=rules, threshold=threshold
    )


def says(text: str, *any_of: str, **conditions: object) -> bool:
    rule = RuleSpec(name="rule", any_of=any_of, **conditions)  # type: ignore[arg-type]
    return Judge([topic("red", rule)]).judge(text).level == "red"


def rank(level: str | None) -> int:
    return LEVELS.index(level) if level else -1


topic_lists = st.lists(st.tuples(st.sampled_from(LEVELS), st.lists(rules, max_size=3)), min_size=1, max_size=4)


def numbered(shapes: list[tuple[str, list[RuleSpec]]]) -> list[TopicSpec]:
    return [topic(level, *those, number=number) for number, (level, those) in enumerate(shapes, start=1)]


@given(topic_lists, rules, st.integers(0, 3), texts)
def test_one_more_rule_never_lowers_a_level(shapes, added, place, text):
    before = numbered(shapes)
    level, those = shapes[place % len(shapes)]
    shapes[place % len(shapes)] = (level, [*those, added])
    after = numbered(shapes)
    assert rank(Judge(after).judge(text).level) >= rank(Judge(before).judge(text).level)


@given(topic_lists, texts, st.randoms())
def test_the_order_of_topics_and_rules_never_matters(shapes, text, random):
    topics = numbered(shapes)
    shuffled = [
        TopicSpec(id=t.id, slug=t.slug, name=t.name, level=t.level, rules=tuple(random.sample(t.rules, len(t.rules))))
        for t in random.sample(topics, len(topics))
    ]
    assert Judge(topics).judge(text) == Judge(shuffled).judge(text)


JUDGE = Judge([topic("red", RuleSpec(name="words", any_of=tuple(WORDS)), RuleSpec(name="re2", expression="(a+)+b"))])


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_no_text_whatever_makes_triage_raise(text):
    verdict = JUDGE.judge(text)
    assert verdict.level in {"red", None}
    for mark in JUDGE.marks(text):
        assert 0 <= mark.start < mark.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 60_000,
        "\ud800" * 60_000,
        "hacked " * 20_000,
        "a" * 100_000,
        "ﷺ" * 50_000,
        "\u202e<script>" * 8_000,
        "lost " + "my " * 40_000 + "bag",
    ],
)
def test_a_very_long_text_is_judged_in_time(text):
    JUDGE.judge("warm")
    started = time.perf_counter()
    JUDGE.judge(text)
    assert time.perf_counter() - started < 0.5


def test_the_strictest_suggestion_comes_first_and_gives_its_reasons():
    calm = topic("yellow", RuleSpec(name="money", any_of=("refund",)), number=1)
    alarm = topic("red", RuleSpec(name="taken", any_of=("hacked", "stolen"), is_stop=True, points=3), number=2)
    verdict = Judge([calm, alarm]).judge("I want a refund, I was HACKED")
    assert verdict.level == "red"
    assert [suggestion.topic_id for suggestion in verdict.suggestions] == [2, 1]
    assert verdict.suggestions[0].rules == ("taken",)
    assert verdict.suggestions[0].words == ("hacked",)
    assert verdict.suggestions[0].points == 3


def test_points_of_a_topic_add_up_to_its_threshold():
    rules = (RuleSpec(name="one", any_of=("slow",), points=6), RuleSpec(name="two", any_of=("dirty",), points=6))
    judge = Judge([topic("yellow", *rules)])
    assert judge.judge("So slow").level is None
    assert judge.judge("So slow").near_misses[0].points == 6
    assert judge.judge("Slow and dirty").level == "yellow"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("müll", "Was für ein MULL!"),
        ("hack*", "I was HÄCKED"),
        ("don't care", "they dont care"),
        ("don't care", "they don’t care"),
        ("don't care", "they don t care"),
        ("lost * bag*", "lost my two big bags"),
        ("agent | crew", "the crew."),
        ("诈骗", "这是诈骗吗"),
        ("straße", "STRASSE"),
        ("❤", "love ❤️ it"),
        ("hacked", "𝓱𝓪𝓬𝓴𝓮𝓭"),
        ("hacked", "ha\u200bcked"),
        ("wi-fi", "wifi"),
        ("привет", "ПРИВЕТ, мир"),
    ],
)
def test_a_word_is_found_however_it_is_written(word, text):
    assert says(text, word)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("sue", "the issue pursued"),
        ("hacked", "shacked"),
        ("art", "Märt"),
        ("lost * bag", "lost one two three four bag"),
        ("при", "привет"),
    ],
)
def test_a_word_is_not_found_inside_another(word, text):
    assert not says(text, word)


def test_all_and_none_of_hold_their_rule_back():
    assert says("the crew was rude", "rude", all_of=("crew | agent",))
    assert not says("the food was rude", "rude", all_of=("crew | agent",))
    assert not says("rude, no: lovely", "rude", none_of=("lovely",))


def test_an_expression_counts_as_one_more_word():
    assert says("see http://news.example/a", "never", expression=r"https?://news\.")
    assert says("café 12 €", "never", expression="CAFÉ [0-9]+")


def test_an_expression_that_cannot_be_read_costs_its_rule_alone():
    broken = RuleSpec(name="broken", any_of=("refund",), expression="(a")
    judge = Judge([topic("red", broken, RuleSpec(name="whole", any_of=("refund",)))])
    assert judge.problems == ["topic-1: broken"]
    assert judge.judge("refund").suggestions[0].rules == ("whole",)


def test_facts_of_the_author_are_alternatives_and_reach_is_a_floor():
    rule = RuleSpec(name="reach", any_of=("bad",), author_is=("influencer",), min_followers=1000)
    judge = Judge([topic("yellow", rule)])
    assert judge.judge("bad").level is None
    assert judge.judge("bad", Facts(followers=999)).level is None
    assert judge.judge("bad", Facts(followers=1000)).level == "yellow"
    assert judge.judge("bad", Facts(author_is=frozenset({"influencer"}))).level == "yellow"


def test_a_rule_for_one_language_or_for_reach_waits_for_it():
    judge = Judge([topic("red", RuleSpec(name="german", any_of=("gift",), language="de", min_engagement=5))])
    assert judge.judge("gift", Facts(language="en", engagement=9)).level is None
    assert judge.judge("gift", Facts(language="de", engagement=4)).level is None
    assert judge.judge("gift", Facts(language="de", engagement=5)).level == "red"
    assert judge.judge("gift", Facts(engagement=5)).level == "red"


def test_when_the_set_runs_out_of_memory_each_word_is_asked_by_itself():
    rule = RuleSpec(name="many", any_of=(*(f"word{n} * end{n}" for n in range(300)), "hacked"))
    cramped = Judge([topic("red", rule)], max_mem=1 << 16)
    assert cramped.judge("I was hacked").suggestions[0].words == ("hacked",)
    assert cramped.judge("nothing").level is None


def test_marks_stand_where_the_words_stand_in_the_original():
    text = "Ich wurde ge-HÄCKT! Refund, refund"
    judge = Judge(
        [
            topic("red", RuleSpec(name="taken", any_of=("häckt",)), number=1),
            topic("yellow", RuleSpec(name="money", any_of=("refund",)), number=2),
        ]
    )
    assert [(text[mark.start : mark.end], mark.level) for mark in judge.marks(text)] == [
        ("HÄCKT", "red"),
        ("Refund", "yellow"),
        ("refund", "yellow"),
    ]


def test_where_marks_overlap_the_strictest_is_shown():
    judge = Judge(
        [
            topic("yellow", RuleSpec(name="long", any_of=("my bank account",)), number=1),
            topic("red", RuleSpec(name="short", any_of=("account",)), number=2),
        ]
    )
    assert [mark.rule for mark in judge.marks("my bank account")] == ["short"]


def test_marks_of_an_expression_stand_right_too():
    text = "Zürich: Order 4711 lost"
    judge = Judge([topic("red", RuleSpec(name="number", expression="order [0-9]+"))])
    assert [text[mark.start : mark.end] for mark in judge.marks(text)] == ["Order 4711"]


def test_many_messages_are_judged_in_their_order():
    said = JUDGE.judge_many([("hacked", NO_FACTS), ("hello", NO_FACTS), ("refund", NO_FACTS)])
    assert [verdict.level for verdict in said] == ["red", None, "red"]


def test_marks_of_one_word_end_at_two_hundred():
    judge = Judge([topic("red", RuleSpec(name="word", any_of=("refund",)))])
    assert len(judge.marks("refund " * 1_000)) == 200

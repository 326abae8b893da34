"""A document as a judge, against a judge of a few lines; and what differs between two."""

from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.specs import Facts
from playbook.whole.document import normal
from playbook.whole.judging import DOWN, OTHER, UP, Bench, difference, judge_alike

LEVELS = ["green", "yellow", "red"]
WORDS = ["alpha", "beta", "gamma", "delta"]

rules = st.fixed_dictionaries(
    {
        "any_of": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True),
        "none_of": st.lists(st.sampled_from(WORDS), max_size=1),
        "points": st.sampled_from([0, 5, 10]),
        "is_active": st.booleans(),
    }
)
topics = st.fixed_dictionaries(
    {
        "level": st.sampled_from(LEVELS),
        "reply_within": st.sampled_from([15, 60]),
        "is_retired": st.booleans(),
        "catches_from_reach": st.sampled_from([0, 0, 100]),
        "rules": st.lists(rules, max_size=2),
    }
)
messages = st.tuples(st.lists(st.sampled_from(WORDS), max_size=3), st.sampled_from([0, 500]))


def document(described):
    return normal(
        [
            {**topic, "slug": f"t{n}", "name": f"T{n}", "area": "care", "position": n}
            | {"rules": [{**rule, "name": f"r{m}"} for m, rule in enumerate(topic["rules"])]}
            for n, topic in enumerate(described)
        ],
        [],
    )


def plainly(described, words, reach):
    """The same by hand: the flag, the topic that decides, all topics."""
    speak = []
    for n, topic in enumerate(described):
        if topic["is_retired"]:
            continue
        points = [
            rule["points"]
            for rule in topic["rules"]
            if rule["is_active"] and set(rule["any_of"]) & set(words) and not set(rule["none_of"]) & set(words)
        ]
        if (points and sum(points) >= 10) or 0 < topic["catches_from_reach"] <= reach:
            speak.append((-LEVELS.index(topic["level"]), topic["reply_within"], n))
    if not speak:
        return "", "", set()
    first = min(speak)
    return LEVELS[-first[0]], f"t{first[2]}", {f"t{n}" for _level, _within, n in speak}


@settings(max_examples=60, deadline=None)
@given(st.lists(topics, max_size=3), st.lists(topics, max_size=3), st.lists(messages, min_size=1, max_size=8))
def test_two_documents_differ_exactly_where_it_is_said(old, new, heard):
    benches = Bench(document(old)), Bench(document(new))
    for words, reach in heard:
        rulings = [bench.ruling(" ".join(words), Facts(reach=reach)) for bench in benches]
        expected = [plainly(described, words, reach) for described in (old, new)]
        assert [(ruling.level, ruling.decisive, set(ruling.topics)) for ruling in rulings] == expected
        said = difference(*rulings)
        assert bool(said) == (expected[0] != expected[1])
        ranks = [LEVELS.index(level) + 1 if level else 0 for level, _first, _all in expected]
        assert said in {"", OTHER} if ranks[0] == ranks[1] else said == (UP if ranks[1] > ranks[0] else DOWN)
    if judge_alike(document(old), document(new)):
        assert all(not difference(*(b.ruling(" ".join(w), Facts(reach=r)) for b in benches)) for w, r in heard)


def test_a_plan_or_a_line_of_the_checklist_judges_nothing():
    topic = {"slug": "a", "name": "A", "level": "green", "area": "care"}
    line = {"slug": "l", "wording": "L"}
    assert judge_alike(normal([topic], []), normal([{**topic, "name": "B", "description": "b"}], [line]))
    assert not judge_alike(normal([topic], []), normal([{**topic, "level": "red"}], []))
    assert not judge_alike(normal([topic], []), normal([{**topic, "pages_at_once": False}], []))

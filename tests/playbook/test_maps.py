"""Response maps without a database: what is refused, how one walks, how they are drawn, and those that ship."""

import copy
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.content.reading import ContentError, parse, read
from playbook.maps.drawing import gates, in_order
from playbook.maps.known import known_of, unreached_topics
from playbook.maps.shape import map_of, normal_map
from playbook.maps.toml import to_toml
from playbook.maps.troubles import circles, troubles, unreached_steps
from playbook.maps.walking import given_in, walk
from playbook.plan_lines import PlanLine, plan_line
from playbook.whole.files import from_content
from playbook.whole.files import to_toml as whole_to_toml
from tests.playbook.mapped import SMALL, shipped

TOPICS = [
    {"slug": "hacking", "name": "Hacking", "level": "red", "owner_team": "security"},
    {"slug": "baggage", "name": "Baggage", "level": "yellow", "owner_team": "care", "reply_within": 30},
    {"slug": "praise", "name": "Praise", "level": "green", "owner_team": "care"},
]
KNOWN = known_of(TOPICS, frozenset({"care", "security"}))


def changed(part, key, **values):
    """The small map with one step changed."""
    entry = copy.deepcopy(SMALL)
    step = next(step for step in entry[part] if step["key"] == key)
    step.update(values)
    return entry


def answers(*to):
    return [{"answer": f"Answer {place}", "to": each} for place, each in enumerate(to)]


REFUSED = {
    "a dead end": (changed("questions", "mind", answers=answers("answer", "nowhere")), "leads nowhere"),
    "an answer to nothing": (changed("questions", "mind", answers=answers("answer", "")), "leads nowhere"),
    "a circle": (changed("questions", "mind", answers=answers("harm", "leave")), "leads back to itself"),
    "a circle of one": (changed("questions", "mind", answers=answers("mind", "leave")), "leads back to itself"),
    "one answer": (changed("questions", "mind", answers=answers("leave")), "two to 8 answers"),
    "two answers alike": (
        changed("questions", "mind", answers=[{"answer": "Yes", "to": "stop"}, {"answer": "Yes", "to": "leave"}]),
        "words of its own",
    ),
    "no action": (changed("leaves", "watch", action=" "), "Say what to do"),
    "no owner": (changed("leaves", "watch", owner_team=""), "which team"),
    "a team that is not there": (changed("leaves", "watch", owner_team="moon"), "no team moon"),
    "no time": (changed("leaves", "watch", within=0), "within which time"),
    "monitored for ever": (changed("leaves", "watch", look_again_in=0), "looked at again"),
    "no level": (changed("leaves", "watch", level=""), "green, yellow or red"),
    "an unknown topic": (changed("leaves", "stop", topics=["moon"]), "no topic moon"),
    "an unknown outcome": (changed("leaves", "watch", outcome="dance"), "how it ends"),
    "no beginning": ({**SMALL, "start": "moon"}, "begins nowhere"),
    "two of a key": ({**SMALL, "leaves": [*SMALL["leaves"], SMALL["leaves"][0]]}, "have the key"),
    "a question of nothing": (changed("questions", "mind", question=" "), "says nothing"),
    "a novel": (changed("questions", "mind", question="x" * 301), "under 300"),
    "too many steps": ({**SMALL, "leaves": SMALL["leaves"] * 30}, "more than anybody walks"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_map_is_refused_for(what):
    entry, why = REFUSED[what]
    assert why in " ".join(trouble.sentence for trouble in troubles(entry, KNOWN))


def test_a_retired_topic_is_no_end():
    retired = known_of([{**TOPICS[0], "is_retired": True}, *TOPICS[1:]], frozenset({"care", "security"}))
    assert any("is retired" in trouble.sentence for trouble in troubles(SMALL, retired))


def test_a_fit_map_has_no_troubles_and_is_walked_to_every_end():
    assert troubles(SMALL, KNOWN) == []
    each = map_of(SMALL)
    ends = {walk(each, way).leaf.key for way in ([0], [1, 0], [1, 1], [1, 2])}
    assert ends == set(each.leaves)
    assert walk(each, [1]).question.key == "mind"
    assert walk(each, []).at is each.questions["harm"]
    assert walk(each, [1, 0]).before == "1"
    inferred = walk(each, [1, 1])
    assert (inferred.way, inferred.passed[-1].answer.is_inferred) == ("1.1", True)


@pytest.mark.parametrize("way", ["", "x", "9", "-1", "0.0.0.0", "1.99999", "1..2", "٣", "0" * 500, "1." * 400])
def test_rubbish_in_an_address_goes_as_far_as_it_makes_sense(way):
    assert walk(map_of(SMALL), given_in(way)).at is not None


def test_an_end_leans_on_its_topics_where_it_says_nothing():
    leaf = map_of(SMALL).leaves["answer"]
    assert KNOWN.level_of(leaf) == "yellow"
    assert KNOWN.owners_of(leaf) == ["care"]
    assert KNOWN.within_of(leaf) == 30
    raised = known_of([TOPICS[0], TOPICS[1], {**TOPICS[2], "level": "red"}])
    assert raised.level_of(leaf) == "red", "it follows the taxonomy"


def test_topics_that_no_end_names_and_steps_that_no_way_leads_to_are_shown():
    lonely = {**SMALL, "leaves": [*SMALL["leaves"], {**SMALL["leaves"][2], "key": "lonely"}]}
    assert unreached_steps(map_of(lonely)) == ["lonely"]
    assert troubles(lonely, KNOWN) == []
    without = changed("leaves", "answer", topics=["baggage"])
    assert [topic.slug for topic in unreached_topics([map_of(without)], KNOWN)] == ["praise"]


def test_lanes_are_reached_by_the_answer_behind_which_only_they_lie():
    found = gates(map_of(SMALL), KNOWN, ["red", "yellow", "green"])
    assert (found["red"].question, found["red"].answer) == ("Could someone be harmed?", "Yes")
    assert (found["yellow"].question, found["yellow"].answer) == ("Does anybody mind?", "Yes")
    assert found["green"].answer == "No"
    order = in_order(map_of(SMALL), KNOWN)
    assert [step.number for step in order] == [1, 2, 3, 4, 5, 6]
    assert [arrow.number for arrow in order[0].arrows] == [2, 3]


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefz"), min_size=2, max_size=4)))
@settings(max_examples=200, deadline=None)
def test_a_circle_is_found_exactly_where_a_way_comes_back(graph):
    entry = {"start": "a", "questions": [{"key": key, "answers": answers(*to)} for key, to in graph.items()]}

    def comes_back(start, seen=frozenset()):
        return start in seen or any(comes_back(to, seen | {start}) for to in graph.get(start, ()))

    assert bool(circles(map_of(entry))) == any(comes_back(key) for key in graph)


# --- What ships -------------------------------------------------------------------------------------------------------


def test_three_maps_ship_that_can_be_walked_and_ours_reaches_every_topic():
    content = read()
    known = known_of([vars(topic) for topic in content.topics], {"care", "communications", "legal", "security"})
    maps = shipped()
    assert list(maps) == ["our-own", "usaf", "altimeter-style"]
    for entry in maps.values():
        assert troubles(entry, known) == []
        assert unreached_steps(map_of(entry)) == []
    assert unreached_topics([map_of(maps["our-own"])], known) == []
    assert set(gates(map_of(maps["our-own"]), known, ["red", "yellow", "green"])) == {"red", "yellow", "green"}


def test_ours_has_branches_for_compliment_complaint_and_potential_crisis():
    each = map_of(shipped()["our-own"])
    assert walk(each, [0]).question.key == "crisis"
    assert walk(each, [1, 0]).question.key == "sincere"
    assert walk(each, [1, 1, 0, 1]).leaf.key == "thank"
    outcomes = {leaf.outcome for leaf in each.leaves.values()}
    assert outcomes == {"respond", "escalate", "monitor", "let_stand"}


# As the boxes are known, R for a response; those in brackets are inferred.
BOXES = {
    "box-1": "box-2 box-5",
    "box-2": "box-4 box-3",
    "box-4": "respond (box-3)",
    "box-5": "box-9 box-6",
    "box-6": "box-9 box-7",
    "box-7": "box-10 box-7a",
    "box-7a": "(box-11) (box-8)",
    "box-8": "box-11 box-12",
    "box-10": "respond (box-3)",
    "box-11": "respond (box-3)",
    "box-12": "respond (box-3)",
}


def test_the_air_force_boxes_stand_as_they_are_known():
    each = map_of(shipped()["usaf"])
    said = {
        key: " ".join(f"({answer.to})" if answer.is_inferred else answer.to for answer in question.answers)
        for key, question in each.questions.items()
    }
    assert said == BOXES
    assert (each.leaves["box-3"].outcome, each.leaves["box-9"].outcome) == ("let_stand", "monitor")


def test_every_way_ends_within_a_few_questions():
    for entry in shipped().values():
        each = map_of(entry)
        ways = [()]
        for _depth in itertools.repeat(None, 12):
            ways = [
                (*way, number)
                for way in ways
                if (at := walk(each, way).question) is not None
                for number in range(len(at.answers))
            ]
            if not ways:
                break
        assert ways == []


def test_a_map_is_the_same_in_a_file_and_back():
    content = read()
    document = from_content(content)
    again = from_content(parse(whole_to_toml(document, "Again").encode(), "again"))
    assert again == document
    for entry in content.maps:
        assert "[[maps.questions]]" in to_toml(normal_map(entry))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[maps]]\nslug = "a"\nname = 3', "name cannot be 3"),
        ('[[maps]]\nslug = "a"\ncolour = "red"', "colour is not known"),
        ('[[maps]]\nslug = "A b"', "small letters"),
        ('[[maps]]\nslug = "a"\nstart = "b"', "begins nowhere"),
        ('[[maps]]\nslug = "a"\nquestions = [3]', "no table"),
        ('[[maps]]\nslug = "a"\nleaves = [{key = "b", within = -1}]', "within cannot be -1"),
        ('[[maps]]\nslug = "a"\nleaves = [{key = "b", topics = [1]}]', "topics cannot be"),
        ('[[maps]]\nslug = "a"\nis_retired = true\n[[maps]]\nslug = "a"\nis_retired = true', "the same slug"),
    ],
)
def test_a_file_with_rubbish_for_a_map_is_refused_with_its_place(text, why):
    with pytest.raises(ContentError, match=why):
        parse(text.encode(), "file")


def test_the_shipped_plans_have_the_scenarios_that_happen_to_everybody():
    names = {scenario.name for topic in read().topics if topic.plan for scenario in topic.plan.scenarios}
    assert names == {
        "Several people are offended by a post of ours",
        "Our work is criticised, or a negative review",
        "Bad reaction to an e-mail we sent to one person",
        "Staff are found rude, racist, sexist or homophobic",
        "A faulty or broken product",
        "Somebody wants to buy",
        "A great post or comment about us",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Block the card [security, 30 min]", PlanLine("Block the card", "security", 30)),
        ("Block the card [30 min]", PlanLine("Block the card", "", 30)),
        ("Write back [care, 2 d]", PlanLine("Write back", "care", 2880)),
        ("Write back [4 h, care]", PlanLine("Write back", "care", 240)),
        ("Ask [who, knows, this]", PlanLine("Ask [who, knows, this]")),
        ("Ask [Somebody Else]", PlanLine("Ask [Somebody Else]")),
        ("Just do it", PlanLine("Just do it")),
        ("[care]", PlanLine("[care]")),
    ],
)
def test_a_line_of_a_plan_says_which_team_and_by_when(text, line):
    assert plan_line(text) == line

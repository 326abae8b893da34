"""Tone, impact and urgency give a severity, a level and a strategy: a table, and that more never makes it milder."""

import itertools

import pytest

from interactions.severity import Severity, Tone, Weight, strategy_for, weigh

RANK = {"green": 1, "yellow": 2, "red": 3}


@pytest.mark.parametrize(
    ("scores", "kinds", "weight"),
    [
        (("positive", 0, 0), {}, Weight(Severity.NONE, "green")),
        (("neutral", 3, 3), {}, Weight(Severity.NONE, "red")),
        (("negative", 0, 0), {}, Weight(Severity.MILD, "green")),
        (("negative", 1, 1), {}, Weight(Severity.PLAIN, "yellow")),
        (("negative", 2, 2), {}, Weight(Severity.GRAVE, "yellow")),
        (("negative", 3, 2), {}, Weight(Severity.CRISIS, "red")),
        (("negative", 0, 0), {"is_abusive": True}, Weight(Severity.PLAIN, "green")),
        (("neutral", 0, 0), {"is_misleading": True}, Weight(Severity.GRAVE, "yellow")),
    ],
)
def test_a_weight_is_what_the_table_says(scores, kinds, weight):
    assert weigh(*scores, **kinds) == weight


def test_more_of_anything_never_makes_it_milder():
    for tone, impact, urgency in itertools.product(Tone.values, range(3), range(3)):
        base = weigh(tone, impact, urgency)
        for more in (
            weigh(tone, impact + 1, urgency),
            weigh(tone, impact, urgency + 1),
            weigh(tone, impact, urgency, is_abusive=True),
            weigh(tone, impact, urgency, is_misleading=True),
        ):
            assert more.severity >= base.severity
            assert RANK[more.level] >= RANK[base.level]


def test_each_category_says_what_to_do_and_only_abuse_is_moderated():
    strategies = [strategy_for(tone, severity) for tone in Tone.values for severity in Severity.values]
    assert all(strategy.asks and not strategy.is_moderated for strategy in strategies)
    assert strategy_for("negative", Severity.PLAIN, is_abusive=True).is_moderated
    assert "never deleted" in str(strategy_for("negative", Severity.PLAIN, is_abusive=True).asks[1])

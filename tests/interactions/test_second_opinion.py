"""What was learned asks for a look where it is stricter than the rules; it flags, holds and pages nothing."""

import pytest
from django.core.management import call_command

from accounts.actors import SYSTEM
from interactions import actions, deciding
from interactions.models import Hold, Interaction, SecondOpinion
from playbook import actions as playbook
from playbook import learned
from playbook.models import Rule
from tests.cast import Cast

LOST = ["my parcel is lost", "you lost my parcel", "parcel lost again", "where is my lost parcel"]
RAIN = ["rain all day", "what a rainy day", "more rain today", "rain in town"]


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    learned.forget()


@pytest.fixture
def taught(cast: Cast) -> Cast:
    """A brand whose people put parcels on a red topic and weather aside; no rule knows either."""
    Rule.objects.all().delete()
    red = cast.topics["hacking"]
    for text in LOST * 3:
        actions.flag(cast.received(text), by=cast.amara, topics=[red])
    for text in RAIN * 3:
        actions.close(cast.received(text), by=cast.amara, closed_as="not_for_us", reason="Weather")
    playbook.learn(by=cast.ada, brand=cast.brand, with_sample=False)
    return cast


def test_decisions_of_people_are_what_is_learned_from(taught: Cast):
    decided = deciding.decisions_of(taught.brand.pk)
    assert decided.count(("my parcel is lost", "hacking")) == 3
    assert decided.count(("rain in town", "")) == 3
    assert deciding.decisions_of(taught.other_brand.pk) == []


def test_a_stricter_opinion_asks_for_a_look_and_does_nothing_else(taught: Cast):
    seen = taught.received("my parcel was lost")
    assert (seen.needs_look, seen.level, seen.is_held, seen.state) == (True, "", False, "received")
    opinion = SecondOpinion.objects.get(interaction=seen)
    assert (opinion.topic, opinion.level, opinion.learning) == (taught.topics["hacking"], "red", 1)
    assert opinion.words
    assert not Hold.objects.filter(interaction=seen).exists()
    assert not seen.flags.exists()
    assert not taught.received("rain on my day").needs_look


def test_a_persons_flag_ends_the_look_and_a_rule_that_is_as_strict_needs_none(taught: Cast):
    seen = taught.received("my parcel was lost")
    actions.flag(seen, by=taught.amara, topics=[taught.topics["praise"]])
    assert not Interaction.objects.get(pk=seen.pk).needs_look
    Rule.objects.create(topic=taught.topics["hacking"], name="parcels", any_of=["parcel"])
    playbook.switch_second_opinion(by=taught.ada, brand=taught.brand, is_on=False)
    playbook.switch_second_opinion(by=taught.ada, brand=taught.brand, is_on=True)
    ruled = taught.received("my parcel was lost, again")
    assert (ruled.level, ruled.needs_look) == ("red", False)


def test_switched_off_nothing_is_asked(taught: Cast):
    call_command("learn_topics", "--brand", taught.brand.slug, "--switch", "off")
    assert not taught.received("my parcel was lost").needs_look
    assert not SecondOpinion.objects.exists()


def test_how_a_message_sounds_is_kept_and_a_repeat_writer_is_known(cast: Cast):
    rule = Rule.objects.create(topic=cast.topics["hacking"], name="again", min_repeats=2, within_hours=2)
    playbook.save_rule(by=SYSTEM, rule=rule)
    playbook.switch_second_opinion(by=cast.ada, brand=cast.brand, is_on=False)
    first = cast.received("Die Lieferung ist zu spät und das ist furchtbar", author="ines")
    assert (first.tone, first.severity, first.language) == ("negative", 2, "de")
    assert first.level != "red"
    assert cast.received("und noch etwas").level != "red"
    assert cast.received("und noch etwas", author="ines").level == "red"

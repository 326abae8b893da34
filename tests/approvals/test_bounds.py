"""What people write beside a sign-off is kept whole or refused with a sentence, never cut off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.refusals import Invalid
from approvals import actions
from approvals.bounds import LONGEST_NAME, LONGEST_NOTE, LONGEST_PHRASE, LONGEST_REASON
from approvals.models import Extension, Graduation, Probation, Remark, Review, SecondLook, SignOffRule, Turn
from approvals.rule_terms import RuleTerms, StepTerms
from interactions.models import Draft
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Said = Callable[[Cast, str], object]


def waiting(cast: Cast) -> Draft:
    return Draft.objects.waiting().first() or cast.drafted(text="We found it. " * 60)


def probation(cast: Cast) -> Probation:
    running = Probation.objects.live().filter(user=cast.jonas).first()
    return running or actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New here")


def start(cast: Cast, words: str) -> object:
    return actions.start_probation(cast.amara, team=cast.teams["care"], by=cast.dev, reason=words)


def extend(cast: Cast, words: str) -> object:
    later = timezone.now() + timedelta(days=90)
    return actions.extend_probation(probation(cast), by=cast.dev, until=later, reason=words)


def name_rule(cast: Cast, words: str) -> object:
    return actions.add_policy_rule(cast.brand, by=cast.ada, terms=RuleTerms(steps=(StepTerms(),), name=words))


EVERY: dict[str, tuple[int, Said]] = {
    "phrase": (LONGEST_PHRASE, lambda cast, w: actions.remark(waiting(cast), by=cast.dev, phrase=w, note="Hm")),
    "remark": (LONGEST_NOTE, lambda cast, w: actions.remark(waiting(cast), by=cast.dev, phrase="We", note=w)),
    "rewrite": (LONGEST_NOTE, lambda cast, w: actions.remark(waiting(cast), by=cast.dev, phrase="We", rewrite=w)),
    "return": (
        LONGEST_NOTE,
        lambda cast, w: actions.send_back(waiting(cast), by=cast.dev, reason_code="tone", note=w),
    ),
    "hand over": (
        LONGEST_REASON,
        lambda cast, w: actions.hand_over(waiting(cast), by=cast.dev, to=cast.ingrid, note=w),
    ),
    "second look": (
        LONGEST_REASON,
        lambda cast, w: actions.ask_second_look(waiting(cast), by=cast.dev, to=cast.ingrid, note=w),
    ),
    "start": (LONGEST_REASON, start),
    "graduate": (LONGEST_REASON, lambda cast, w: actions.graduate(probation(cast), by=cast.dev, level="green", note=w)),
    "extend": (LONGEST_REASON, extend),
    "end": (LONGEST_REASON, lambda cast, w: actions.end_probation(probation(cast), by=cast.dev, note=w)),
    "rule": (LONGEST_NAME, name_rule),
}


def words_of(length: int) -> str:
    """The beginning of the draft, so that as a phrase it is found there."""
    return ("We found it. " * 100)[:length]


def kept() -> int:
    rows = (Extension, Graduation, Probation, Remark, Review, SecondLook, SignOffRule, Turn)
    return sum(row.objects.count() for row in rows)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_too_long_is_refused_and_leaves_nothing(cast: Cast, name: str) -> None:
    most, say = EVERY[name]
    waiting(cast)
    probation(cast)
    before = kept()
    with pytest.raises(Invalid, match=rf"has {most + 1} characters; {most} fit here. Shorten it."):
        say(cast, words_of(most + 1))
    assert kept() == before


@pytest.mark.parametrize("name", EVERY)
def test_what_just_fits_is_taken(cast: Cast, name: str) -> None:
    most, say = EVERY[name]
    say(cast, words_of(most))

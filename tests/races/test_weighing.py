"""Several look at the same person's figures at the same moment."""

import pytest

from accounts.models import Notice
from approvals import actions
from approvals.models import Cause, Probation, Proposal
from tests.approvals.history import clean, judged
from tests.cast import Cast
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WEIGH = ("weigh", {"user": "jonas", "team": "care"})


def test_a_reader_comes_back_once(desk: Cast, four: Crew) -> None:
    care = desk.teams["care"]
    probation = actions.start_probation(desk.jonas, team=care, by=desk.dev, reason="New here")
    for round_ in range(1, ROUNDS + 1):
        actions.end_probation(probation, by=desk.dev)
        reviews = [judged(desk, "return", reason_code="facts") for _one in range(2)]
        told = four.at_once(*[WEIGH] * 4)
        assert [each.outcome for each in told] == ["done"] * 4
        probation = Probation.objects.live().get()
        assert Probation.objects.count() == 1 + round_
        assert {cause.review_id for cause in Cause.objects.filter(probation=probation)} == {row.pk for row in reviews}
    assert Notice.objects.filter(user=desk.dev, text__contains="again").count() == ROUNDS


def test_a_level_is_proposed_once(desk: Cast, four: Crew) -> None:
    care = desk.teams["care"]
    for _round in range(ROUNDS):
        probation = actions.start_probation(desk.jonas, team=care, by=desk.dev, reason="New here")
        Probation.objects.filter(pk=probation.pk).update(greens_wanted=1)
        clean(desk, 1)
        told = four.at_once(*[WEIGH] * 4)
        assert [each.outcome for each in told] == ["done"] * 4
        assert Proposal.objects.filter(probation=probation).count() == 1
        actions.end_probation(probation, by=desk.dev)

"""Two gifts out of one budget, two decisions about one gift, and a consent that is taken back, at the same moment."""

import pytest
from django.db.models import Q, Sum

from interactions import actions
from interactions.models import Budget, Gift, Share
from tests.cast import Cast
from tests.interactions import goodness
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def check_ledger(budget: Budget) -> int:
    """What the budget says is set aside is what its gifts say, and never more than there is."""
    gifts = Gift.objects.filter(Q(is_approved=None) | Q(is_approved=True), budget=budget)
    added: int = gifts.aggregate(sum=Sum("amount"))["sum"] or 0
    now = Budget.objects.get(pk=budget.pk)
    assert now.committed == added <= now.amount
    return added


def test_the_last_of_a_budget_is_given_once(desk: Cast, four: Crew) -> None:
    budget = goodness.budget(desk, amount=1_500, most_each=1_000)
    for _round in range(ROUNDS):
        rows = [desk.flagged("praise", "What a lovely crew!") for _one in range(4)]
        names = ("amara", "jonas", "dev", "ingrid")
        told = four.at_once(
            *[
                ("give", {"interaction": row.pk, "by": name, "amount": 1_000})
                for row, name in zip(rows, names, strict=True)
            ]
        )
        assert [each.outcome for each in told].count("done") == 1
        assert all("has 5.00 EUR left" in each.said for each in told if each.is_refused)
        assert check_ledger(budget) == 1_000
        gift = Gift.objects.get(budget=budget, is_approved=None)
        actions.decide_gift(gift, by=gift.given_by, is_approved=False)
        assert check_ledger(budget) == 0


def test_one_person_gets_one_gift_whoever_gives_it(desk: Cast, two: Crew) -> None:
    budget = goodness.budget(desk, amount=10**9)
    for number in range(ROUNDS):
        rows = [desk.flagged("praise", text, author=f"ida-{number}") for text in ("Thank you!", "And again!")]
        asked = [
            {"interaction": row.pk, "by": by, "amount": 100} for row, by in zip(rows, ("amara", "jonas"), strict=True)
        ]
        told = two.at_once(*[("give", given) for given in asked])
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert "has had something" in next(each.said for each in told if each.is_refused)
        assert Gift.objects.filter(contact=rows[0].contact_id).count() == 1
        check_ledger(budget)


def test_a_gift_is_decided_once_while_others_are_given(desk: Cast, four: Crew) -> None:
    budget = goodness.budget(desk, amount=10**9)
    for _round in range(ROUNDS):
        gift = goodness.gift(desk)
        row = desk.flagged("praise", "What a lovely crew!")
        told = four.at_once(
            ("decide_gift", {"gift": gift.pk, "by": "dev", "is_approved": True}),
            ("decide_gift", {"gift": gift.pk, "by": "ingrid", "is_approved": False}),
            ("decide_gift", {"gift": gift.pk, "by": "jonas", "is_approved": False}),
            ("give", {"interaction": row.pk, "by": "amara", "amount": 700}),
        )
        assert [each.outcome for each in told[:3]].count("done") == 1
        assert told[3].is_done
        check_ledger(budget)


def test_two_budgets_set_at_once_never_overlap(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        told = two.at_once(
            ("set_budget", {"by": "ada", "name": "Short", "days": 3}),
            ("set_budget", {"by": "ada", "name": "Long", "days": 9}),
        )
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        Budget.objects.all().delete()


def test_a_share_goes_out_before_the_consent_is_taken_back_or_not_at_all(desk: Cast, two: Crew) -> None:
    for _round in range(ROUNDS):
        share = goodness.signed(desk)
        out, _back = two.at_once(
            ("note_shared", {"share": share.pk, "by": "jonas"}),
            ("withdraw_consent", {"share": share.pk, "by": "amara"}),
        )
        assert Share.objects.get(pk=share.pk).state == ("shared" if out.is_done else "ended")

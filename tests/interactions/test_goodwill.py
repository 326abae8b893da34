"""The ledger: a budget that holds, a second person, one gift for a person, and rows that stay as they are."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from accounts.actions import join_team
from accounts.actors import SYSTEM
from accounts.models import Role, Team
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions, money
from interactions.models import Budget, Gift, HandedOver
from oncall import actions as rooms
from tests.cast import Cast
from tests.interactions import goodness
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def funded(cast: Cast) -> Cast:
    goodness.budget(cast)
    return cast


def committed() -> int:
    """What the ledger says, added up: the figure on the budget must be the same."""
    standing = Gift.objects.filter(Q(is_approved=None) | Q(is_approved=True))
    added = standing.aggregate(sum=Sum("amount"))["sum"] or 0
    assert Budget.objects.get().committed == added
    return added


def test_a_gift_goes_its_whole_way_through_the_pages(funded: Cast) -> None:
    row = funded.flagged("praise", "What a lovely crew!")
    assert "at most 25.00 EUR for one person" in " ".join(read(funded.jonas, f"/inbox/{row.pk}/good/").split())
    given = {"kind": "voucher", "amount": "10.00", "reason": "For the kind words"}
    assert signed_in(funded.jonas).post(f"/interactions/{row.pk}/gift/", given).status_code == 302
    gift = Gift.objects.get()
    assert committed() == 1_000
    assert "Agree" not in read(funded.jonas, "/good/")
    assert "Agree" in read(funded.dev, "/good/")
    assert signed_in(funded.dev).post(f"/interactions/gifts/{gift.pk}/decide/", {"is_approved": "1"}).status_code == 302
    sent = signed_in(funded.jonas).post(f"/interactions/gifts/{gift.pk}/handed-over/", {"reference": "V-77"})
    assert sent.status_code == 302
    assert "V-77" in read(funded.dev, "/good/")
    assert committed() == 1_000


def test_nobody_agrees_to_what_they_give_and_the_database_says_so_too(funded: Cast) -> None:
    gift = goodness.gift(funded, by="dev")
    with pytest.raises(NotAllowed, match="somebody else"):
        actions.decide_gift(gift, by=funded.dev, is_approved=True)
    with pytest.raises(NotAllowed):
        actions.decide_gift(gift, by=funded.amara, is_approved=True)  # an agent may not
    with pytest.raises(DatabaseError), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(is_approved=True, decided_by=funded.dev, decided_at=timezone.now())
    assert actions.decide_gift(gift, by=funded.dev, is_approved=False).is_approved is False
    assert committed() == 0


def test_one_person_gets_something_once_out_of_a_budget(funded: Cast) -> None:
    row = funded.flagged("praise", author="ida")
    first = goodness.gift(funded, row=row)
    with pytest.raises(Conflict, match="has had something"):
        goodness.gift(funded, row=row, by="amara")
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.create(
            interaction=row,
            contact=row.contact,
            budget=first.budget,
            kind="refund",
            amount=1,
            reason="Again",
            given_by=funded.amara,
            given_at=timezone.now(),
        )
    actions.decide_gift(first, by=funded.dev, is_approved=False)
    assert goodness.gift(funded, row=row).is_approved is None
    assert committed() == 1_000


@pytest.mark.parametrize(
    ("terms", "refused", "why"),
    [
        ({"amount": 2_501}, Invalid, "at most 25.00 EUR"),
        ({"amount": 0}, Invalid, "at most"),
        ({"amount": -5}, Invalid, "at most"),
        ({"kind": "car"}, Invalid, "what for"),
        ({"reason": "  "}, Invalid, "what for"),
    ],
)
def test_a_gift_that_makes_no_sense_is_refused(funded: Cast, terms, refused, why) -> None:
    with pytest.raises(refused, match=why):
        goodness.gift(funded, **terms)
    assert committed() == 0


def test_a_budget_is_never_overdrawn(cast: Cast) -> None:
    goodness.budget(cast, amount=2_500, most_each=1_000)
    for _ in range(2):
        goodness.gift(cast)
    with pytest.raises(Conflict, match=r"has 5\.00 EUR left"):
        goodness.gift(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.update(committed=2_501)
    assert committed() == 2_000


def test_without_a_budget_for_today_nothing_is_given(cast: Cast) -> None:
    today = timezone.localdate()
    goodness.budget(cast, starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=10))
    with pytest.raises(Conflict, match="no budget for today"):
        goodness.gift(cast)


def test_a_ledgers_rows_stay_as_they_are(funded: Cast) -> None:
    gift = goodness.gift(funded)
    actions.decide_gift(gift, by=funded.dev, is_approved=True)
    actions.hand_over_gift(gift, by=funded.jonas, reference="V-1")
    for change in ({"amount": 1}, {"is_approved": False}, {"reason": "Something else"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Gift.objects.filter(pk=gift.pk).update(**change)
    for rows in (Gift.objects.all(), HandedOver.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(Conflict, match="decided this a moment ago"):
        actions.decide_gift(gift, by=funded.ingrid, is_approved=False)
    with pytest.raises(Conflict, match="already"):
        actions.hand_over_gift(gift, by=funded.jonas, reference="V-2")


def test_only_what_was_agreed_is_handed_over_under_a_reference(funded: Cast) -> None:
    gift = goodness.gift(funded)
    with pytest.raises(Conflict, match="Nobody has agreed"):
        actions.hand_over_gift(gift, by=funded.jonas, reference="V-1")
    actions.decide_gift(gift, by=funded.dev, is_approved=True)
    with pytest.raises(Invalid, match="reference"):
        actions.hand_over_gift(gift, by=funded.jonas, reference=" ")


def test_budgets_do_not_overlap_and_an_admin_sets_them(funded: Cast) -> None:
    with pytest.raises(Conflict, match="covers some of these days"):
        goodness.budget(funded, name="More")
    ahead = timezone.localdate() + timedelta(days=90)
    with pytest.raises(Invalid, match="ends after"):
        goodness.budget(funded, starts_on=ahead, ends_on=ahead - timedelta(days=1))
    with pytest.raises(Invalid, match="three letters"):
        goodness.budget(funded, starts_on=ahead, ends_on=ahead, currency="euro")
    with pytest.raises(Invalid, match="most for one person"):
        goodness.budget(funded, starts_on=ahead, ends_on=ahead, most_each=10_001)
    terms = {"name": "X", "starts_on": ahead, "ends_on": ahead, "currency": "EUR", "amount": 5, "most_each": 5}
    with pytest.raises(NotAllowed):
        actions.set_budget(funded.brand, by=funded.dev, **terms)
    assert actions.set_budget(funded.brand, by=funded.ada, **terms).left == 5


def test_what_red_holds_gives_nothing_and_others_see_no_ledger(funded: Cast) -> None:
    with pytest.raises(NotAllowed, match="Red stops"):
        goodness.gift(funded, row=funded.flagged("hacking"))
    goodness.gift(funded)
    assert "Goodwill" in read(funded.nora, "/good/")
    assert "10.00 EUR" not in read(funded.nora, "/good/")


def test_what_turned_red_is_neither_agreed_to_nor_handed_over(funded: Cast) -> None:
    waiting, agreed = goodness.gift(funded), goodness.gift(funded)
    actions.decide_gift(agreed, by=funded.dev, is_approved=True)
    for gift in (waiting, agreed):
        actions.flag(gift.interaction, by=funded.amara, topics=[funded.topics["hacking"]])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.decide_gift(waiting, by=funded.dev, is_approved=True)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.hand_over_gift(agreed, by=funded.jonas, reference="V-1")
    assert actions.decide_gift(waiting, by=funded.dev, is_approved=False).is_approved is False
    assert committed() == 1_000


def test_the_ledger_shows_the_budget_in_its_address_of_whichever_brand(funded: Cast) -> None:
    gift = goodness.gift(funded)
    elsewhere = Team.objects.get(brand=funded.other_brand)
    join_team(by=SYSTEM, team=elsewhere, user=funded.dev, role=Role.objects.get(slug="supervisor"))
    for brand in ("", "&brand=tern-air", "&brand=lumen"):
        page = read(funded.dev, f"/good/?budget={gift.budget_id}{brand}")
        assert "10.00 EUR" in page
        assert 'href="/good/improvements/?brand=tern-air"' in page
    assert "No budget yet" in read(funded.dev, "/good/?brand=lumen")
    assert "10.00 EUR" not in read(funded.nora, f"/good/?budget={gift.budget_id}")


def test_a_gift_is_shown_beside_another_message_as_far_as_its_reader_sees_it(funded: Cast) -> None:
    gift = goodness.gift(funded, row=funded.flagged("praise", author="ida"))
    again = funded.flagged("praise", author="ida", thread_id="another")
    address = f"/inbox/{again.pk}/good/"
    assert "waits for a second person" in read(funded.amara, address)
    incident = rooms.open_room(gift.interaction, by=funded.dev, name="A fan")
    rooms.hand_over_room(incident, by=funded.dev, to_team=funded.teams["communications"], reason="A journalist")
    assert "waits for a second person" not in read(funded.amara, address)
    assert "waits for a second person" in read(funded.ingrid, address)


def test_whoever_may_not_decide_gets_no_button_for_it(funded: Cast) -> None:
    gift = goodness.gift(funded)
    page = read(funded.amara, "/good/")
    assert "waits for a second person" in page
    assert f"/interactions/gifts/{gift.pk}/decide/" not in page
    assert "Take it back" in read(funded.jonas, "/good/")
    actions.decide_gift(gift, by=funded.dev, is_approved=True)
    assert f"/interactions/gifts/{gift.pk}/handed-over/" in read(funded.amara, "/good/")
    assert f"/interactions/gifts/{gift.pk}/handed-over/" not in read(funded.axel, "/good/")


def test_money_is_said_and_read_without_rounding() -> None:
    assert money.said(123_456, "EUR") == "1,234.56 EUR"
    assert money.said(0, "JPY") == "0.00 JPY"


def test_the_ledger_is_paged_by_key_and_asks_the_same_of_many(funded: Cast, django_assert_num_queries) -> None:
    Budget.objects.update(amount=10**9, most_each=10**6)
    for _ in range(27):
        goodness.gift(funded, amount=100)
    page = read(funded.dev, "/good/")
    assert page.count("1.00 EUR</b>") == 25
    last = list(Gift.objects.order_by("-pk").values_list("pk", flat=True))[24]
    assert f"?after={last}&amp;budget=" in page
    assert read(funded.dev, f"/good/?after={last}").count("1.00 EUR</b>") == 2

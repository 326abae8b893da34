"""Giving something for goodwill: one gives, another agrees, the budget holds, and nobody gets it twice."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from audit.record import record
from interactions import checks, money
from interactions.actions.lines import tell
from interactions.actions.seconding import ask_second
from interactions.budgets import budget_of
from interactions.models import Budget, Gift, HandedOver, Interaction
from interactions.models.goodwill import LARGEST


@transaction.atomic
def set_budget(
    brand: Brand,
    *,
    by: Actor,
    name: str,
    starts_on: date,
    ends_on: date,
    currency: str,
    amount: int,
    most_each: int,
) -> Budget:
    """Say what the brand may give in these days, in hundredths. Budgets do not overlap. Raises NotAllowed, Invalid,
    Conflict."""
    person = checks.check_is_person(by)
    if not can(person, "edit_playbook", brand):
        raise NotAllowed(_("Only who edits the playbook sets a budget."))
    if not name.strip() or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise Invalid(_("A budget has a name, and a currency of three letters, such as EUR."))
    if not 0 < most_each <= amount <= LARGEST:
        raise Invalid(_("The most for one person is more than nothing and no more than the whole."))
    if ends_on < starts_on:
        raise Invalid(_("A budget ends after it begins."))
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)  # two at once would not see each other
    if other := Budget.objects.filter(brand=brand, starts_on__lte=ends_on, ends_on__gte=starts_on).first():
        raise Conflict(_("“%(other)s” covers some of these days already.") % {"other": other})
    budget = Budget.objects.create(
        brand=brand,
        name=name.strip()[:80],
        starts_on=starts_on,
        ends_on=ends_on,
        currency=currency,
        amount=amount,
        most_each=most_each,
        set_by=person,
        set_at=timezone.now(),
    )
    facts = {"amount": amount, "most_each": most_each, "currency": currency}
    record("interactions.budget_set", by=person, subject=budget, brand=brand, facts=facts)
    return budget


@transaction.atomic
def give(interaction: Interaction, *, by: Actor, kind: str, amount: int, reason: str) -> Gift:
    """Ask for a gift to who wrote this, out of the budget of the day. It waits for a second person, and its amount is
    set aside until then. Raises NotAllowed, Invalid, Conflict where the budget or the person has had enough."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    checks.check_not_held(locked, person)
    checks.check_is_real(locked)
    budget = _open_budget(locked)
    if kind not in Gift.Kind.values or not reason.strip():
        raise Invalid(_("Say what it is, and what for."))
    if not 0 < amount <= budget.most_each:
        raise Invalid(_("One person gets at most %(most)s.") % {"most": money.said(budget.most_each, budget.currency)})
    if amount > budget.left:
        raise Conflict(
            _("“%(budget)s” has %(left)s left.") % {"budget": budget, "left": money.said(budget.left, budget.currency)}
        )
    try:
        with transaction.atomic():
            gift = Gift.objects.create(
                interaction=locked,
                contact_id=locked.contact_id,
                budget=budget,
                kind=kind,
                amount=amount,
                reason=reason.strip()[:300],
                given_by=person,
                given_at=timezone.now(),
            )
            Budget.objects.filter(pk=budget.pk).update(committed=F("committed") + amount)
    except IntegrityError as error:
        raise Conflict(_("This person has had something out of “%(budget)s”.") % {"budget": budget}) from error
    facts = {"gift": gift.pk, "kind": kind, "amount": amount, "currency": budget.currency, "budget": budget.pk}
    tell("gift_asked", locked, by=person, **facts, details={"reason": gift.reason})
    ask_second(locked, by=person, url=f"/good/?budget={budget.pk}", key=f"gift:{gift.pk}")
    return gift


@transaction.atomic
def decide_gift(gift: Gift, *, by: Actor, is_approved: bool) -> Gift:
    """Agree to a gift that waits, or turn it down; its giver may only take it back. Raises NotAllowed, on what is held
    as well, Conflict."""
    locked = Interaction.objects.locked(gift.interaction_id)
    person = checks.check_is_person(by)
    fresh = Gift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    _check_may_decide(locked, fresh, person, is_approved=is_approved)
    if fresh.is_approved is not None:
        raise Conflict(_("%(name)s decided this a moment ago.") % {"name": fresh.decided_by})
    if is_approved:
        checks.check_not_held(locked, person)
    fresh.is_approved, fresh.decided_by, fresh.decided_at = is_approved, person, timezone.now()
    fresh.save(update_fields=["is_approved", "decided_by", "decided_at"])
    if not is_approved:
        Budget.objects.filter(pk=fresh.budget_id).update(committed=F("committed") - fresh.amount)
    tell("gift_decided", locked, by=person, gift=fresh.pk, is_approved=is_approved)
    return fresh


@transaction.atomic
def hand_over_gift(gift: Gift, *, by: Actor, reference: str) -> HandedOver:
    """It reached its person, under this reference. Once. Raises NotAllowed, Conflict, Invalid."""
    locked = Interaction.objects.locked(gift.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    checks.check_not_held(locked, person)
    fresh = Gift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    if not fresh.is_approved:
        raise Conflict(_("Nobody has agreed to this yet."))
    if not reference.strip():
        raise Invalid(_("Write down its reference, so that it can be found again."))
    try:
        with transaction.atomic():
            handed = HandedOver.objects.create(
                gift=fresh, reference=reference.strip()[:120], by=person, handed_at=timezone.now()
            )
    except IntegrityError as error:
        raise Conflict(_("This was handed over already.")) from error
    tell("gift_handed_over", locked, by=person, gift=fresh.pk)
    return handed


def _open_budget(locked: Interaction) -> Budget:
    """The budget of the day, locked. Raises Conflict where there is none."""
    found = budget_of(locked.brand)
    if found is None:
        raise Conflict(_("There is no budget for today. Whoever edits the playbook sets one."))
    return Budget.objects.select_for_update().get(pk=found.pk)


def _check_may_decide(locked: Interaction, gift: Gift, person: User, *, is_approved: bool) -> None:
    if gift.given_by_id == person.pk:
        if is_approved:
            raise NotAllowed(_("You gave it: somebody else agrees to it."))
        return
    checks.check_may(person, "approve", locked)

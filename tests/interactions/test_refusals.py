"""Who may, at the addresses of triage and of the good things; what stands behind each, and how its form is filled in.

They are tried with everybody in ``tests/refusals``.
"""

from interactions import actions
from playbook.models import HouseRule
from tests.audit.good_deeds import house_rule, next_year, referred, saved_view, wished_for
from tests.cast import Cast
from tests.interactions import goodness

PERSONS = {"amara", "jonas", "dev", "priya", "ada"}
REFUSED: dict[str, set[str]] = {
    "interactions:confirm_flags": PERSONS,
    "interactions:assess": PERSONS,
    "interactions:moderate": PERSONS,
    "interactions:consent": PERSONS,
    "interactions:gift": PERSONS,
    "interactions:refer": PERSONS,
    "interactions:improve": PERSONS,
    "interactions:share": PERSONS,
    "interactions:withdraw_consent": PERSONS,
    "interactions:note_shared": PERSONS,
    "interactions:hand_over_gift": PERSONS,
    "interactions:settle_referral": PERSONS,
    "interactions:decide_share": {"dev", "priya", "ada"},
    "interactions:decide_gift": {"dev", "priya", "ada"},
    "interactions:set_budget": {"ada"},
    "interactions:improvement": {"dev", "ada"},
    "interactions:add_view": PERSONS | {"axel", "nora", "bot"},  # whoever sees something; one's own alone
    "interactions:change_view": {"amara"},  # its owner
    "interactions:remove_view": {"amara", "dev", "ada"},  # its owner, and who leads the brand it is shared in
    "playbook:add_house_rule": {"ada"},
    "playbook:house_rule": {"ada"},
    "playbook:retire_house_rule": {"ada"},
    "playbook:restore_house_rule": {"ada"},
}
OF_TRIAGE = ("confirm_flags", "assess", "moderate")
OF_GOOD = ("consent", "gift", "refer", "improve")


def good_things(people: Cast) -> dict[str, list[int]]:
    """The names of the addresses with the rows they name."""
    rule = house_rule(people)
    goodness.budget(people)
    case = people.flagged("baggage")
    agreed = actions.decide_gift(goodness.gift(people), by=people.ingrid, is_approved=True)
    names = {f"interactions:{verb}": [case.pk] for verb in (*OF_TRIAGE, *OF_GOOD)}
    names |= {
        "interactions:share": [goodness.consent(people).interaction_id],
        "interactions:withdraw_consent": [goodness.consent(people).pk],
        "interactions:decide_share": [goodness.share(people).pk],
        "interactions:note_shared": [goodness.signed(people).pk],
        "interactions:decide_gift": [goodness.gift(people).pk],
        "interactions:hand_over_gift": [agreed.pk],
        "interactions:settle_referral": [_referred(people)],
        "interactions:set_budget": [],
        "interactions:improvement": [wished_for(people).pk],
        "interactions:add_view": [],
        "interactions:change_view": [saved_view(people).pk],
        "interactions:remove_view": [saved_view(people, "Bags again").pk],
    }
    names |= {f"playbook:{verb}": [rule.pk] for verb in ("house_rule", "retire_house_rule", "restore_house_rule")}
    return names | {"playbook:add_house_rule": []}


def _referred(people: Cast) -> int:
    referral = referred(people)
    type(referral).objects.filter(pk=referral.pk).update(to_team=people.teams["care"], by=people.ingrid)
    return referral.pk


def good_bodies(people: Cast) -> dict[str, dict[str, object]]:
    """The forms, by the names of their addresses."""
    rule = HouseRule.objects.get(brand=people.brand)
    return {
        "interactions:confirm_flags": {"flag_version": 1},
        "interactions:assess": {"tone": "negative", "impact": 2, "urgency": 1},
        "interactions:moderate": {"rule": rule.pk, "kind": "reported", "reason": "It threatens Jo"},
        "interactions:consent": {"way": "thread", "words": "Sure!"},
        "interactions:share": {"channel": people.channel.pk, "text": "This made our day."},
        "interactions:gift": {"kind": "voucher", "amount": "10.00", "reason": "For the wait"},
        "interactions:refer": {"kind": "idea", "to_team": people.teams["legal"].pk, "note": "Look at this"},
        "interactions:improve": {"title": "Warmer blankets"},
        "interactions:decide_share": {"is_approved": "1", "text_seen": goodness.text_hash("This made our day.")},
        "interactions:note_shared": {"url": "https://harbour.example/7"},
        "interactions:decide_gift": {"is_approved": "1"},
        "interactions:hand_over_gift": {"reference": "V-1"},
        "interactions:settle_referral": {"outcome": "taken_up"},
        "interactions:add_view": {"name": "Red ones"},
        "interactions:change_view": {"name": "Lost bags"},
        "interactions:set_budget": {
            "name": "Next year",
            "starts_on": next_year(),
            "ends_on": next_year(30),
            "currency": "eur",
            "amount": "100",
            "most_each": "5",
        },
        "interactions:improvement": {"state": "planned"},
        "playbook:add_house_rule": {"name": "No spam", "text": "None of it.", "position": 1},
        "playbook:house_rule": {"name": "No threats", "text": "None at all.", "position": 1},
    }

"""Changing the sign-off policy: its versions, its record, two admins at once, and nobody sparing themselves (P2)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from approvals import actions, rules
from approvals.answers import requirement_for
from approvals.models import SignOffPolicy, SignOffRule
from approvals.rule_terms import RuleTerms, StepTerms
from audit.models import Event, EventDetail
from interactions import actions as core
from interactions.models import Approval, Draft
from tests.approvals.conftest import fresh
from tests.approvals.policies import ONE, YELLOW, ruled, second_admin, the_rule
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def version(cast: Cast) -> int:
    return rules.in_force(cast.brand.pk)[0]


def sentences(cast: Cast) -> list[str]:
    return [str(rule.name) for rule in rules.in_force(cast.brand.pk)[1]]


def words_of(name: str) -> dict[str, Any]:
    return EventDetail.objects.get(event=Event.objects.get(name=name)).words


def test_the_first_edit_writes_the_shipped_rules_into_rows(cast: Cast) -> None:
    shipped = sentences(cast)
    ruled(cast, name="Press is read", contacts=("press",))
    assert sentences(cast) == [*shipped, "Press is read"]
    assert version(cast) == rules.SHIPPED_VERSION + 1
    assert Event.objects.filter(name="approvals.policy_written").count() == 1
    ruled(cast)
    assert version(cast) == rules.SHIPPED_VERSION + 2
    assert Event.objects.filter(name="approvals.policy_written").count() == 1


def test_making_the_shipped_rules_ones_own_changes_nothing_they_ask_and_happens_once(cast: Cast) -> None:
    shipped = sentences(cast)
    actions.write_policy(cast.brand, by=cast.ada, seen=rules.SHIPPED_VERSION)
    assert sentences(cast) == shipped
    with pytest.raises(Conflict, match="own already"):
        actions.write_policy(cast.brand, by=cast.ada)
    assert version(cast) == rules.SHIPPED_VERSION + 1


@pytest.mark.parametrize("name", ["amara", "dev", "priya", "axel", "nora"])
def test_only_who_edits_the_playbook_changes_the_policy(cast: Cast, name: str) -> None:
    rule = ruled(cast)
    person = getattr(cast, name)
    edits: list[Callable[[], object]] = [
        lambda: actions.write_policy(cast.brand, by=person),
        lambda: actions.add_policy_rule(cast.brand, by=person, terms=YELLOW),
        lambda: actions.change_policy_rule(rule, by=person, terms=YELLOW),
        lambda: actions.retire_policy_rule(rule, by=person),
        lambda: actions.restore_policy_rule(rule, by=person),
        lambda: actions.move_policy_rule(rule, by=person, is_up=True),
        lambda: actions.confirm_policy(cast.brand, by=person),
    ]
    before = version(cast)
    for edit in edits:
        with pytest.raises(NotAllowed):
            edit()
    assert version(cast) == before


def test_a_change_is_in_the_record_with_before_and_after(cast: Cast) -> None:
    rule = ruled(cast, name="Press is read", contacts=("press",), min_followers=10)
    terms = RuleTerms(steps=(StepTerms(cast.teams["legal"], None),), name="Press is read", contacts=("press", "vip"))
    actions.change_policy_rule(rule, by=cast.ada, terms=terms)
    words = words_of("approvals.policy_rule_changed")
    assert words["before"] == (
        "Every answer to press, to somebody with at least 10 followers asks one other person of the conversation’s team"
    )
    assert words["rule"] == "Every answer to press or a VIP asks everybody who approves for Legal and privacy"
    assert words["changed"] == {
        "steps": {"before": ["1 of the conversation’s team"], "after": ["everybody of Legal and privacy"]},
        "contacts": {"before": ["press"], "after": ["press", "vip"]},
        "min_followers": {"before": 10, "after": None},
    }
    event = Event.objects.get(name="approvals.policy_rule_changed")
    assert (event.actor_id, event.facts["version"]) == (cast.ada.pk, version(cast))


def test_the_last_of_two_admins_is_told_and_nothing_of_theirs_is_written(cast: Cast) -> None:
    rule = ruled(cast)
    seen = version(cast)
    actions.change_policy_rule(rule, by=second_admin(cast), terms=YELLOW, seen=seen)
    rows = SignOffRule.objects.count()
    with pytest.raises(Conflict, match="Somebody changed the policy"):
        actions.change_policy_rule(rule, by=cast.ada, terms=RuleTerms(steps=ONE, contacts=("vip",)), seen=seen)
    assert SignOffRule.objects.count() == rows
    # Having looked, they save again: over the wording that stands now.
    actions.change_policy_rule(rule, by=cast.ada, terms=RuleTerms(steps=ONE, contacts=("vip",)), seen=version(cast))
    assert "Every answer to a VIP asks one other person of the conversation’s team" in sentences(cast)
    assert SignOffRule.objects.filter(is_active=True).count() == 3


def test_a_rule_is_retired_and_restored_once(cast: Cast) -> None:
    rule = ruled(cast)
    actions.retire_policy_rule(rule, by=cast.ada)
    with pytest.raises(Conflict, match="retired already"):
        actions.retire_policy_rule(rule, by=cast.ada)
    with pytest.raises(Conflict, match="retired already"):
        actions.change_policy_rule(rule, by=cast.ada, terms=YELLOW)
    assert not SignOffRule.objects.get(pk=rule.pk).is_active
    actions.restore_policy_rule(rule, by=cast.ada)
    with pytest.raises(Conflict, match="in force already"):
        actions.restore_policy_rule(rule, by=cast.ada)
    assert SignOffRule.objects.get(pk=rule.pk).is_active


def test_a_wording_that_another_replaced_is_not_restored(cast: Cast) -> None:
    rule = ruled(cast)
    actions.change_policy_rule(rule, by=cast.ada, terms=YELLOW)
    with pytest.raises(Conflict, match="took its place"):
        actions.restore_policy_rule(rule, by=cast.ada)


def test_rules_change_places_and_stop_at_the_ends(cast: Cast) -> None:
    first, second = ruled(cast, name="First"), ruled(cast, name="Second")
    actions.move_policy_rule(second, by=cast.ada, is_up=True)
    assert sentences(cast)[2:] == ["Second", "First"]
    with pytest.raises(Conflict, match="end of the list"):
        actions.move_policy_rule(first, by=cast.ada, is_up=False)
    actions.move_policy_rule(second, by=cast.ada, is_up=False)
    assert sentences(cast)[2:] == ["First", "Second"]


BAD = [
    ({"steps": ()}, "asks at least one team"),
    ({"steps": tuple(StepTerms(needed=1) for _n in range(6))}, "5 steps at most"),
    ({"steps": (StepTerms(needed=1), StepTerms(needed=2))}, "Ask each team once"),
    ({"steps": (StepTerms(needed=6),)}, "between one and 5"),
    ({"steps": (StepTerms(needed=0),)}, "between one and 5"),
    ({"levels": ("purple",)}, "from the lists"),
    ({"contacts": ("celebrity",)}, "from the lists"),
    ({"over_departure": 101}, "between 0 and 100"),
    ({"spared_up_to": -1}, "between 0 and 100"),
    ({"min_followers": -1}, "not below 0"),
]


@pytest.mark.parametrize(("terms", "why"), BAD, ids=[why for _terms, why in BAD])
def test_a_rule_that_makes_no_sense_is_refused(cast: Cast, terms: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        ruled(cast, **terms)
    assert not SignOffPolicy.objects.exists()


def test_a_rule_speaks_of_its_own_brand_alone(cast: Cast) -> None:
    stranger = cast.other_brand.teams.get()
    for terms in ({"steps": (StepTerms(stranger),)}, {"authors": (cast.nora,)}):
        with pytest.raises(Invalid, match="those of Tern Air"):
            ruled(cast, **terms)


# Nobody spares themselves a reader (P2).


def test_an_admin_cannot_loosen_the_policy_and_post_their_own_waiting_text(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="ada")
    actions.write_policy(cast.brand, by=cast.ada)
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    with pytest.raises(Conflict, match="still waits"):
        actions.let_go(draft, by=cast.ada)
    assert requirement_for(Draft.objects.get(pk=draft.pk)).reasons == (
        "Ada Lind took out “Yellow · Caution asks one other person of the conversation’s team”; until another admin "
        "confirms that, it holds for their own texts.",
    )
    assert not Approval.objects.exists()


def test_nor_write_a_new_one_that_passes_at_once_and_neither_does_who_builds_on_it(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    weaker = RuleTerms(steps=ONE, levels=("yellow",), contacts=("press",))
    actions.change_policy_rule(the_rule(cast, "yellow"), by=cast.ada, terms=weaker)
    draft = cast.drafted("baggage", by="ada")
    assert fresh(draft.interaction_id).state == "drafted"
    facts = {"text": "We found it, Sam.", "based_on": draft, "consideration": "One bag"}
    core.draft(fresh(draft.interaction_id), by=cast.amara, **facts)
    assert fresh(draft.interaction_id).state == "drafted"


def test_for_everybody_else_the_loosened_policy_holds_at_once(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    draft = cast.drafted("baggage", by="amara")
    assert fresh(draft.interaction_id).state == "approved"


def test_another_admin_confirms_and_then_it_holds_for_the_first_as_well(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="ada")
    actions.write_policy(cast.brand, by=cast.ada)
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    with pytest.raises(Conflict, match="no change of another person"):
        actions.confirm_policy(cast.brand, by=cast.ada)
    actions.confirm_policy(cast.brand, by=second_admin(cast))
    assert actions.let_go(draft, by=cast.ada).basis == "policy"
    assert words_of("approvals.policy_confirmed")["rules"] == [
        "Yellow · Caution asks one other person of the conversation’s team"
    ]


def test_a_chain_of_small_edits_spares_nobody_either(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    rule = the_rule(cast, "yellow")
    for contacts in (("press", "vip"), ("press",)):
        rule = actions.change_policy_rule(
            rule, by=cast.ada, terms=RuleTerms(steps=ONE, levels=("yellow",), contacts=contacts)
        )
    actions.retire_policy_rule(rule, by=cast.ada)
    draft = cast.drafted("baggage", by="ada")
    assert fresh(draft.interaction_id).state == "drafted"


def test_restoring_a_rule_makes_it_one_for_everybody_again(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    rule = actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    actions.restore_policy_rule(rule, by=cast.ada)
    assert len(rules.in_force(cast.brand.pk)[1]) == 2
    assert fresh(cast.drafted("baggage", by="amara").interaction_id).state == "drafted"


def test_the_database_takes_no_change_confirmed_by_its_author_nor_one_without_an_author(cast: Cast) -> None:
    rule = ruled(cast)
    actions.retire_policy_rule(rule, by=cast.ada)
    rows = SignOffRule.objects.filter(pk=rule.pk)
    for broken in ({"confirmed_by": cast.ada}, {"taken_out_by": None}, {"is_active": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_at_once_one_edits_and_the_other_is_told(cast: Cast) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    seen, bruno = version(cast), second_admin(cast)
    start, answers = threading.Barrier(2), []

    def edit(person: User, name: str) -> None:
        start.wait()
        try:
            terms = RuleTerms(steps=ONE, name=name)
            answers.append(actions.add_policy_rule(cast.brand, by=person, terms=terms, seen=seen).name)
        except Refusal as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    crew = [threading.Thread(target=edit, args=each) for each in ((cast.ada, "Ada’s"), (bruno, "Bruno’s"))]
    for member in crew:
        member.start()
    for member in crew:
        member.join()
    assert (len(answers), answers.count("Conflict")) == (2, 1)
    assert SignOffRule.objects.filter(is_active=True).count() == 3
    assert version(cast) == seen + 1

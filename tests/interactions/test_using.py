"""How the playbook's words did: counted from drafts, replies and what came after."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from connectors.contract import Receipt
from interactions import actions, publishing, using
from interactions.actions import outcomes
from interactions.models import Draft, Reply
from playbook.models import Wording
from playbook.ports import Use
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_first_version(cast: Cast) -> None:
    Wording.objects.create(template=cast.template, number=1, text=cast.template.text, created_at=timezone.now())


def answered(cast: Cast, text: str) -> Reply:
    """A reply begun with the template and posted."""
    case = cast.flagged("baggage")
    draft = actions.draft(case, by=cast.jonas, text=text, consideration="Found.", template=cast.template)
    actions.approve(draft, by=cast.ingrid)
    claimed = publishing._claim(Reply.objects.get(approval__draft=draft).pk)
    assert claimed is not None
    return outcomes.sent(claimed, Receipt(f"r-{draft.pk}"))


def test_a_template_nobody_used_has_no_figures(cast: Cast) -> None:
    assert using.use_of(cast.template.pk) == Use()
    assert using.uses_of([cast.template.pk]) == {}


def test_posted_answers_are_told_by_whether_they_were_changed(cast: Cast) -> None:
    answered(cast, "Mia, we found your bag.")
    answered(cast, "Jo, we found your bag.")
    answered(cast, "Jo, we found it all.")
    use = using.use_of(cast.template.pk)
    assert (use.drafts, use.sent, use.changed) == (3, 3, 33)


def test_what_came_back_once_was_not_approved_the_first_time(cast: Cast) -> None:
    answered(cast, "Mia, we found your bag.")
    case = cast.flagged("baggage")
    facts = {"by": cast.jonas, "consideration": "Found.", "template": cast.template}
    first = actions.draft(case, text="Bag found.", **facts)
    actions.send_back(first, by=cast.ingrid, reason="Warmer")
    second = actions.draft(case, text="Mia, we found your bag!", based_on=first, **facts)
    actions.approve(second, by=cast.ingrid)
    use = using.use_of(cast.template.pk)
    assert (use.drafts, use.sent, use.first_time) == (2, 1, 50)


def test_a_case_opened_again_after_the_answer_counts_against_it(cast: Cast) -> None:
    reply = answered(cast, "Mia, we found your bag.")
    assert using.use_of(cast.template.pk).reopened == 0
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        actions.reopen(reply.interaction, by=cast.dev, reason="It was another bag.")
    assert using.use_of(cast.template.pk).reopened == 1


def test_what_was_longer_ago_is_left_out(cast: Cast) -> None:
    answered(cast, "Mia, we found your bag.")
    Draft.objects.update(created_at=timezone.now() - using.LOOKED_BACK - timedelta(days=1))
    assert using.use_of(cast.template.pk) == Use()
    assert using.uses_of([cast.template.pk]) == {}


def test_figures_take_as_many_queries_for_many_as_for_one(cast: Cast, django_assert_num_queries) -> None:
    answered(cast, "Mia, we found your bag.")
    for _round in range(2):
        with django_assert_num_queries(5):
            using.use_of(cast.template.pk)
        with django_assert_num_queries(1):
            assert using.uses_of([cast.template.pk])[cast.template.pk] >= 1
        answered(cast, "Jo, we found your bag.")


def test_holding_messages_count_when_they_went_out(cast: Cast) -> None:
    soon = timezone.now() + timedelta(hours=1)
    red = cast.flagged("hacking")
    statement = actions.state_holding(red, by=cast.amara, message=cast.holding, next_update_at=soon)
    actions.sign_statement(statement, by=cast.dev)
    reply = actions.sign_statement(statement, by=cast.ingrid)
    assert using.statements_of([cast.holding.pk]) == {}
    claimed = publishing._claim(reply.pk)
    outcomes.sent(claimed, Receipt("h-1"))
    assert using.statements_of([cast.holding.pk]) == {cast.holding.pk: 1}


def test_only_accounts_that_take_an_answer_are_outlets(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        (outlet,) = using.outlets_of(cast.brand.pk)
    assert (outlet.name, outlet.network, outlet.most, outlet.length("four")) == ("Harbour", "webhook", 5000, 4)
    cast.channel.is_active = False
    cast.channel.save()
    assert using.outlets_of(cast.brand.pk) == []

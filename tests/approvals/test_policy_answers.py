"""What the policy is told of a draft, whose names it needs then, and how many queries that takes."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from approvals import actions
from approvals.answers import amount_in, facts_of, requirement_for
from approvals.models import Probation
from approvals.policy import UNTOLD
from approvals.rule_terms import StepTerms
from interactions import actions as core
from interactions.models import Contact, Draft, Interaction
from playbook.models import ResponseTemplate
from tests.approvals.policies import ruled
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def again(draft: Draft) -> Draft:
    rows = Draft.objects.select_related("author", "template", "based_on", "interaction__team", "interaction__contact")
    return rows.get(pk=draft.pk)


def asked(draft: Draft) -> list[tuple[str, int]]:
    return [(str(step.team), step.needed) for step in requirement_for(again(draft)).steps]


def from_template(cast: Cast, text: str) -> Draft:
    return core.draft(
        cast.flagged("baggage", author="sam"),
        by=cast.jonas,
        text=text,
        template=cast.template,
        consideration="One bag, found.",
    )


PROMISES = [
    ("We are sorry.", Decimal(0)),
    ("We will refund you $50.", Decimal(50)),
    ("We will pay you 40 euros, or £45.50 if you like.", Decimal("45.50")),
    ("We will refund you in full.", UNTOLD),
]


@pytest.mark.parametrize(("text", "amount"), PROMISES)
def test_the_largest_sum_a_text_promises_is_found_and_one_untold_is_above_all(text: str, amount: Decimal) -> None:
    assert amount_in(text, "en") == amount


def test_a_promised_sum_above_the_limit_asks_and_one_below_does_not(cast: Cast) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), over_amount=Decimal(50))
    assert asked(cast.drafted("praise", text="We will refund you $50.")) == []
    assert asked(cast.drafted("praise", text="We will refund you $51.")) == [("Legal and privacy", 1)]
    assert asked(cast.drafted("praise", text="We will refund you in full.")) == [("Legal and privacy", 1)]


def test_the_person_answered_is_known_by_reach_and_by_facts_on_file(cast: Cast) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["communications"]),), contacts=("vip", "press"))
    draft = cast.drafted("praise", by="amara")
    assert asked(draft) == []
    people = Contact.objects.filter(pk=draft.interaction.contact_id)
    for known in ({"facts": {"vip": True}}, {"facts": {}, "is_press": True}):
        people.update(**known)
        assert asked(draft) == [("Communications", 1)]


def test_words_of_the_library_are_those_another_person_approved_as_they_stand(cast: Cast) -> None:
    draft = from_template(cast, "Sam, we found your bag.")
    assert facts_of(again(draft), [draft.author]).departure == 0.0
    for changed in ({"approved_by": None}, {"approved_by": cast.ada, "version": 2}):
        ResponseTemplate.objects.filter(pk=cast.template.pk).update(**changed)
        assert facts_of(again(draft), [draft.author]).departure == 1.0


def test_an_approved_template_spares_a_rule_and_one_that_nobody_approved_does_not(cast: Cast) -> None:
    rule = ruled(cast, steps=(StepTerms(cast.teams["legal"]),), spared_up_to=10)
    assert ("Legal and privacy", 1) not in asked(from_template(cast, "Sam, we found your bag."))
    assert ("Legal and privacy", 1) in asked(from_template(cast, "Sam, you are wrong and so is your bag, sorry."))
    ResponseTemplate.objects.filter(pk=cast.template.pk).update(approved_by=None)
    assert ("Legal and privacy", 1) in asked(from_template(cast, "Sam, we found your bag."))
    assert rule.spared_up_to == 10


def test_everybody_are_those_who_may_approve_had_no_hand_in_it_and_signed_for_nobody_else(cast: Cast) -> None:
    legal, care = cast.teams["legal"], cast.teams["care"]
    for name in ("amara", "ingrid"):
        role = Role.objects.get(slug="supervisor")
        Membership.objects.create(team=legal, user=getattr(cast, name), role=role)
    sync_roles()  # Ruth, Amara and Ingrid approve for legal
    ruled(cast, steps=(StepTerms(care), StepTerms(legal, None)))
    draft = cast.drafted("praise", by="amara")
    assert asked(draft) == [("Care", 1), ("Legal and privacy", 2)]
    actions.approve(draft, by=cast.ingrid)
    assert asked(draft) == [("Care", 1), ("Legal and privacy", 1)]
    assert actions.approve(draft, by=cast.ruth) is not None


def test_a_requirement_takes_a_handful_of_queries_however_long_the_history(cast: Cast) -> None:
    everything = {
        "topics": (cast.topics["baggage"],),
        "authors": (cast.jonas,),
        "channels": (cast.channel,),
        "over_amount": Decimal(0),
    }
    ruled(cast, steps=(StepTerms(), StepTerms(cast.teams["legal"])), **everything)
    draft = cast.drafted("baggage", by="jonas", text="We will refund you $50.")
    for number in range(4):
        case = Interaction.objects.get(pk=draft.interaction_id)
        draft = core.draft(
            case, by=cast.jonas, text=f"We will refund you $5{number}.", based_on=draft, consideration="x"
        )
    requirement_for(again(draft))  # the rules of this version are read once in a process
    subject = again(draft)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert requirement_for(subject).needed == 2
    assert len(queries) <= 7, [query["sql"][:120] for query in queries]


def test_a_machines_hand_and_a_probation_count_whatever_the_rules_say(
    cast: Cast, jonas_on_probation: Probation
) -> None:
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="agent"))
    sync_roles()
    actions.write_policy(cast.brand, by=cast.ada)
    for author in (bot, cast.jonas):
        draft = core.draft(cast.flagged("praise"), by=author, text="Thank you")
        assert asked(draft) == [("Care", 1)]

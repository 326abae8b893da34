"""The pages of the sign-off policy, and trying a draft on it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals import actions, rules
from approvals.models import Probation, SignOffPolicy, SignOffRule
from approvals.rule_terms import RuleTerms, StepTerms
from audit.models import Event
from tests.approvals.conftest import SignIn
from tests.approvals.policies import ruled, second_admin, the_rule
from tests.cast import Cast

pytestmark = pytest.mark.django_db
POLICY, NEW, TRY = "/approvals/policy/", "/approvals/policy/rules/new/", "/approvals/policy/try/"


def filled(*steps: tuple[str, Any], seen: int = 1, **fields: Any) -> dict[str, Any]:
    """The form of a rule. Steps: how many, and of which team."""
    form = {"seen": seen, "steps-TOTAL_FORMS": len(steps) or 1, "steps-INITIAL_FORMS": 0}
    for place, (needed, team) in enumerate(steps):
        form |= {f"steps-{place}-needed": needed, f"steps-{place}-team": team.pk if team else ""}
    return form | fields


def shown(browser: Client, address: str = POLICY) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_policy_nobody_wrote_shows_the_shipped_rules_as_sentences(cast: Cast, signed_in: SignIn) -> None:
    page = shown(signed_in("ada"))
    assert "Yellow · Caution asks one other person of the conversation’s team." in page
    assert "Red · Stop asks two other people of the conversation’s team." in page
    assert "Make them yours" in page
    assert not SignOffPolicy.objects.exists()


@pytest.mark.parametrize("name", ["dev", "ingrid", "priya"])
def test_who_approves_reads_the_policy_and_has_no_buttons(cast: Cast, signed_in: SignIn, name: str) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    page = shown(signed_in(name))
    assert "Yellow · Caution asks one other person" in page
    assert "/approvals/policy/rules/" not in page
    assert signed_in(name).get(NEW).status_code == 403


@pytest.mark.parametrize("name", ["amara", "jonas", "axel"])
def test_who_does_not_approve_has_no_policy_page(cast: Cast, signed_in: SignIn, name: str) -> None:
    for address in (POLICY, TRY, NEW):
        assert signed_in(name).get(address).status_code == 404


def test_another_brands_policy_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    rule = ruled(cast)
    assert signed_in("nora").get(f"{POLICY}?brand=tern-air").status_code == 404
    assert signed_in("nora").get(f"/approvals/policy/rules/{rule.pk}/").status_code == 404
    assert signed_in("ada").get(f"{POLICY}?brand=lumen").status_code == 404


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        (("1", "legal"), {}, "Only Ruth Adeyemi may approve for Legal and privacy: while they are away, it waits."),
        (("1", "security"), {}, "Nobody may approve for Security, so this can never be signed."),
        (("1", None), {"levels": ["green"], "topics": "hacking"}, "It never matches: its topics are stricter"),
    ],
)
def test_who_saves_a_rule_that_cannot_work_is_told_so_at_once(
    cast: Cast, signed_in: SignIn, step: tuple[str, str | None], fields: dict[str, Any], sentence: str
) -> None:
    needed, team = step
    asked = {"topics": [cast.topics[fields["topics"]].pk]} if "topics" in fields else {}
    form = filled((needed, cast.teams[team] if team else None), **fields | asked)
    answer = signed_in("ada").post(NEW, form, follow=True)
    told = [(message.level_tag, message.message) for message in answer.context["messages"]]
    assert told[0][0] == "success"
    assert [tag for tag, said in told if said.startswith(sentence)] == ["warning"]


def test_who_saves_a_rule_that_works_is_warned_of_nothing(cast: Cast, signed_in: SignIn) -> None:
    form = filled(("1", None), levels=["green"], topics=[cast.topics["praise"].pk])
    answer = signed_in("ada").post(NEW, form, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]


def test_a_rule_with_two_steps_is_added_and_read_in_its_order(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in("ada")
    form = filled(("1", None), ("all", cast.teams["legal"]), levels=["yellow"], topics=[cast.topics["baggage"].pk])
    answer = browser.post(NEW, form)
    assert (answer.status_code, answer["Location"]) == (302, "/approvals/policy/?brand=tern-air")
    assert (
        "Yellow · Caution about Delivery and baggage asks one other person of the conversation’s team, then everybody "
        "who approves for Legal and privacy." in shown(browser)
    )


def test_everything_that_was_filled_in_comes_back_filled_in(cast: Cast, signed_in: SignIn) -> None:
    form = filled(
        ("2", None),
        levels=["green", "red"],
        contacts=["press", "vip"],
        authors=[cast.jonas.pk],
        channels=[cast.channel.pk],
        is_public="0",
        min_followers=500,
        over_departure=20,
        over_amount="49.50",
        spared_up_to=5,
        name="Jonas and the press",
    )
    signed_in("ada").post(NEW, form)
    rule = SignOffRule.objects.get(name="Jonas and the press")
    assert (rule.is_public, rule.min_followers, rule.over_departure, rule.spared_up_to) == (False, 500, 20, 5)
    page = signed_in("ada").get(f"/approvals/policy/rules/{rule.pk}/")
    again = page.context["form"].initial
    assert (again["levels"], again["contacts"], again["is_public"]) == (("green", "red"), ("press", "vip"), "0")
    assert page.context["steps"].initial == [{"team": None, "needed": "2"}]


def test_a_rule_that_asks_nobody_is_shown_again_with_what_was_typed(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in("ada").post(NEW, filled(("", None), name="My own words"))
    assert answer.status_code == 422
    assert "a rule asks at least one team" in answer.content.decode()
    assert "My own words" in answer.content.decode()
    assert not SignOffPolicy.objects.exists()


@pytest.mark.parametrize("key", ["9999", "9" * 19, "9" * 5_000])
def test_fields_out_of_range_are_named(cast: Cast, signed_in: SignIn, key: str) -> None:
    answer = signed_in("ada").post(NEW, filled(("7", None), over_departure=101, topics=[key], authors=[key]))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"over_departure", "topics", "authors"}
    assert answer.context["steps"].errors == [
        {"needed": ["Select a valid choice. 7 is not one of the available choices."]}
    ]


def test_a_form_without_its_version_is_refused(cast: Cast, signed_in: SignIn) -> None:
    form = filled(("1", None))
    del form["seen"]
    assert signed_in("ada").post(NEW, form).status_code == 422
    assert signed_in("ada").post("/approvals/policy/write/").status_code == 422


def test_the_last_of_two_admins_keeps_their_input_and_may_save_it_over_what_they_see(
    cast: Cast, signed_in: SignIn
) -> None:
    rule = ruled(cast)
    second_admin(cast)
    address, form = f"/approvals/policy/rules/{rule.pk}/", filled(("2", None), seen=2, name="Mine")
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    answer = signed_in("ada").post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed the policy while you did." in page
    assert 'value="Mine"' in page
    assert '<input type="hidden" name="seen" value="3">' in page
    assert signed_in("ada").post(address, form | {"seen": 3}).status_code == 302
    assert "Authors read: “Mine”" in shown(signed_in("ada"))


def test_rules_are_retired_restored_and_moved_from_the_list(cast: Cast, signed_in: SignIn) -> None:
    browser, rule = signed_in("ada"), ruled(cast, name="Third")
    base = f"/approvals/policy/rules/{rule.pk}"
    assert browser.post(f"{base}/move/", {"seen": 2, "direction": "up"}).status_code == 302
    assert [str(one.name) for one in rules.in_force(cast.brand.pk)[1]][1] == "Third"
    assert browser.post(f"{base}/move/", {"seen": 3, "direction": "down"}).status_code == 302
    assert browser.post(f"{base}/retire/", {"seen": 4}).status_code == 302
    assert "Restore" in shown(browser)
    refused = browser.post(f"{base}/retire/", {"seen": 5})
    assert refused.status_code == 409
    assert "retired already" in refused.content.decode()
    assert browser.post(f"{base}/restore/", {"seen": 5}).status_code == 302
    noted = Event.objects.filter(name__startswith="approvals.policy").order_by("pk").values_list("name", flat=True)
    assert [name.rpartition("_")[2] for name in noted][-4:] == ["moved", "moved", "retired", "restored"]


def test_a_change_made_alone_is_shown_and_confirmed_by_another(cast: Cast, signed_in: SignIn) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    actions.retire_policy_rule(the_rule(cast, "yellow"), by=cast.ada)
    second_admin(cast)
    cast.people["bruno"] = second = type(cast.ada).objects.get(email="bruno@tern.example")
    page = shown(signed_in("ada"))
    assert "Ada Lind took out “Yellow · Caution asks one other person of the conversation’s team”." in page
    assert "/approvals/policy/confirm/" not in page
    browser = signed_in("bruno")
    assert "/approvals/policy/confirm/" in shown(browser)
    assert browser.post("/approvals/policy/confirm/?brand=tern-air", {"seen": 3}).status_code == 302
    assert "Ada Lind took out" not in shown(browser)
    assert SignOffRule.objects.get(confirmed_by=second).taken_out_by == cast.ada


def test_a_change_that_asks_for_as_much_needs_nobodys_confirmation(cast: Cast, signed_in: SignIn) -> None:
    actions.write_policy(cast.brand, by=cast.ada)
    terms = RuleTerms(steps=(StepTerms(None, 2),), levels=("yellow",))
    actions.change_policy_rule(the_rule(cast, "yellow"), by=cast.ada, terms=terms)
    assert "took out" not in shown(signed_in("ada"))


def test_warnings_stand_below_their_rule(cast: Cast, signed_in: SignIn) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), levels=("yellow",))
    ruled(cast, steps=(StepTerms(cast.teams["security"]),), levels=("yellow",))
    page = shown(signed_in("dev"))
    assert "Only Ruth Adeyemi may approve for Legal and privacy: while they are away, it waits." in page
    assert "Nobody may approve for Security, so this can never be signed." in page


def test_what_admins_write_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    ruled(cast, name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in shown(signed_in("ada"))


def test_the_page_costs_the_same_with_many_rules(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in("ada")
    ruled(cast)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            shown(browser)
        counts.append(len(queries))
        for number in range(5):
            ruled(cast, topics=(cast.topics["baggage"],), min_followers=number)
    assert counts[1] <= counts[0]


# Trying a draft.


def asked(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"author": cast.amara.pk, "channel": cast.channel.pk} | fields


def test_a_trial_shows_steps_people_reasons_and_both_kinds_of_rules(cast: Cast, signed_in: SignIn) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), contacts=("press",), name="Legal reads what the press gets")
    browser = signed_in("dev")
    page = browser.get(TRY, asked(cast, topics=[cast.topics["baggage"].pk], contacts=["press"])).content.decode()
    words = " ".join(page.split())
    assert "1 person of Care" in words
    assert "Dev Malhotra, Ingrid Holm, Priya Raman, Ruth Adeyemi, Tomás Herrera" in words
    assert "1 person of Legal and privacy" in words
    assert "Legal reads what the press gets." in words
    missed = browser.get(TRY, asked(cast, topics=[cast.topics["praise"].pk])).context["outcome"].missed
    assert [rule.why_not for rule in missed] == [
        ["The flag is Green · Go."],
        ["The flag is Green · Go."],
        ["It is not to press."],
    ]


def test_a_trial_knows_probation_sums_templates_and_where_it_is_said(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["legal"]),), over_amount=50, is_public=True)
    ruled(cast, steps=(StepTerms(cast.teams["communications"]),), over_departure=20)
    browser = signed_in("ada")

    def steps(**fields: Any) -> list[str]:
        outcome = browser.get(TRY, asked(cast, level="green", **fields)).context["outcome"]
        return [str(signers.step) for signers in outcome.steps]

    assert steps() == []
    assert steps(author=cast.jonas.pk) == ["Care"]
    assert steps(text="We will refund you $51.") == ["Legal and privacy"]
    assert steps(text="We will refund you $51.", is_private="on") == []
    assert steps(departure=21) == ["Communications"]
    assert steps(departure=20) == []


def test_a_trial_says_when_a_step_would_be_stuck(cast: Cast, signed_in: SignIn) -> None:
    ruled(cast, steps=(StepTerms(cast.teams["security"]),))
    page = signed_in("ada").get(TRY, asked(cast, level="green")).content.decode()
    assert "it would be stuck" in page


def test_a_trial_by_htmx_answers_with_the_part_alone_and_writes_nothing(cast: Cast, signed_in: SignIn) -> None:
    before = Event.objects.count()
    answer = signed_in("ada").get(TRY, asked(cast, level="red"), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert "2 people of Care" in " ".join(answer.content.decode().split())
    assert Event.objects.count() == before


def test_a_trial_that_is_not_filled_in_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in("ada")
    assert "Nothing tried yet" in browser.get(TRY).content.decode()
    wrong = browser.get(TRY, asked(cast, author="9" * 22, topics="9" * 19)).content.decode()
    assert "one of them cannot be read" in wrong
    assert "Select a valid choice" in wrong

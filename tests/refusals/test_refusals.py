"""Everybody at every address that changes something: who may is named, and nobody else changes a single row.

Other registries stand in ``tests/oncall``, ``tests/api`` and ``tests/accounts``; what is in none of them fails here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_refusals import REFUSED as ONES_OWN
from tests.api.test_refusals import REFUSED as AT_THE_API
from tests.architecture.addresses import addresses as every_address
from tests.cast import Cast
from tests.interactions.test_refusals import REFUSED as GOOD_THINGS
from tests.oncall.test_refusals import REFUSED as ON_CALL
from tests.refusals.bodies import body
from tests.refusals.conftest import SignIn
from tests.rooms.test_refusals import REFUSED as IN_ROOMS

pytestmark = pytest.mark.django_db

STRANGER = ""
PEOPLE = (STRANGER, "amara", "jonas", "dev", "priya", "ada", "axel", "nora", "root", "bot")
PERSONS_OF_CARE = {"amara", "jonas", "dev", "priya", "ada"}  # Jonas is on probation
WHO_DRAFT = PERSONS_OF_CARE | {"bot"}
WHO_APPROVE = {"dev", "priya", "ada"}
WHO_MANAGE_PEOPLE = {"dev", "ada"}
WHO_SIGN = {"priya"}
WHO_EDIT = {"ada"}
EVERYBODY = set(PEOPLE)

# Who may; everybody else of PEOPLE is refused.
REFUSED: dict[str, set[str]] = GOOD_THINGS | {
    "approvals:approve": WHO_APPROVE,
    "approvals:edit": WHO_APPROVE,
    "approvals:return": WHO_APPROVE,
    "approvals:undo": WHO_APPROVE | {"jonas"},  # its author
    "approvals:let_go": WHO_APPROVE | {"jonas"},  # its author
    "approvals:write_policy": WHO_EDIT,
    "approvals:confirm_policy": WHO_EDIT,
    "approvals:add_policy_rule": WHO_EDIT,
    "approvals:policy_rule": WHO_EDIT,
    "approvals:retire_policy_rule": WHO_EDIT,
    "approvals:restore_policy_rule": WHO_EDIT,
    "approvals:move_policy_rule": WHO_EDIT,
    "approvals:reading": PERSONS_OF_CARE | {"bot", "axel"},  # all who see it are told who reads
    "approvals:remark": WHO_APPROVE,
    "approvals:apply_remark": {"jonas"},  # the author
    "approvals:ask": WHO_APPROVE,
    "approvals:absences": WHO_APPROVE | {"nora"},  # whoever signs somewhere; one's own alone
    "approvals:come_back": {"dev"},  # who was away
    "approvals:start_probation": WHO_MANAGE_PEOPLE,
    "approvals:end_probation": WHO_MANAGE_PEOPLE,
    "approvals:extend_probation": WHO_MANAGE_PEOPLE,
    "approvals:graduate": WHO_MANAGE_PEOPLE,
    "approvals:choose_mentor": WHO_MANAGE_PEOPLE,
    "approvals:probation_rules": WHO_MANAGE_PEOPLE,
    "approvals:business_hours": WHO_MANAGE_PEOPLE,
    "interactions:compose": WHO_DRAFT,
    "interactions:attach": WHO_DRAFT,
    "interactions:draft": WHO_DRAFT,
    "interactions:note": PERSONS_OF_CARE,
    "interactions:flag": PERSONS_OF_CARE,
    "interactions:lower": PERSONS_OF_CARE,
    "interactions:assign": PERSONS_OF_CARE,
    "interactions:close": PERSONS_OF_CARE,
    "interactions:enter": PERSONS_OF_CARE,
    "interactions:decide_match": PERSONS_OF_CARE,
    "interactions:undo_match": PERSONS_OF_CARE,
    "interactions:present": PERSONS_OF_CARE | {"bot", "axel"},  # all who see it say that they are there
    "interactions:snooze": PERSONS_OF_CARE,
    "interactions:wake": PERSONS_OF_CARE,
    "interactions:safety_step": PERSONS_OF_CARE,
    "interactions:outcome": PERSONS_OF_CARE,
    "interactions:recall": WHO_APPROVE | {"jonas"},
    "interactions:reopen": PERSONS_OF_CARE,
    "interactions:undo_close": PERSONS_OF_CARE,
    "interactions:release": PERSONS_OF_CARE,
    "interactions:holding": PERSONS_OF_CARE,
    "interactions:confirm": PERSONS_OF_CARE,
    "interactions:refuse": PERSONS_OF_CARE,
    "interactions:sign_release": WHO_SIGN,
    "interactions:revoke_release": WHO_SIGN,
    "interactions:sign_statement": WHO_APPROVE,
    "interactions:decide": WHO_APPROVE,
    "interactions:retry": PERSONS_OF_CARE,
    "playbook:add_topic": WHO_EDIT,
    "playbook:edit_topic": WHO_EDIT,
    "playbook:edit_plan": WHO_EDIT,
    "playbook:add_rule": WHO_EDIT,
    "playbook:move_topic": WHO_EDIT,
    "playbook:begin_walk": WHO_EDIT,
    "playbook:decide_topic": WHO_EDIT,
    "reports:begin_back_test": WHO_EDIT,
    "reports:read_back_test": WHO_EDIT,
    "playbook:retire_topic": WHO_EDIT,
    "playbook:restore_topic": WHO_EDIT,
    "playbook:rule": WHO_EDIT,
    "playbook:ask_to_publish": WHO_EDIT,
    "playbook:publish_version": WHO_EDIT,
    "playbook:discard_version": WHO_EDIT,
    "playbook:go_back_to_version": WHO_EDIT,
    "playbook:import_version": WHO_EDIT,
    "playbook:add_template": WHO_DRAFT,
    "playbook:template": WHO_DRAFT,
    "playbook:edit_template": WHO_EDIT,
    "playbook:import_templates": WHO_EDIT,
    "playbook:approve_template": WHO_EDIT,
    "playbook:turn_down_template": WHO_EDIT | {"amara"},  # its author
    "playbook:review_template": WHO_EDIT,
    "playbook:retire_template": WHO_EDIT,
    "playbook:restore_template": WHO_EDIT,
    "playbook:add_holding_message": WHO_DRAFT,
    "playbook:holding_message": WHO_DRAFT,
    "playbook:edit_holding_message": WHO_EDIT,
    "playbook:import_holding_messages": WHO_EDIT,
    "playbook:approve_holding_message": WHO_EDIT,
    "playbook:turn_down_holding_message": WHO_EDIT | {"amara"},
    "playbook:review_holding_message": WHO_EDIT,
    "playbook:retire_holding_message": WHO_EDIT,
    "playbook:restore_holding_message": WHO_EDIT,
    "playbook:add_checklist_item": WHO_EDIT,
    "playbook:checklist_item": WHO_EDIT,
    "playbook:own_words": WHO_EDIT,
    "playbook:retire_checklist_item": WHO_EDIT,
    "playbook:restore_checklist_item": WHO_EDIT,
    "playbook:add_crisis_contact": WHO_EDIT,
    "playbook:crisis_contact": WHO_EDIT,
    "playbook:retire_crisis_contact": WHO_EDIT,
    "playbook:restore_crisis_contact": WHO_EDIT,
    **dict.fromkeys(("interactions:map", "interactions:begin_plan", "interactions:remedies"), PERSONS_OF_CARE),
    **dict.fromkeys(("interactions:tick_task", "interactions:untick_task", "interactions:give_task"), PERSONS_OF_CARE),
    **dict.fromkeys(("playbook:clone_map", "playbook:edit_map", "playbook:map_owners"), WHO_EDIT),
    **dict.fromkeys(("playbook:move_map_first", "playbook:retire_map", "playbook:restore_map"), WHO_EDIT),
    **dict.fromkeys(("playbook:add_question", "playbook:add_leaf", "playbook:edit_step"), WHO_EDIT),
    **dict.fromkeys(("playbook:remove_step", "playbook:edit_scenario", "playbook:remove_scenario"), WHO_EDIT),
    **dict.fromkeys(("playbook:practice", "playbook:quiz"), PERSONS_OF_CARE | {"axel"}),  # who sees it may learn
    "playbook:try": EVERYBODY,  # a message is tried, nothing is kept
    "playbook:preview_template": EVERYBODY,  # a text is looked at, nothing is kept
    "playbook:preview_holding_message": EVERYBODY,
    "demo_network:stream": EVERYBODY,  # Harbour is another house
    "demo_network:hook": EVERYBODY,
    "demo_network:thread": EVERYBODY,
    "demo_network:edit": EVERYBODY,
    "demo_network:delete": EVERYBODY,
}
REFUSED_ANSWERS = {403, 404}


def test_no_address_that_takes_a_post_is_forgotten() -> None:
    known = {*REFUSED, *ONES_OWN, *ON_CALL, *AT_THE_API, *IN_ROOMS}
    assert {address.name for address in every_address() if address.takes_post} == known


def test_only_who_may_gets_through(
    people: Cast,
    sign_in: SignIn,
    addresses: dict[str, str],
    everything: Callable[[], object],
    subtests: pytest.Subtests,
) -> None:
    before = everything()
    browsers = {person: sign_in(person) for person in PEOPLE}
    for name in (name for name, who in REFUSED.items() if who != EVERYBODY):
        with subtests.test(name):
            words = body(people, name)
            for person, browser in browsers.items():
                check_answer(name, person, partial(browser.post, addresses[name], words))
            assert everything() == before, "somebody who was refused changed something"


def check_answer(name: str, person: str, post: Callable[[], Any]) -> None:
    """Whoever may gets through, and what they did is taken back; nobody else does."""
    with transaction.atomic():
        answer = post()
        if person in REFUSED[name]:
            transaction.set_rollback(True)
    if person == STRANGER:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    elif person in REFUSED[name]:
        assert answer.status_code not in REFUSED_ANSWERS, f"{person} was refused: {answer.content.decode()[-900:]}"
    else:
        assert answer.status_code in REFUSED_ANSWERS, f"{person} got {answer.status_code}"


def test_where_everybody_may_post_nothing_of_ours_changes(
    people: Cast, sign_in: SignIn, everything: Callable[[], object]
) -> None:
    before = everything()
    assert sign_in(STRANGER).post("/playbook/try/", {"text": "account hacked"}).status_code == 302
    assert sign_in("nora").post("/playbook/try/", {"text": "account hacked"}).status_code in {200, *REFUSED_ANSWERS}
    assert sign_in(STRANGER).post("/demo/hook/", {}, content_type="application/json").status_code == 401
    for address in ("/demo/nothing/", "/demo/nothing/edit/", "/demo/nothing/delete/"):
        assert sign_in("amara").post(address, {"text": "Mine now"}).status_code == 404
    sign_in(STRANGER).post("/demo/", {"name": "Robin Vale", "text": "Hello"})
    assert everything() == before


@pytest.mark.parametrize("name", ["approvals:approve", "interactions:flag", "playbook:retire_topic"])
def test_a_part_asked_for_by_htmx_is_refused_as_a_part(
    sign_in: SignIn, people: Cast, addresses: dict[str, str], name: str
) -> None:
    answer = sign_in("axel").post(addresses[name], body(people, name), headers={"hx-request": "true"})
    assert answer.status_code in REFUSED_ANSWERS


@pytest.mark.parametrize(
    "model",
    list(admin.site._registry),
    ids=lambda model: model._meta.label_lower,
)
def test_nobody_writes_in_the_operators_admin(
    people: Cast, client: Client, everything: Callable[[], object], model: type
) -> None:
    """Domain rows are looked at there, by operators alone, and never changed behind the record's back."""
    meta = model._meta
    before = everything()
    row = model._default_manager.first()
    pages = [reverse(f"admin:{meta.app_label}_{meta.model_name}_add")]
    if row is not None:
        pages += [
            reverse(f"admin:{meta.app_label}_{meta.model_name}_{verb}", args=[row.pk]) for verb in ("change", "delete")
        ]
    for person in ("ada", "dev", "nora", "root"):
        client.force_login(getattr(people, person))
        for page in pages:
            answer = client.post(page, {"name": "Changed", "full_name": "Changed", "_save": "Save"})
            is_operator = person == "root"
            assert answer.status_code == (403 if is_operator else 302), (person, page)
            assert is_operator or "/login/" in answer["Location"]
    assert everything() == before


def test_whoever_left_is_a_stranger(people: Cast, sign_in: SignIn, addresses: dict[str, str]) -> None:
    browser = sign_in("dev")
    User.objects.filter(pk=people.dev.pk).update(is_active=False)
    answer = browser.post(addresses["approvals:approve"], body(people, "approvals:approve"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")

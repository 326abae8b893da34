from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from approvals import actions as approvals
from approvals.rule_terms import RuleTerms, StepTerms
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import HandOff, Interaction, Reply
from playbook import actions as library
from playbook.actions.backtesting import finish_back_test
from playbook.drafting import open_draft
from playbook.models import BackTest, ChecklistItem, CrisisContact, Plan, Rule, TaxonomyVersion, Topic
from tests.architecture.sources import ROOMS
from tests.cast import Cast
from tests.interactions.test_refusals import good_things
from tests.playbook.mapped import with_map

OF_A_BRAND = dict.fromkeys(("playbook:add_template", "playbook:add_holding_message"), "?brand=tern-air") | {
    "playbook:rule": "?rule=bag",
    "playbook:practice": "?brand=tern-air&sample=hacked&way=0",
    "playbook:quiz": "?brand=tern-air",
    "interactions:map": "?way=1.0",
    "interactions:add_view": "?view=red",
}
VERSIONS = ("ask_to_publish", "publish_version", "discard_version", "go_back_to_version")
SignIn = Callable[[str], Client]


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, with Jonas on probation, an operator without any team, and a machine with an agent's role."""
    root = User.objects.create_superuser("root@tern.example", "x", full_name="Root")
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="agent"))
    sync_roles()
    cast.people |= {"root": root, "bot": bot}
    return cast


@pytest.fixture
def sign_in(people: Cast) -> SignIn:
    def signed_in(name: str) -> Client:
        client = Client()
        if name:
            client.force_login(getattr(people, name))
        return client

    return signed_in


@pytest.fixture
def addresses(people: Cast) -> dict[str, str]:
    """Every address of the rooms below with something real behind it on which the verb would work."""
    team = people.teams["care"]
    waiting = people.drafted("baggage", by="jonas")
    approved = people.drafted("baggage", by="jonas")
    people.channel.undo_for = 600
    people.channel.save()
    approvals.approve(approved, by=people.ingrid)
    remark = approvals.remark(waiting, by=people.ingrid, phrase="found", rewrite="have")
    now = timezone.now()
    absence = approvals.be_away(by=people.dev, starts_at=now, ends_at=now + timedelta(hours=1))
    probation = approvals.start_probation(people.jonas, team=team, by=people.ingrid, reason="New here")
    red, case = people.flagged("hacking"), people.flagged("baggage")
    request = actions.lower(red, by=people.ingrid, topics=[people.topics["praise"]], reason="A joke")
    in_an_hour = timezone.now() + timedelta(hours=1)
    release = actions.release(red, by=people.tomas, says="One answer", expires_at=in_an_hour)
    statement = actions.state_holding(red, by=people.ingrid, message=people.holding, next_update_at=in_an_hour)
    closed = people.received()
    actions.close(closed, by=people.ingrid, closed_as="spam", reason="Spam")
    about = {
        "approvals:approve": [waiting.pk],
        "approvals:edit": [waiting.pk],
        "approvals:return": [waiting.pk],
        "approvals:undo": [approved.pk],
        "approvals:reading": [waiting.pk],
        "approvals:remark": [waiting.pk],
        "approvals:apply_remark": [remark.pk],
        "approvals:ask": [waiting.pk],
        "approvals:absences": [],
        "approvals:come_back": [absence.pk],
        "approvals:let_go": [waiting.pk],
        **{f"approvals:{verb}": [] for verb in ("write_policy", "confirm_policy", "add_policy_rule")},
        "approvals:start_probation": [team.pk, people.amara.pk],
        "approvals:end_probation": [probation.pk],
        "approvals:extend_probation": [probation.pk],
        "approvals:graduate": [probation.pk, "green"],
        "approvals:choose_mentor": [probation.pk],
        "approvals:probation_rules": [people.brand.pk],
        "approvals:business_hours": [people.brand.pk],
        "interactions:enter": [],
        "interactions:recall": [waiting.interaction_id],
        "interactions:reopen": [closed.pk],
        "interactions:undo_close": [closed.pk],
        "interactions:release": [red.pk],
        "interactions:holding": [red.pk],
        "interactions:confirm": [request.pk],
        "interactions:refuse": [request.pk],
        "interactions:sign_release": [release.pk],
        "interactions:revoke_release": [release.pk],
        "interactions:sign_statement": [statement.pk],
        "interactions:decide": [_reply(people, "unknown").pk],
        "interactions:retry": [_reply(people, "failed").pk],
        "interactions:outcome": [_handoff(people).pk],
    }
    rule = approvals.add_policy_rule(people.brand, by=people.ada, terms=RuleTerms(steps=(StepTerms(),)))
    about["approvals:policy_rule"] = [rule.pk]
    for verb in ("retire", "restore", "move"):
        about[f"approvals:{verb}_policy_rule"] = [rule.pk]
    Topic.objects.filter(slug="major-account").update(is_life_safety=True)
    about["interactions:safety_step"] = [people.flagged("major-account").pk]
    for verb in ("compose", "attach", "draft", "note", "flag", "lower", "assign", "close", "snooze", "wake", "present"):
        about[f"interactions:{verb}"] = [case.pk]
    about |= _contacts(people)
    about |= _maps(people) | _playbook(people) | good_things(people)
    return {name: reverse(name, args=given) + OF_A_BRAND.get(name, "") for name, given in about.items()}


def _contacts(people: Cast) -> dict[str, list[int]]:
    one, other, third = (people.received(author=name).contact for name in ("one", "other", "third"))
    match = actions.decide_match(one, third, by=people.ingrid, is_same=True)
    return {"interactions:decide_match": [other.pk], "interactions:undo_match": [match.pk]}


def _reply(people: Cast, state: str) -> Reply:
    draft = people.drafted("baggage", by="jonas")
    actions.approve(draft, by=people.ingrid)
    reply = Reply.objects.get(approval__draft=draft)
    Reply.objects.filter(pk=reply.pk).update(not_before=timezone.now())
    claimed = publishing._claim(reply.pk)
    assert claimed is not None
    return outcomes.unknown(claimed, "It hung up.") if state == "unknown" else outcomes.failed(claimed, "No.")


def _handoff(people: Cast) -> HandOff:
    """A talk that was offered; the answer that offers it is out."""
    draft = people.drafted("baggage", by="jonas")
    later = timezone.now() + timedelta(days=2)
    return HandOff.objects.create(
        interaction=draft.interaction,
        draft=draft,
        person="Ingrid",
        way="020 7946 0000",
        reason="The address",
        written_by=people.jonas,
        written_at=timezone.now(),
        outcome_due_at=later,
    )


def _version(people: Cast) -> TaxonomyVersion:
    """A draft that another admin wrote and asks to publish."""
    bea = User.objects.create_user("bea@tern.example", "x", full_name="Bea Lund")
    Membership.objects.create(team=people.teams["care"], user=bea, role=Role.objects.get(slug="admin"))
    sync_roles()
    library.save_rule(by=bea, rule=Rule(topic=people.topics["praise"], name="Thanks", any_of=["merci"]))
    draft = open_draft(people.brand)
    assert draft is not None
    return library.ask_to_publish(by=bea, version=draft)


def _back_test(version: TaxonomyVersion) -> BackTest:
    """One that is over: another can be begun."""
    assert version.asker is not None
    run = library.begin_back_test(by=version.asker, version=version)
    finish_back_test(run)
    return run


def _maps(people: Cast) -> dict[str, list[object]]:
    """The map, its steps, and a plan that was begun."""
    with_map(people)
    slug, case = "small", people.flagged("baggage")
    Plan.objects.create(
        topic=people.topics["baggage"], complaint="Late", public_answer="We look", internal_actions=["One", "Two"]
    )
    tasks = actions.begin_plan(case, by=people.amara, topic=people.topics["baggage"])
    actions.tick_task(tasks[1], by=people.amara)
    verbs = ("edit_map", "map_owners", "move_map_first", "retire_map", "restore_map", "add_question", "add_leaf")
    about: dict[str, list[object]] = {f"playbook:{verb}": [slug] for verb in verbs}
    about |= {f"playbook:{verb}": [slug, "leave"] for verb in ("edit_step", "remove_step")}
    about |= {f"playbook:{verb}": [] for verb in ("clone_map", "practice", "quiz")}
    about |= {f"playbook:{verb}": ["baggage"] for verb in ("edit_scenario", "remove_scenario")}
    about |= {f"interactions:{verb}": [case.pk] for verb in ("map", "begin_plan", "remedies")}
    about |= {f"interactions:{verb}_task": [tasks[0].pk] for verb in ("tick", "give")}
    return about | {"interactions:untick_task": [tasks[1].pk]}


def _playbook(people: Cast) -> dict[str, list[int]]:
    topic = people.topics["baggage"]
    item = ChecklistItem.objects.create(brand=people.brand, slug="tone", wording="The tone fits.")
    ofs = ("edit_topic", "edit_plan", "add_rule", "rule", "retire_topic", "restore_topic", "move_topic", "decide_topic")
    about = {f"playbook:{verb}": [topic.slug] for verb in ofs} | {"playbook:checklist_item": [item.slug]}
    about |= {f"playbook:{verb}_checklist_item": [item.slug] for verb in ("retire", "restore")}
    version = _version(people)
    about |= {f"playbook:{verb}": [version.pk] for verb in VERSIONS} | {"playbook:import_version": []}
    about |= {"reports:begin_back_test": [version.pk], "reports:read_back_test": [_back_test(version).pk]}
    about |= {"playbook:begin_walk": ["retail"]}
    for name, words in (("template", people.template), ("holding_message", people.holding)):
        library.propose_change(by=people.amara, words=words, text="{name}, another text.")
        verbs = ("approve", "turn_down", "review", "edit", "retire", "restore")
        about |= {f"playbook:{verb}_{name}": [words.pk] for verb in verbs}
        about |= {f"playbook:{name}": [words.pk], f"playbook:add_{name}": [], f"playbook:import_{name}s": []}
        about |= {f"playbook:preview_{name}": []}
    contact = CrisisContact.objects.create(brand=people.brand, kind="police", name="Police", phone="101")
    about |= {f"playbook:{verb}": [contact.pk] for verb in ("crisis_contact", "retire_crisis_contact")}
    about |= {"playbook:restore_crisis_contact": [contact.pk], "playbook:add_crisis_contact": []}
    return about | {"playbook:add_topic": [], "playbook:add_checklist_item": [], "playbook:own_words": []}


@pytest.fixture
def everything() -> Callable[[], dict[str, object]]:
    """How many rows every table of the rooms has, and where each case stands."""

    def counted() -> dict[str, object]:
        counts: dict[str, object] = {
            model._meta.label: model._default_manager.count()
            for room in ROOMS
            for model in apps.get_app_config(room).get_models()
        }
        return counts | {"states": list(Interaction.objects.order_by("pk").values_list("pk", "state", "level"))}

    return counted

"""Prepares the demo for journeys, inside the product's own environment: ``python -m tests.journeys.stage``.

Opens the alerts of the day so far, shortens the time in which a reply can be taken back, and says as JSON where each
kind of page is found.
"""

import json
import sys
from datetime import timedelta
from urllib.parse import urlencode

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand, Team, User
from approvals import actions as approvals
from approvals.models import SignOffRule
from audit import outbox
from connectors.models import Channel
from escalation_site.demo.people import email_of
from interactions.models import Draft, Interaction
from oncall import actions, links
from oncall.models import Alert, EscalationPolicy, Incident, Schedule, StatementPage
from playbook import actions as playbook
from playbook.models import ChecklistItem, CrisisContact, HoldingMessage, ResponseTemplate, TaxonomyVersion, Topic
from reports import back_testing
from tests.journeys.stage_good import good_pages


def main() -> None:
    Channel.objects.update(undo_for=1)
    outbox.sweep()
    json.dump(addresses(), sys.stdout)


def addresses() -> dict[str, str]:
    hacking = Topic.objects.get(slug="hacking-or-account-security")
    return {
        **_cases(),
        **_drafts(),
        **_on_call(),
        **_rooms(),
        "policy rule": _of("approvals:policy_rule", _policy_rule()),
        "thread": reverse("demo_network:thread", args=["day1-morning-crew"]),
        "topic": _of("playbook:topic", hacking),
        "topic history": _of("playbook:topic_history", hacking),
        "green topic": _of("playbook:topic", Topic.objects.get(slug="company-information")),
        **_playbook_draft(hacking),
        **_maps(hacking),
        **_library("template", ResponseTemplate.objects.order_by("pk")[0]),
        **_library("holding_message", HoldingMessage.objects.order_by("pk")[0]),
        "checklist item": ChecklistItem.objects.order_by("pk")[0].get_absolute_url(),
        **good_pages(),
        "crisis contact": _of("playbook:crisis_contact", CrisisContact.objects.order_by("pk")[0]),
    }


def _playbook_draft(topic: Topic) -> dict[str, str]:
    """A draft that Ada asks to publish, and the pages that edit it."""
    ada = User.objects.get(email=email_of("ada"))
    rule = topic.rules.order_by("pk")[0]
    rule.any_of = [*rule.any_of, "my log-in was stolen"]
    playbook.save_rule(by=ada, rule=rule)
    draft = TaxonomyVersion.objects.open().get(brand=topic.brand)
    tested = playbook.begin_back_test(by=ada, version=draft)
    back_testing.carry_on(tested.pk)
    playbook.ask_to_publish(by=ada, version=draft, why="A new way to say it")
    names = {
        "drafted topic": "drafted_topic",
        "decide topic": "decide_topic",
        "edit topic": "edit_topic",
        "edit plan": "edit_plan",
        "add rule": "add_rule",
    }
    pages = {said: reverse(f"playbook:{name}", args=[topic.slug]) for said, name in names.items()}
    of_rule = {
        said: f"{reverse(name, args=[topic.slug])}?{urlencode({'rule': rule.name})}"
        for said, name in (("rule", "playbook:rule"), ("dry run", "reports:dry_run"))
    }
    return pages | of_rule | {"version": draft.get_absolute_url(), "back-test": _of("reports:back_test", tested)}


def _maps(topic: Topic) -> dict[str, str]:
    """The map in the draft, a sample half-way, and the way over it for one message."""
    of = f"?brand={topic.brand.slug}"
    names = {
        "drafted map": "drafted_map",
        "edit map": "edit_map",
        "map owners": "map_owners",
        "add question": "add_question",
        "add end": "add_leaf",
    }
    pages = {said: reverse(f"playbook:{name}", args=["our-own"]) + of for said, name in names.items()}
    green = Interaction.objects.filter(state="flagged", level="green").order_by("pk")[0]
    walk = _of("interactions:map", green)
    return pages | {
        "edit step": reverse("playbook:edit_step", args=["our-own", "watch"]) + of,
        "edit scenario": reverse("playbook:edit_scenario", args=[topic.slug]) + of,
        "practice walk": f"{reverse('playbook:practice')}{of}&sample=hacked&way=1",
        "walk": walk,
        "end of walk": f"{walk}?way=1.0.1.1",
    }


def _library(name: str, words: ResponseTemplate | HoldingMessage) -> dict[str, str]:
    said = name.replace("_", " ")
    return {
        said: _of(f"playbook:{name}", words),
        f"edit {said}": _of(f"playbook:edit_{name}", words),
        f"{said} versions": _of(f"playbook:{name}_versions", words),
    }


def _cases() -> dict[str, str]:
    """One conversation of each colour and state that the day so far has brought."""
    told = {
        "untouched": Interaction.objects.filter(state="received"),
        "green": Interaction.objects.filter(state="flagged", level="green"),
        "yellow": Interaction.objects.filter(state="flagged", level="yellow"),
        "red": Interaction.objects.filter(level="red", topic__slug="hacking-or-account-security"),
        "drafted": Interaction.objects.filter(state="drafted"),
        "answered": Interaction.objects.filter(state__in=["approved", "responded"]),
        "closed": Interaction.objects.filter(state="closed"),
    }
    green = told["green"].order_by("pk")[0]
    parts = {name: _of(f"interactions:{name}", green) for name in ("beside", "earlier", "hold")}
    parts["contact"] = _of("interactions:contact", green.contact)
    return parts | {name: _of("interactions:conversation", rows.order_by("pk")[0]) for name, rows in told.items()}


def _drafts() -> dict[str, str]:
    draft = Draft.objects.filter(interaction__state="drafted").order_by("pk")[0]
    member = [draft.interaction.team_id, User.objects.get(email=email_of("amara")).pk]
    probation = draft.author.probations.get()
    return {
        "review": _of("approvals:review", draft),
        "edit draft": _of("approvals:edit", draft),
        "return draft": _of("approvals:return", draft),
        "remark": _of("approvals:remark", draft),
        "ask": _of("approvals:ask", draft),
        "start probation": reverse("approvals:start_probation", args=member),
        "end probation": _of("approvals:end_probation", probation),
        "person": reverse("approvals:person", args=[probation.team_id, probation.user_id]),
        "graduate": reverse("approvals:graduate", args=[probation.pk, "green"]),
        "extend probation": _of("approvals:extend_probation", probation),
        "mentor": _of("approvals:choose_mentor", probation),
        "probation rules": reverse("approvals:probation_rules", args=[probation.team.brand_id]),
        "business hours": reverse("approvals:business_hours", args=[probation.team.brand_id]),
    }


def _policy_rule() -> SignOffRule:
    ada = User.objects.get(email=email_of("ada"))
    return approvals.write_policy(Brand.objects.get(slug="tern-air"), by=ada).rules.order_by("pk")[0]


def _on_call() -> dict[str, str]:
    priya = User.objects.get(email=email_of("priya"))
    method, _secret = actions.add_method(by=priya, kind="email", address="priya@home.example")
    alert = Alert.objects.live().order_by("pk")[0]
    topic = Topic.objects.get(slug="hacking-or-account-security")
    care = Team.objects.get(brand=topic.brand, slug="care")
    drill = actions.start_drill(by=priya, topic=topic, team=care, text="My account was hacked.")
    actions.end_drill(drill, by=priya, lesson="Keep a second number")
    schedule = Schedule.objects.order_by("pk")[0]
    return {
        "drill": _of("oncall:drill", drill),
        "schedule": _of("oncall:schedule", schedule),
        **{
            words: _of(f"oncall:{name}", schedule)
            for words, name in (
                ("override", "override"),
                ("cover", "ask_cover"),
                ("new layer", "add_layer"),
                ("calendar layer", "add_calendar"),
            )
        },
        "layer": _of("oncall:layer", schedule.layers.all()[0]),
        "where": _of("oncall:where", Interaction.objects.filter(state="received").order_by("pk")[0]),
        "policy": _of("oncall:policy", EscalationPolicy.objects.order_by("pk")[0]),
        "page": links.page_url(user_id=priya.pk, alert_id=alert.pk).removeprefix(settings.SITE_URL),
        "test page": links.test_url(user_id=priya.pk, method_id=method.pk).removeprefix(settings.SITE_URL),
    }


def _rooms() -> dict[str, str]:
    """A room about the red message of the day, with somebody in every part of it, and one that was stood down."""
    dev, priya = (User.objects.get(email=email_of(name)) for name in ("dev", "priya"))
    red = Interaction.objects.filter(level="red", topic__slug="hacking-or-account-security").order_by("pk")[0]
    room = actions.open_room(red, by=dev, name="Accounts taken over")
    actions.link_messages(room, by=dev, ids=list(Interaction.objects.filter(head=None).values_list("pk", flat=True)))
    actions.assume_role(room, by=priya, role="lead")
    actions.write_line(room, by=priya, kind="say", text="Your ticket is safe.")
    actions.write_line(room, by=priya, kind="avoid", text="A guess at the cause")
    actions.log_in_room(room, by=priya, kind="decision", text="We say what we know, and when we know more.")
    in_an_hour = timezone.now() + timedelta(hours=1)
    said = "Tickets stay valid. Our next update comes within two hours."
    actions.sign_words(actions.write_statement(room, by=dev, text=said, next_update_at=in_an_hour), by=priya)
    leak, storm = (_public_page(room.brand, name) for name in ("Data leak", "Storm"))
    asked = {"question": "Do we tell every member?", "options": ["Yes, now", "Wait for Security"]}
    huddle = actions.convene(red, by=dev, decider=priya, decide_by=in_an_hour, **asked)
    waits = actions.ask_to_show(storm, by=dev, incident=room)
    actions.show_page(actions.ask_to_show(leak, by=dev, incident=room), by=priya)
    over = actions.open_room(_free(room), by=dev, name="Lost bags")
    actions.stand_down(over, by=dev, last_word="Every bag is back.", review_on=timezone.localdate())
    return {
        "room": _of("rooms:room", room),
        "open room": _of("rooms:open", red),
        "answer many": _of("rooms:answer", room) + "?line=Thank+you,+{name}.",
        "people of room": _of("rooms:people", room),
        "stand down": _of("rooms:stand_down", room),
        "review of room": _of("rooms:review", over),
        "showing": _of("rooms:showing", waits),
        "public page": leak.public_path,
        "statement page": _of("oncall:statement_page", leak),
        "convene": _of("rooms:convene", red),
        "convene in room": _of("rooms:convene_room", room),
        "huddle": _of("rooms:huddle", huddle),
        "hand over author": _of("rooms:hand_over_author", red),
    }


def _public_page(brand: Brand, name: str) -> StatementPage:
    ada = User.objects.get(email=email_of("ada"))
    words = {"heading": f"About the {name.lower()}", "text": "We look into it.", "contact": "https://ternair.example/"}
    address = name.lower().replace(" ", "-")
    return actions.save_statement_page(None, by=ada, brand=brand, name=name, address=address, **words)


def _free(room: Incident) -> Interaction:
    """A message of the room that is let go again."""
    row = Interaction.objects.filter(incident_links__incident=room.pk, level="green").order_by("pk")[0]
    actions.unlink_message(room, by=User.objects.get(email=email_of("dev")), interaction=row)
    return row


def _of(name: str, row: object) -> str:
    return reverse(name, args=[row.pk])


if __name__ == "__main__":
    main()

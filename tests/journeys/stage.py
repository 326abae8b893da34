"""Prepares the demo for journeys, inside the product's own environment: ``python -m tests.journeys.stage``.

Opens the alerts of the day so far, shortens the time in which a reply can be taken back, and says as JSON where each
kind of page is found.
"""

import json
import sys

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.conf import settings
from django.urls import reverse

from accounts.models import Brand, User
from approvals import actions as approvals
from approvals.models import SignOffRule
from audit import outbox
from connectors.models import Channel
from escalation_site.demo.people import email_of
from interactions.models import Draft, Interaction
from oncall import actions, links
from oncall.models import Alert, EscalationPolicy, Schedule
from playbook.models import ChecklistItem, HoldingMessage, ResponseTemplate, Rule, Topic


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
        "policy rule": _of("approvals:policy_rule", _policy_rule()),
        "thread": reverse("demo_network:thread", args=["day1-morning-crew"]),
        "topic": _of("playbook:topic", hacking),
        "green topic": _of("playbook:topic", Topic.objects.get(slug="company-information")),
        "edit topic": _of("playbook:edit_topic", hacking),
        "edit plan": _of("playbook:edit_plan", hacking),
        "add rule": _of("playbook:add_rule", hacking),
        "rule": _of("playbook:rule", Rule.objects.order_by("pk")[0]),
        **_library("template", ResponseTemplate.objects.order_by("pk")[0]),
        **_library("holding_message", HoldingMessage.objects.order_by("pk")[0]),
        "checklist item": _of("playbook:checklist_item", ChecklistItem.objects.order_by("pk")[0]),
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
    parts = {name: _of(f"interactions:{name}", green) for name in ("beside", "earlier")}
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
    }


def _policy_rule() -> SignOffRule:
    ada = User.objects.get(email=email_of("ada"))
    return approvals.write_policy(Brand.objects.get(slug="tern-air"), by=ada).rules.order_by("pk")[0]


def _on_call() -> dict[str, str]:
    priya = User.objects.get(email=email_of("priya"))
    method, _secret = actions.add_method(by=priya, kind="email", address="priya@home.example")
    alert = Alert.objects.order_by("pk")[0]
    return {
        "schedule": _of("oncall:schedule", Schedule.objects.order_by("pk")[0]),
        "policy": _of("oncall:policy", EscalationPolicy.objects.order_by("pk")[0]),
        "page": links.page_url(user_id=priya.pk, alert_id=alert.pk).removeprefix(settings.SITE_URL),
        "test page": links.test_url(user_id=priya.pk, method_id=method.pk).removeprefix(settings.SITE_URL),
    }


def _of(name: str, row: object) -> str:
    return reverse(name, args=[row.pk])


if __name__ == "__main__":
    main()

"""Escalation policies, and whom to ring outside."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.rights import check_can
from oncall.access.brands import Person, visible_brands
from oncall.models import EscalationPolicy
from playbook.models import CrisisContact


def visible_policies(person: Person) -> QuerySet[EscalationPolicy]:
    policies = EscalationPolicy.objects.filter(brand__in=visible_brands(person)).select_related("brand")
    targets = (f"steps__{target}" for target in ("person", "schedule", "team", "role"))
    return policies.prefetch_related(*targets, "topics", "last_resort")


def policy_to_edit(person: Person, pk: int) -> EscalationPolicy:
    """Raises NotAllowed when this person may look and not edit."""
    policy = get_object_or_404(visible_policies(person), pk=pk)
    check_can(person, "manage_oncall", policy.brand)
    return policy


def visible_outside_help(person: Person) -> QuerySet[CrisisContact]:
    """Whom one rings outside about red flags; those for where a life is at stake stand by country in the playbook."""
    contacts = CrisisContact.objects.live().exclude(stands_with=CrisisContact.Stands.LIFE)
    return contacts.filter(brand__in=visible_brands(person)).prefetch_related("topics")

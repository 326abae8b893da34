"""What a page's link shows of an alert, to this person, now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from interactions.models import Interaction
from oncall.access import Visit
from oncall.checks import may_answer
from oncall.masking import masked
from oncall.models import Alert, Page
from playbook.models import HoldingMessage, Plan


@dataclass(frozen=True)
class Case:
    """The alert as its reader sees it. Contact data in the customer's words is masked."""

    alert: Alert
    person: User
    now: datetime
    paged_at: datetime | None
    interaction: Interaction
    author: str
    words: str
    flags: int
    actions: tuple[str, ...]
    holding: HoldingMessage | None
    may_answer: bool

    @property
    def is_mine(self) -> bool:
        return self.alert.is_acknowledged and self.alert.acknowledged_by_id == self.person.pk

    @property
    def has_passed(self) -> bool:
        return self.alert.is_live and self.person.pk in self.alert.passed_by

    @property
    def is_to_be_answered(self) -> bool:
        return self.alert.is_live and self.may_answer


def case_for(visit: Visit) -> Case:
    """Everything the page shows, read once."""
    alert, person = visit.alert, visit.person
    flags = alert.flags.select_related("interaction__contact", "interaction__channel")
    burning = flags.filter(interaction__level="red").exclude(interaction__state=Interaction.State.CLOSED)
    interaction = (burning.first() or flags[0]).interaction
    plan = Plan.objects.filter(topic=alert.topic_id).first()
    mine = Page.objects.filter(alert=alert, user=person).order_by("pk").first()
    holding = HoldingMessage.objects.usable().filter(brand=alert.brand_id, topics=alert.topic_id).first()
    return Case(
        alert=alert,
        person=person,
        now=timezone.now(),
        paged_at=mine.created_at if mine else None,
        interaction=interaction,
        author=masked(str(interaction.contact)),
        words=masked(interaction.text),
        flags=len(flags),
        actions=tuple(plan.internal_actions) if plan else (),
        holding=holding,
        may_answer=may_answer(person, alert),
    )

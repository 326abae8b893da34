"""What a page's link shows of an alert, to this person, now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import teams_with
from interactions import checks
from interactions.models import Interaction
from interactions.safety import Safety
from oncall import links
from oncall.access import Visit, visible_alerts
from oncall.checks import may_answer
from oncall.masking import masked
from oncall.models import Alert, HandOver, Page, Question
from oncall.takers import takers_for
from playbook.models import CrisisContact, HoldingMessage, Plan

OTHERS = 5


@dataclass(frozen=True)
class Waiting:
    """Another red flag that nobody has, with this person's own link to it."""

    alert: Alert
    url: str


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
    holding_names: int  # that it needs under it
    may_answer: bool
    others: tuple[Waiting, ...]  # red flags that wait for this person as well
    outside: tuple[CrisisContact, ...]
    hand_over: HandOver | None  # the request that waits
    takers: tuple[User, ...]  # whom it may be handed to, by whoever has it
    question: Question | None  # what a colleague asks, where that is what it is about

    @property
    def title(self) -> str:
        if self.question is not None:
            return _("%(name)s asks where this goes") % {"name": self.question.asked_by}
        return _("Red flag: %(topic)s") % {"topic": self.alert.about}

    @property
    def asked_words(self) -> str:
        return masked(self.question.words) if self.question else ""

    @property
    def is_asked(self) -> bool:
        return self.hand_over is not None and self.hand_over.to_id == self.person.pk

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
    flags = alert.flags.select_related("interaction__contact", "interaction__channel", "interaction__team")
    burning = flags.filter(interaction__level="red").exclude(interaction__state=Interaction.State.CLOSED)
    interaction = (burning.first() or flags[0]).interaction
    is_lost = _is_lost(person, interaction)
    plan = Plan.objects.filter(topic=alert.topic_id).first() if alert.topic_id else None
    mine = Page.objects.filter(alert=alert, user=person).order_by("pk").first()
    waiting = alert.hand_overs.filter(outcome="", expires_at__gt=timezone.now()).select_related("by", "to").first()
    is_theirs = alert.is_acknowledged and alert.acknowledged_by_id == person.pk
    usable = HoldingMessage.objects.usable().filter(brand=alert.brand_id, topics=alert.topic_id)
    holding = usable.first() if alert.topic_id and not alert.is_question else None
    return Case(
        alert=alert,
        person=person,
        now=timezone.now(),
        paged_at=mine.created_at if mine else None,
        interaction=interaction,
        author="" if is_lost else masked(str(interaction.contact)),
        words=_lost_words(interaction) if is_lost else masked(interaction.text),
        flags=len(flags),
        actions=tuple(plan.internal_actions) if plan else (),
        holding=holding,
        holding_names=checks.names_needed(interaction) if holding else 0,
        may_answer=may_answer(person, alert),
        others=_others(person, alert),
        outside=tuple(_outside(alert, interaction)),
        hand_over=waiting if alert.is_acknowledged else None,
        takers=takers_for(alert) if is_theirs else (),
        question=Question.objects.select_related("asked_by").filter(alert=alert).first(),
    )


def _is_lost(person: User, interaction: Interaction) -> bool:
    """Their team had it, and lost it by a hand-over. Whoever is paged may take the alarm; the message is others'."""
    teams = teams_with(person, "see")
    return interaction.channel.team_id in teams and interaction.team_id not in teams


def _lost_words(interaction: Interaction) -> str:
    return _("This was handed over to %(team)s. You can take the alarm; they read the message.") % {
        "team": interaction.team
    }


def _others(person: User, alert: Alert) -> tuple[Waiting, ...]:
    """What a message that carried several red flags was about, as far as nobody has it yet."""
    paged = Page.objects.filter(user=person, alert__state=Alert.State.LIVE).exclude(alert=alert).values("alert")
    live = visible_alerts(person).live().filter(pk__in=paged).select_related("topic", "brand").order_by("raised_at")
    return tuple(Waiting(one, links.page_url(user_id=person.pk, alert_id=one.pk)) for one in live[:OTHERS])


def _outside(alert: Alert, interaction: Interaction) -> list[CrisisContact]:
    """Whom to ring outside, from where the writer probably is."""
    return [] if alert.is_question else [whom.contact for whom in Safety(interaction).near]

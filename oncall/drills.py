"""What a drill measured, told from its rows: who was paged, how soon somebody had it, the first word, what leaked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q

from interactions.models import Interaction, Release, Reply
from oncall.models import Alert, Drill, Page

TAKEN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Measure:
    """One figure against its target; None when it has not happened."""

    took: timedelta | None
    target: timedelta

    @property
    def is_met(self) -> bool:
        return self.took is not None and self.took <= self.target


class Report:
    """A drill as it stands, running or over."""

    def __init__(self, drill: Drill) -> None:
        self.drill = drill

    @cached_property
    def alert(self) -> Alert | None:
        alerts = Alert.objects.of_red().filter(flags__interaction=self.drill.interaction_id)
        return alerts.select_related("acknowledged_by").first()

    @cached_property
    def pages(self) -> list[Page]:
        """Who was paged, in order."""
        rows = Page.objects.filter(alert=self.alert).select_related("user") if self.alert else Page.objects.none()
        return list(rows.order_by("pk"))

    @property
    def paged_at(self) -> datetime | None:
        """When the first page left."""
        return min((page.sent_at for page in self.pages if page.sent_at), default=None)

    @property
    def acknowledgement(self) -> Measure:
        """From the first page to the acknowledgement."""
        taken = self.alert.acknowledged_at if self.alert else None
        return Measure(taken - self.paged_at if taken and self.paged_at else None, TAKEN_WITHIN)

    @property
    def first_statement(self) -> Measure:
        """From the red flag to the first word that would have been public."""
        first = min((reply.sent_at for reply in self._sent if reply.sent_at), default=None)
        target = timedelta(minutes=self.drill.topic.reply_within)
        return Measure(first - self.drill.started_at if first else None, target)

    @property
    def wrong_postings(self) -> int:
        """Answers that left without a release in force, and whatever left over a channel that leads somewhere."""
        return sum(self._is_wrong(reply) for reply in self._sent)

    @property
    def is_passed(self) -> bool:
        return self.acknowledgement.is_met and self.first_statement.is_met and not self.wrong_postings

    @cached_property
    def _sent(self) -> list[Reply]:
        rows = Reply.objects.filter(interaction=self.drill.interaction_id, state=Reply.State.SENT)
        return list(rows.select_related("channel"))

    def _is_wrong(self, reply: Reply) -> bool:
        if not reply.channel.is_rehearsal:
            return True
        if reply.kind == Reply.Kind.HOLDING:
            return False
        lets_past = Q(interaction=self.drill.interaction_id) | Q(topic=self.drill.topic_id)
        in_force = Release.objects.filter(lets_past, effective_at__lte=reply.sent_at, expires_at__gt=reply.sent_at)
        return not in_force.filter(Q(revoked_at=None) | Q(revoked_at__gt=reply.sent_at)).exists()

    @property
    def interaction(self) -> Interaction:
        return self.drill.interaction

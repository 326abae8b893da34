"""What triage says of one message, for a person who decides: each rule's share, what nearly spoke, how far to stricter.

It is judged anew by the rules in force, with the counts it has now; the flags keep the account of their own time.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from interactions import access, ports
from interactions.due import RANK
from interactions.forms import AssessForm, ConfirmForm, ModerateForm, VerbForm
from interactions.ingest.judging import counts_of, facts_of
from interactions.kin import Kin, kin_of
from interactions.models import Assessment, EngagementSample, Interaction, Judgement, ModerationAct, SecondOpinion
from interactions.parts import Part
from interactions.ports import Gathering
from interactions.severity import Strategy, strategy_for
from playbook.current import judge_for, thresholds_for
from playbook.models import HouseRule, Topic
from playbook.specs import Suggestion, Verdict
from playbook.thresholds import Threshold

MOST_SAMPLES = 8


@dataclass(frozen=True, slots=True)
class Missing:
    """So many more points, or eyes, and this topic is put on."""

    topic: str
    level: str
    points: int = 0
    engagement: int = 0
    reach: int = 0


class Triage(Part):
    """The triage screen of one interaction, each part asked for when it is printed."""

    @cached_property
    def confirm_form(self) -> VerbForm:
        return self._form(ConfirmForm)

    @cached_property
    def assess_form(self) -> VerbForm:
        return self._form(AssessForm)

    @cached_property
    def moderate_form(self) -> VerbForm:
        return self._form(ModerateForm)

    @cached_property
    def verdict(self) -> Verdict:
        row = self.interaction
        judge = judge_for(row.brand_id)
        earlier = self._earlier(judge.longest_look_back)
        facts = facts_of(
            row.contact, counts_of(row), row.language, network=row.contact.network, kind=row.kind, earlier=earlier
        )
        return judge.judge(row.text, facts)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return self.verdict.suggestions

    @property
    def missing(self) -> list[Missing]:
        """What would have made it stricter, the nearest first: why it is not higher."""
        level = RANK[self.interaction.level]
        points = [
            Missing(miss.topic_name, miss.level, points=miss.threshold - miss.points)
            for miss in self.verdict.near_misses
            if RANK[miss.level] > level
        ]
        return sorted(points, key=lambda miss: (miss.points, -RANK[miss.level])) + self._eyes

    @cached_property
    def _eyes(self) -> list[Missing]:
        """From how many eyes on it is raised, for topics stricter than it is."""
        counts = counts_of(self.interaction)
        standing = set(self.interaction.flags.filter(withdrawn_at=None).values_list("topic_id", flat=True))
        ahead = thresholds_for(self.interaction.brand_id).ahead(counts, standing)
        topics = {topic.pk: topic for topic in Topic.objects.filter(pk__in=[each.topic for each in ahead])}
        level = RANK[self.interaction.level]
        return [
            self._missing(each, topics[each.topic])
            for each in ahead
            if each.topic in topics and RANK[topics[each.topic].level] > level
        ]

    @staticmethod
    def _missing(threshold: Threshold, topic: Topic) -> Missing:
        return Missing(str(topic), topic.level, engagement=threshold.engagement, reach=threshold.reach)

    @cached_property
    def opinion(self) -> SecondOpinion | None:
        """What was learned sees in it, where that is stricter than its level."""
        found = SecondOpinion.objects.filter(interaction=self.interaction).select_related("topic").first()
        return found if found and RANK[found.level] > RANK[self.interaction.level] else None

    @cached_property
    def samples(self) -> list[EngagementSample]:
        """How its counts rose, the newest first."""
        return list(self.interaction.samples.order_by("-sampled_at")[:MOST_SAMPLES])

    @cached_property
    def judgement(self) -> Judgement | None:
        """Who decided last, and what."""
        rows = Judgement.objects.filter(interaction=self.interaction)
        return rows.select_related("by", "decided_topic", "proposed_topic").first()

    @property
    def is_confirmed(self) -> bool:
        """A person has decided on just these flags."""
        done = self.judgement
        row = self.interaction
        return done is not None and (done.decided_topic_id, done.decided_level) == (row.topic_id, row.level)

    @cached_property
    def assessment(self) -> Assessment | None:
        return self.interaction.assessments.select_related("by").last()

    @property
    def is_stricter_by_assessment(self) -> bool:
        """Impact and urgency ask for a stricter flag than it has."""
        return self.assessment is not None and RANK[self.assessment.level] > RANK[self.interaction.level]

    @property
    def strategy(self) -> Strategy:
        """Engage or moderate, and how."""
        said = self.assessment
        kinds = {"is_abusive": said.is_abusive, "is_misleading": said.is_misleading} if said else {}
        return strategy_for(self.interaction.tone, self.interaction.severity, **kinds)

    @cached_property
    def kin(self) -> Kin:
        """Those alike to it, in the teams of its brand that this person may see."""
        teams = access.teams_of_brand(self.user, self.interaction.brand_id)
        return kin_of(self.interaction, access.visible(self.user), teams)

    @cached_property
    def gathering(self) -> Gathering | None:
        """Where the ticked ones go: into the room of this message, or into a new one."""
        return ports.gathering(self.interaction, self.kin.incident, self.user) if self.may_flag else None

    @cached_property
    def house_rules(self) -> list[HouseRule]:
        return list(HouseRule.objects.live().filter(brand=self.interaction.brand_id))

    @cached_property
    def moderations(self) -> list[ModerationAct]:
        return list(self.interaction.moderations.select_related("rule", "by"))

    def _earlier(self, hours: int) -> tuple[float, ...]:
        """How many hours before it its author wrote, where a rule asks for that."""
        if not hours:
            return ()
        until = self.interaction.received_at
        before = Interaction.objects.filter(
            contact=self.interaction.contact_id,
            pk__lt=self.interaction.pk,
            received_at__gte=until - timedelta(hours=hours),
        )
        return tuple((until - at).total_seconds() / 3600 for at in before.values_list("received_at", flat=True)[:100])

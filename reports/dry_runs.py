"""A rule tried on the newest messages before it counts: which it would speak of, and what they are judged now."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString

from accounts.models import Team
from interactions.models import Interaction
from playbook.current import spec_of
from playbook.drafted import bench_for
from playbook.marked import marked
from playbook.models import Rule, Topic
from playbook.sheets import Sheet
from playbook.triage import Judge, TopicSpec
from playbook.whole.document import digest
from playbook.whole.judging import Ruling, rank
from reports.messages import facts_of_each

SIZES = (100, 500, 2_000)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Spoken:
    """A message of which the rule speaks: its marked text, what is said of it now, and whether the rule alone reaches
    the topic's points and makes it stricter."""

    message: Interaction
    text: SafeString
    now: Ruling
    is_enough: bool
    is_stricter: bool


@dataclass(frozen=True)
class DryRun:
    """``looked_at``: how many messages; ``spoken``: of how many the rule speaks; ``rows``: the newest of those."""

    looked_at: int
    spoken: int
    enough: int
    stricter: int
    rows: list[Spoken]


def dry_run(sheet: Sheet, topic: Topic, rule: Rule, *, teams: Collection[int], size: int) -> DryRun:
    """The rule as if it were in use, on the newest ``size`` messages of the brand in these teams. Reads only."""
    of_brand = Team.objects.filter(brand=sheet.brand, pk__in=teams).values_list("pk", flat=True)
    newest = Interaction.objects.real().filter(team__in=list(of_brand)).exclude(text="").order_by("-pk")
    rows = list(newest.select_related("contact", "channel")[:size])
    spec = TopicSpec(
        id=1, slug=topic.slug, name=topic.name, level=topic.level, threshold=topic.threshold, rules=(spec_of(rule),)
    )
    judge, standing = Judge([spec]), bench_for(digest(sheet.standing), sheet.standing)
    spoken: list[Spoken] = []
    for row, facts in facts_of_each(rows, max(judge.longest_look_back, standing.longest_look_back)):
        verdict = judge.judge(row.text, facts)
        if not verdict.suggestions and not verdict.near_misses:
            continue
        now = standing.ruling(row.text, facts)
        is_enough = bool(verdict.suggestions)
        text = marked(row.text, judge.marks(row.text, facts), verdict) if len(spoken) < MOST_SHOWN else SafeString("")
        spoken.append(Spoken(row, text, now, is_enough, is_enough and rank(topic.level) > rank(now.level)))
    return DryRun(
        len(rows),
        len(spoken),
        sum(each.is_enough for each in spoken),
        sum(each.is_stricter for each in spoken),
        spoken[:MOST_SHOWN],
    )

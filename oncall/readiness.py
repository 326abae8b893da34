"""How ready a brand is for a crisis: what is missing, whom it would hit, and where one mends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Brand
from oncall.drills import Report
from oncall.models import Drill, EscalationPolicy, Schedule, StatementPage
from oncall.rota import specs
from oncall.schedule import gaps_between
from playbook.models import CrisisContact, HoldingMessage, Plan, ResponseTemplate, Topic

LOOK_AHEAD = timedelta(days=28)
DRILLED_WITHIN = timedelta(days=90)
CHECKED_WITHIN = timedelta(days=180)


@dataclass(frozen=True)
class Check:
    """One question. ``missing`` names what fails it; without any it is answered well."""

    question: str
    missing: list[str]
    mend_at: str

    @property
    def is_fine(self) -> bool:
        return not self.missing


class Readiness:
    """A fixed number of queries, however large the playbook is."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._now = timezone.now()

    @cached_property
    def checks(self) -> list[Check]:
        playbook = f"{reverse('playbook:board')}?brand={self.brand.slug}"
        oncall, drills = reverse("oncall:index"), f"{reverse('oncall:drills')}?brand={self.brand.slug}"
        contacts = f"{reverse('playbook:crisis_contacts')}?brand={self.brand.slug}"
        return [
            Check(
                _("Every topic has an owner"),
                self._names(topic.owner_team_id is None for topic in self.topics),
                playbook,
            ),
            Check(
                _("Every topic has a plan"),
                self._names(topic.pk not in self._planned for topic in self.topics),
                playbook,
            ),
            Check(_("Every green and yellow topic has a template in use"), self._without_template, playbook),
            Check(_("Every red topic has a holding message in use"), self._without_holding, playbook),
            Check(_("Red flags have a policy that pages somebody"), self._without_policy, oncall),
            Check(_("Somebody is on call in the next four weeks"), self._gaps, oncall),
            Check(_("Crisis contacts are kept, and were called within half a year"), self._contacts, contacts),
            Check(_("A page for the public stands ready"), self._without_page, oncall),
            Check(_("A drill was held within three months, and passed"), self._drills, drills),
        ]

    @property
    def fine(self) -> int:
        return sum(check.is_fine for check in self.checks)

    @cached_property
    def topics(self) -> list[Topic]:
        return list(Topic.objects.live().filter(brand=self.brand))

    @cached_property
    def last(self) -> Report | None:
        """The last drill that is over."""
        drill = (
            Drill.objects.filter(brand=self.brand).exclude(ended_at=None).select_related("topic", "interaction").first()
        )
        return Report(drill) if drill else None

    def _names(self, fails: Iterable[bool]) -> list[str]:
        return [str(topic) for topic, is_missing in zip(self.topics, fails, strict=True) if is_missing]

    @cached_property
    def _planned(self) -> set[int]:
        return set(Plan.objects.filter(topic__brand=self.brand).values_list("topic_id", flat=True))

    @property
    def _without_template(self) -> list[str]:
        wanted = [topic for topic in self.topics if topic.level != "red"]
        return self._uncovered(ResponseTemplate, wanted)

    @property
    def _without_holding(self) -> list[str]:
        return self._uncovered(HoldingMessage, [topic for topic in self.topics if topic.level == "red"])

    def _uncovered(self, model: type[ResponseTemplate | HoldingMessage], wanted: list[Topic]) -> list[str]:
        """The topics that no text in use fits, by name or by area; where a life is at stake only by name."""
        usable = model._default_manager.usable().filter(brand=self.brand)
        areas = set(usable.exclude(area="").values_list("area", flat=True))
        named = set(usable.values_list("topics", flat=True))
        return [
            str(topic)
            for topic in wanted
            if topic.pk not in named and (topic.is_life_safety or topic.area not in areas)
        ]

    @property
    def _without_policy(self) -> list[str]:
        policies = EscalationPolicy.objects.filter(brand=self.brand, steps__isnull=False)
        if policies.filter(is_default=True).exists():
            return []
        named = set(policies.values_list("topics", flat=True))
        return [str(topic) for topic in self.topics if topic.level == "red" and topic.pk not in named]

    @property
    def _gaps(self) -> list[str]:
        schedules = {row.pk: row for row in Schedule.objects.filter(brand=self.brand)}
        if not schedules:
            return [_("There is no schedule yet.")]
        return [
            _("%(schedule)s: nobody from %(start)s to %(end)s")
            % {"schedule": schedules[pk], "start": _moment(gap.starts_at), "end": _moment(gap.ends_at)}
            for pk, spec in specs(schedules).items()
            for gap in gaps_between(spec, self._now, self._now + LOOK_AHEAD)
        ]

    @property
    def _contacts(self) -> list[str]:
        rows = list(CrisisContact.objects.live().filter(brand=self.brand))
        if not rows or not any(topic.is_life_safety for topic in self.topics):
            return [_("No topic says that a life or a crime is at stake, or nobody is named to call.")]
        since = (self._now - CHECKED_WITHIN).date()
        return [f"{row} {row.country}".strip() for row in rows if row.checked_on is None or row.checked_on < since]

    @property
    def _without_page(self) -> list[str]:
        is_ready = StatementPage.objects.filter(brand=self.brand, is_retired=False).exists()
        return [] if is_ready else [_("None is written yet.")]

    @property
    def _drills(self) -> list[str]:
        if self.last is None or self.last.drill.started_at < self._now - DRILLED_WITHIN:
            return [_("No drill lately.")]
        return (
            [] if self.last.is_passed else [_("The last one missed a target: %(drill)s") % {"drill": self.last.drill}]
        )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D j M, H:i")

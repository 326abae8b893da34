"""Whom to call outside about a red message; where a life or a crime is at stake also what was done so far."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import groupby

from interactions.models import Interaction, SafetyStep
from playbook.models import CrisisContact

_STEP_OF = {
    CrisisContact.Kind.EMERGENCY: SafetyStep.Kind.EMERGENCY,
    CrisisContact.Kind.CRISIS_LINE: SafetyStep.Kind.LINE_GIVEN,
    CrisisContact.Kind.POLICE: SafetyStep.Kind.POLICE,
    CrisisContact.Kind.PLATFORM: SafetyStep.Kind.REPORTED,
    CrisisContact.Kind.AUTHORITY: SafetyStep.Kind.OTHER,
    CrisisContact.Kind.OTHER: SafetyStep.Kind.OTHER,
}


@dataclass(frozen=True)
class Whom:
    """A contact, and the step that calling it is."""

    contact: CrisisContact

    @property
    def step(self) -> str:
        return _STEP_OF[CrisisContact.Kind(self.contact.kind)]

    @property
    def step_said(self) -> str:
        return str(SafetyStep.Kind(self.step).label)


class Safety:
    """What the page of such an interaction shows. Three queries."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def country(self) -> str:
        """Where the writer probably is: as their language says, else where the brand is."""
        _language, _dash, region = self.interaction.language.partition("-")
        return region.upper() if len(region) == 2 else country_of(self.interaction.brand.time_zone)

    @cached_property
    def contacts(self) -> list[CrisisContact]:
        """Those in use that stand with its topics, for this network or for all."""
        flags = self.interaction.flags.filter(withdrawn_at=None).select_related("topic")
        rows = CrisisContact.objects.filter(brand=self.interaction.brand_id).beside([flag.topic for flag in flags])
        networks = {"", self.interaction.channel.network}
        found = [row for row in rows if row.network in networks]
        return sorted(found, key=lambda row: (row.country, row.nature))

    @property
    def near(self) -> list[Whom]:
        """For this country, and for everywhere."""
        here = [row for row in self.contacts if row.country in {"", self.country}]
        here.sort(key=lambda row: row.nature)
        return [Whom(row) for row in here]

    @property
    def elsewhere(self) -> list[tuple[str, list[Whom]]]:
        """For other countries, by country: the writer may be anywhere."""
        others = [row for row in self.contacts if row.country not in {"", self.country}]
        return [(country, [Whom(row) for row in rows]) for country, rows in groupby(others, lambda row: row.country)]

    @cached_property
    def steps(self) -> list[SafetyStep]:
        """What was done, the newest last."""
        return list(SafetyStep.objects.filter(interaction=self.interaction.pk).select_related("taken_by"))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    lines = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def country_of(time_zone: str) -> str:
    """The country of a time zone, as two letters; empty where it lies in none."""
    return _countries().get(time_zone, "")

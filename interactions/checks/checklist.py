"""The reply checklist as a guard: what a person stands by, what the machine found, and what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from interactions import ports
from interactions.looking import findings_in
from interactions.models import Interaction
from playbook.current import checklist_for
from playbook.findings import Finding, Weight
from playbook.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist as it stands for a text."""

    item: ChecklistItem
    findings: tuple[Finding, ...] = ()

    @property
    def is_by_hand(self) -> bool:
        return self.item.kind == ChecklistItem.Kind.HUMAN

    @property
    def is_clear(self) -> bool:
        """The machine looked and found nothing a person must look at."""
        return not self.is_by_hand and all(finding.weight is Weight.NOTES for finding in self.findings)

    @property
    def is_asked(self) -> bool:
        """A person has to tick it before the text goes on."""
        return self.item.is_required and not self.is_clear


def lines_for(
    interaction: Interaction, text: str, *, author: User, is_public: bool, has_handoff: bool = False
) -> list[Line]:
    """The lines that fit this case and this author, the machine's with what it found in the text."""
    findings = findings_in(interaction, text, is_public=is_public, has_handoff=has_handoff)
    return [
        Line(item, tuple(finding for finding in findings if finding.check == item.slug and not _is_hand(item)))
        for item in _fitting(interaction, author)
    ]


def ticked_by_hand(interaction: Interaction, author: User) -> list[ChecklistItem]:
    """The items a person ticks for this case, by its level, topics, network and their own seniority."""
    return [item for item in _fitting(interaction, author) if _is_hand(item)]


def check_checklist(
    interaction: Interaction,
    text: str,
    ticks: Collection[str],
    *,
    author: User,
    is_public: bool,
    has_handoff: bool = False,
) -> None:
    """Nothing personal stands in a public text, and a person stands by every required line that fits.

    Raises Invalid: personal data is offered the private way; the rest is named line by line.
    """
    findings = findings_in(interaction, text, is_public=is_public, has_handoff=has_handoff)
    blocking = next((finding for finding in findings if finding.weight is Weight.BLOCKS), None)
    if is_public and blocking is not None:
        raise Invalid(str(blocking.says))
    found = {finding.check for finding in findings if finding.weight is not Weight.NOTES}
    asked = (item for item in _fitting(interaction, author) if item.is_required and item.slug not in ticks)
    missing = [item.wording for item in asked if _is_hand(item) or item.slug in found]
    if missing:
        raise Invalid(_("Tick these first: %(missing)s.") % {"missing": "; ".join(missing)})


def _fitting(interaction: Interaction, author: User) -> list[ChecklistItem]:
    topic = interaction.topic
    return checklist_for(
        interaction.brand_id,
        interaction.level,
        [topic.area] if topic else [],
        topics=[topic.pk] if topic else [],
        network=interaction.channel.network,
        is_new=ports.is_new(author, interaction),
    )


def _is_hand(item: ChecklistItem) -> bool:
    return item.kind == ChecklistItem.Kind.HUMAN

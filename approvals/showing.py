"""What the review page shows, put together from facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from accounts.rights import brands_with, teams_with
from approvals import access, anchors, checks
from approvals.answers import requirement_for
from approvals.coaching import author_panel
from approvals.comparing import comparisons, noted
from approvals.forms import SeenForm
from approvals.models import Reading
from approvals.signing import buttons, steps_shown
from interactions import checks as core
from interactions import ports
from interactions.actions.composing import LONGEST
from interactions.checks import Line
from interactions.models import Draft
from interactions.models.drafts import Tick


@dataclass(frozen=True, slots=True)
class Ticked:
    """A line of the checklist with the tick under it, if a person stands by it."""

    line: Line
    tick: Tick | None

    @property
    def is_fine(self) -> bool:
        """A person stands by it, or the machine found nothing to look at."""
        return self.tick is not None or self.line.is_clear


def list_shown(person: User, tab: str, page: access.Page) -> dict[str, Any]:
    """The list beside the review."""
    labels = {"mine": _("For me"), "all": _("All"), "returned": _("Returned")}
    found = access.counts(person)
    return {
        "tab": tab,
        "page": page,
        "now": timezone.now(),
        "tabs": [(name, labels[name], _count(found[name])) for name in access.TABS],
        "may_manage_people": bool(brands_with(person, "manage_people")),
        "may_be_asked": bool(teams_with(person, "approve")),
    }


def _count(number: int) -> str:
    return str(number) if number < access.MOST_COUNTED else f"{access.MOST_COUNTED - 1}+"


def review_shown(person: User, draft: Draft, compare: str = "") -> dict[str, Any]:
    """Everything about one draft."""
    interaction = draft.interaction
    versions = access.versions(interaction)
    signed = core.signatures_on(draft, interaction)
    requirement = requirement_for(draft)
    remarks = noted(draft, versions)
    beside = [one for one in versions if one.is_waiting and one.pk != draft.pk] if draft.is_waiting else []
    checklist = checklist_shown(draft)
    return {
        "draft": draft,
        "interaction": interaction,
        "may_see_case": interaction.team_id in teams_with(person, "see"),
        "thread": access.thread(person, interaction),
        "comparisons": comparisons(draft, versions, compare, remarks),
        "remarks": [one for one in remarks if one.start is not None],
        "settled": [one for one in remarks if one.start is None],
        "is_own": draft.author_id == person.pk,
        "candidates": beside,
        "length": interaction.channel.length(draft.text),
        "checklist": checklist,
        "checklist_fine": sum(one.is_fine for one in checklist),
        "flags": interaction.flags.filter(withdrawn_at=None).select_related("topic"),
        "versions": versions,
        "last_review": next((review for version in versions for review in reversed(version.reviews.all())), None),
        "requirement": requirement,
        "steps": steps_shown(requirement, signed, interaction),
        "turn": getattr(draft, "turn", None),
        "reader": reader_of(draft, person, timezone.now()),
        "author": author_panel(person, draft),
        "where_to_turn": ports.where_to_turn(interaction, person),
        "seen_form": SeenForm(draft=draft, initial={"sets_aside": [one.pk for one in beside]}),
    } | buttons(person, draft, requirement, signed)


def next_shown(person: User, draft: Draft, tab: str, page: access.Page) -> Draft | None:
    """The draft after this one: the next of the list beside it that nobody else reads, if that is the list to sign."""
    now = timezone.now()
    ids = [row.pk for row in page.rows] if tab == "mine" else []
    below = page.rows[ids.index(draft.pk) + 1 :] if draft.pk in ids else []
    return next((row for row in below if not reader_of(row, person, now)), None) or access.next_after(person, draft)


def reader_of(draft: Draft, person: User, now: datetime) -> User | None:
    """Somebody else who reads it right now."""
    reading: Reading | None = getattr(draft, "reading", None)
    is_read = reading is not None and reading.until > now and reading.by_id != person.pk
    return reading.by if reading is not None and is_read else None


def checklist_shown(draft: Draft) -> list[Ticked]:
    """The lines that fit the case, as they stand for this text: what the machine found, and who stands by what."""
    ticks = {tick.item: tick for tick in draft.ticks.select_related("by")}
    lines = _lines_for(draft, draft.text)
    return [Ticked(line, ticks.get(line.item.slug)) for line in lines]


def _lines_for(draft: Draft, text: str) -> list[Line]:
    case, is_offered = draft.interaction, getattr(draft, "has_offer", False)  # access asked it with the draft
    return core.lines_for(case, text, author=draft.author, is_public=draft.is_public, has_handoff=is_offered)


def edit_shown(draft: Draft, *, apply: str = "", typed: str | None = None) -> dict[str, Any]:
    """What the form for a new wording starts from: the text, with the rewrite of a remark where one is to be applied,
    and the lines of the checklist a person has to stand by in what was typed."""
    remark = access.remark_of(draft, apply)
    text = anchors.rewritten(draft.text, remark.start, remark.quote, remark.rewrite) if remark else None
    words = typed if typed is not None and len(typed) <= LONGEST else text or draft.text  # a longer one is refused
    lines = _lines_for(draft, words)
    return {"lines": [line for line in lines if line.is_asked], "text": text}


def seen_or_invalid(form: SeenForm) -> checks.Seen:
    """What was on the page. Raises Invalid for a form that does not say."""
    if not form.is_valid():
        raise Invalid(_("This page was sent without saying what was on it. Load it again, then decide."))
    return form.seen

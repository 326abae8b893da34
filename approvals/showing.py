"""What the review page shows, put together from facts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from accounts.rights import brands_with
from approvals import access, checks
from approvals.answers import requirement_for
from approvals.coaching import author_panel
from approvals.diff import Span, spans
from approvals.forms import SeenForm
from interactions import checks as core
from interactions.models import Draft, Signature
from interactions.ports import Requirement


@dataclass(frozen=True, slots=True)
class Comparison:
    """The draft beside what it came from. ``name`` is how an address asks for it."""

    name: str
    label: str
    spans: list[Span]
    is_shown: bool = False


def list_shown(person: User, tab: str, *, after: Any = None, before: Any = None) -> dict[str, Any]:
    """The list beside the review."""
    page = access.page(person, tab, after=after, before=before)
    labels = {"mine": _("For me"), "all": _("All"), "returned": _("Returned")}
    found = access.counts(person)
    return {
        "tab": tab,
        "page": page,
        "tabs": [(name, labels[name], _count(found[name])) for name in access.TABS],
        "may_manage_people": bool(brands_with(person, "manage_people")),
    }


def _count(number: int) -> str:
    return str(number) if number < access.MOST_COUNTED else f"{access.MOST_COUNTED - 1}+"


def review_shown(person: User, draft: Draft, compare: str = "") -> dict[str, Any]:
    """Everything about one draft."""
    interaction = draft.interaction
    versions = access.versions(interaction)
    signed = core.signatures_on(draft, interaction)
    requirement = requirement_for(draft)
    standing_by = set(draft.ticks.values_list("item", flat=True))
    ticks = [(item, item.slug in standing_by) for item in core.ticked_by_hand(interaction, draft.author)]
    return {
        "draft": draft,
        "interaction": interaction,
        "thread": access.thread(person, interaction),
        "comparisons": comparisons(draft, versions, compare),
        "length": interaction.channel.length(draft.text),
        "checklist": ticks,
        "ticked": sum(is_ticked for _item, is_ticked in ticks),
        "flags": interaction.flags.filter(withdrawn_at=None).select_related("topic"),
        "versions": versions,
        "last_review": next((review for version in versions for review in reversed(version.reviews.all())), None),
        "requirement": requirement,
        "signed": signed,
        "author": author_panel(person, draft),
        "seen_form": SeenForm(draft=draft),
        "next": access.next_after(person, draft),
    } | _buttons(person, draft, requirement, signed)


def comparisons(draft: Draft, versions: list[Draft], compare: str) -> list[Comparison]:
    """Against the version below it, against its template, and the text alone; one of them is shown."""
    found = []
    below = draft.based_on or next((version for version in versions if version.number == draft.number - 1), None)
    if below is not None:
        label = f"v{below.number} → v{draft.number}"
        found.append(Comparison("version", label, spans(below.text, draft.text)))
    if draft.template is not None:
        label = _("template → v%(number)d") % {"number": draft.number}
        found.append(Comparison("template", label, spans(draft.template.text, draft.text)))
    alone = _("v%(number)d only") % {"number": draft.number}
    found.append(Comparison("text", alone, [Span("same", draft.text)]))
    shown = next((one.name for one in found if one.name == compare), found[0].name)
    return [Comparison(one.name, one.label, one.spans, one.name == shown) for one in found]


def _buttons(person: User, draft: Draft, requirement: Requirement, signed: list[Signature]) -> dict[str, Any]:
    """Why a button is disabled, in a sentence, and what approving would do."""
    interaction = draft.interaction
    cannot_review = core.allows(checks.check_may_review, interaction, draft, person)
    cannot_send = (
        cannot_review
        or core.allows(core.check_not_held, interaction, draft.author)
        or core.allows(core.check_template, draft)
    )
    cannot_sign = cannot_send or core.allows(core.check_turn, interaction, person, requirement, signed)
    return {
        "cannot_return": cannot_review,
        "cannot_edit": cannot_send,
        "cannot_approve": cannot_sign,
        "left_after": max(requirement.needed - len(signed) - 1, 0),
    }


def seen_or_invalid(form: SeenForm) -> checks.Seen:
    """What was on the page. Raises Invalid for a form that does not say."""
    if not form.is_valid():
        raise Invalid(_("This page was sent without saying what was on it. Load it again, then decide."))
    return form.seen

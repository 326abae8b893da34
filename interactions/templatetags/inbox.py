"""What the inbox's templates ask of its values."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from interactions import checks, counting, presence
from interactions.asked import EXAMPLES
from interactions.checks.saved_views import check_may_remove_view
from interactions.highlighting import around
from interactions.inbox import InboxQuery
from interactions.models import Contact, Interaction, Referral, SavedView
from interactions.money import said
from interactions.placeholders import fill
from interactions.ports import Panel
from interactions.queues import QUEUES, Queue
from interactions.seen import seen
from interactions.severity import Severity, Tone

register = template.Library()
SNIPPET = 180


@register.filter
def queue_groups(_query: InboxQuery, counts: dict[str, int]) -> list[tuple[str, list[tuple[Queue, str]]]]:
    """The queues under their headings, each with what stands beside it."""
    titles = ((_("Mine"), True), (_("Queues"), False))
    return [
        (title, [(queue, counting.said(counts.get(queue.slug, 0))) for queue in QUEUES if queue.is_mine == is_mine])
        for title, is_mine in titles
    ]


@register.filter
def queues_of(_query: InboxQuery) -> tuple[Queue, ...]:
    return QUEUES


@register.filter
def snippet(text: str) -> str:
    """The beginning, on one line: of 50,000 characters only what a list can show is escaped and sent."""
    return " ".join(text[: SNIPPET * 2].split())[:SNIPPET]


@register.filter
def found_in(row: Interaction, query: InboxQuery) -> str:
    """What a list shows of its text: the beginning, or the part around the words that were looked for, marked."""
    return around(row.text, query.asked.terms, SNIPPET) if query and query.asked.terms else snippet(row.text)


@register.filter
def operators_of(_query: InboxQuery) -> list[tuple[str, str]]:
    """What can be typed, by example, with what it means."""
    return [(example, str(meaning)) for example, meaning in EXAMPLES]


@register.filter
def waiting_in(view: SavedView, counts: dict[int, int]) -> str:
    """What stands beside a saved view."""
    return counting.said(counts.get(view.pk, 0))


@register.filter
def may_be_removed_by(view: SavedView, user: User) -> bool:
    """Whether the button stands there."""
    return not checks.allows(check_may_remove_view, view, user)


@register.filter
def is_untouched(row: Interaction) -> bool:
    """Nobody has begun with it."""
    return row.is_open and row.assignee_id is None and row.state in {"received", "flagged"}


register.filter(seen)


@register.filter
def here_words(_me: int) -> list[tuple[str, str]]:
    """How the page's script says who is at a conversation."""
    return list(presence.sentences().items())


@register.filter
def standing_of(contact: Contact) -> str:
    """What sets this person apart: verified, press, an employee, an influencer."""
    traits = {
        "is_verified": _("verified"),
        "is_press": _("press"),
        "is_employee": _("employee"),
        "is_influencer": _("influencer"),
    }
    return ", ".join(name for trait, name in traits.items() if getattr(contact, trait))


@register.filter
def tone_of(tone: str) -> str:
    """How a message sounds, in words."""
    return str(Tone(tone).label) if tone in Tone.values else _("Not read yet")


@register.filter
def severity_of(row: Interaction) -> str:
    """How grave it is, in words."""
    return str(Severity(row.severity).label)


@register.filter
def rule_shares(why: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Each rule that spoke with its points; what was flagged before shares were kept has none."""
    rules, shares = why.get("rules", []), why.get("shares", [])
    return list(zip(rules, shares if len(shares) == len(rules) else [None] * len(rules), strict=True))


@register.filter
def money(amount: int, currency: str) -> str:
    """Such as "12.50 EUR"."""
    return said(amount, currency)


@register.filter
def referral_outcomes(_referral: Referral) -> list[tuple[str, str]]:
    """What can come of what was passed on."""
    return [(value, str(label)) for value, label in Referral.Outcome.choices]


@register.filter
def filled_for(text: str, interaction: Interaction) -> str:
    """A holding message as it would read for this person; the time stands when it is filled in."""
    return fill(text, {"name": str(interaction.contact)})


@register.simple_tag
def show_panel(panel: Panel, csrf_token: str) -> SafeString:
    """A part of another room, filled with what that room gave and nothing else."""
    return render_to_string(panel.template, panel.shown | {"csrf_token": csrf_token})

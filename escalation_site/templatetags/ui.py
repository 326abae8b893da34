"""The small parts that every page is made of. Built in: no ``{% load %}`` needed."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from escalation_site import counting, marks, spans

register = template.Library()

FLAG_WORDS: dict[str, dict[str, str | Promise]] = {
    "green": {"full": gettext_lazy("Green · Go"), "short": gettext_lazy("Green"), "verb": gettext_lazy("Go")},
    "yellow": {
        "full": gettext_lazy("Yellow · Caution"),
        "short": gettext_lazy("Yellow"),
        "verb": gettext_lazy("Caution"),
    },
    "red": {"full": gettext_lazy("Red · Stop"), "short": gettext_lazy("Red"), "verb": pgettext_lazy("sign", "Stop")},
    "none": {
        "full": gettext_lazy("Needs triage"),
        "short": gettext_lazy("Not flagged"),
        "verb": gettext_lazy("Needs triage"),
    },
}
FLAG_SAID: dict[str, str | Promise] = {
    "green": gettext_lazy("Green flag."),
    "yellow": gettext_lazy("Yellow flag."),
    "red": gettext_lazy("Red flag."),
    "none": gettext_lazy("Needs triage."),
}
SOON = timedelta(minutes=15)


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """``{% icon "inbox" %}``: a Lucide icon as large as the text, hidden from screen readers."""
    return marks.icon(name, f"i {css_class}".strip())


@register.simple_tag
def logo() -> SafeString:
    return marks.LOGO


@register.simple_tag
def flag(level: str | None, words: str = "full", size: str = "", *, pill: bool = False) -> SafeString:
    """``{% flag "red" "full" "sm" pill=True %}``: shape, word and colour.

    Words: full, short, verb. Sizes: sm, xl.
    """
    level = level or "none"
    css_class = f"flag flag-{level}" + (f" flag-{size}" if size else "") + (" flag-pill" if pill else "")
    return format_html('<span class="{}">{}{}</span>', css_class, _shape(level), FLAG_WORDS[level][words])


@register.simple_tag
def flagicon(level: str | None, *, said: bool = True) -> SafeString:
    """The shape alone, with the word for screen readers unless ``said=False``, where it stands beside the word."""
    level = level or "none"
    word = format_html('<span class="visually-hidden">{} </span>', FLAG_SAID[level]) if said else ""
    return format_html('<span class="flag-{}">{}{}</span>', level, _shape(level), word)


@register.simple_tag
def av(person: Any, size: str = "", *, customer: bool = False, said: bool = False) -> SafeString:
    """Initials of a person: square for colleagues, round and serif for customers. Sizes: s, l.

    ``person`` is a name, or anything whose ``str()`` is one. ``said=True`` where the name does not stand beside it.
    """
    name = str(person)
    is_system = not isinstance(person, str) and getattr(person, "pk", "") is None
    look = "av-cust" if customer else "av-sys" if is_system else "av-staff"
    return format_html(
        '<span class="av {}{}" aria-hidden="true" title="{}">{}</span>{}',
        look,
        f" av-{size}" if size else "",
        name,
        marks.icon("bot") if is_system else initials(name),
        format_html('<span class="visually-hidden">{}</span>', name) if said else "",
    )


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word."""
    words = [word for word in name.replace("@", " ").replace("_", " ").split() if word[0].isalnum()] or ["?"]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


@register.simple_tag
def chan(network: str) -> SafeString:
    """The mark of a network, its name for screen readers and on hover."""
    name = marks.network_name(network)
    return format_html(
        '<span class="ch" title="{}">{}<span class="visually-hidden">{}</span></span>',
        name,
        marks.network_mark(network),
        name,
    )


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """The key of a button, inside the button, which itself says it with ``aria-keyshortcuts`` and ``data-key``."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', keys)


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """Relative up to 24 hours, the date beyond; everything on hover."""
    return _time(moment, spans.age(moment, timezone.now())) if moment else ""


@register.simple_tag
def when(moment: datetime | None) -> SafeString | str:
    """The clock today, with the date on other days; everything on hover."""
    return _time(moment, spans.clock(moment, timezone.now())) if moment else ""


@register.simple_tag
def countdown(moment: datetime | None) -> SafeString | str:
    """Time left, ticking for the eye (countdown.js); screen readers get the clock once."""
    if not moment:
        return ""
    return format_html(
        '<time class="cd" datetime="{}" title="{}" data-countdown aria-hidden="true">{}</time>'
        '<span class="visually-hidden">{}</span>',
        moment.isoformat(),
        spans.in_full(moment),
        spans.ticking(moment - timezone.now()),
        _("at %(clock)s") % {"clock": spans.clock(moment, timezone.now())},
    )


@register.simple_tag
def sla(due_at: datetime | None) -> SafeString | str:
    """A due time: plain while there is time, boxed in the last quarter of an hour, filled when it is past."""
    if not due_at:
        return ""
    left = due_at - timezone.now()
    if left < timedelta():
        look, said, shown = "sla sla-late", "", _("late %(span)s") % {"span": spans.length(left)}
    else:
        look, said, shown = "sla sla-soon" if left <= SOON else "sla", _("due in"), spans.length(left)
    return format_html(
        '<span class="{}">{}<span class="visually-hidden">{} </span>{}</span>',
        look,
        marks.icon("clock"),
        said,
        _time(due_at, shown),
    )


@register.simple_tag
def meter(value: float, maximum: float, label: str) -> SafeString:
    """A bar filled to ``value`` of ``maximum``. The label is what a screen reader hears."""
    share = min(max(value / maximum, 0), 1) * 100 if maximum else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect width="{}" height="6"/></svg>',
        label,
        f"{share:.1f}",
    )


@register.filter
def bounded(count: int) -> str:
    """A number beside a name: nothing for none, 99+ from a hundred on."""
    return counting.said(count)


@register.filter
def duration(value: timedelta | float | None, form: str = "short") -> str:
    """A length of time, given as such or in minutes: 2h 9m, or with ``"exact"``: 5 m 27 s."""
    if value is None:
        return ""
    span = value if isinstance(value, timedelta) else timedelta(minutes=value)
    return spans.exact_length(span) if form == "exact" else spans.length(span)


@register.simple_block_tag
def panel(content: str, title: str, *, aside: str = "", padded: bool = True) -> SafeString:
    """``{% panel "Due" %}…{% endpanel %}``: a titled section. ``padded=False`` for lists that reach the edges."""
    shown = {"content": content, "title": title, "aside": aside, "padded": padded, "heading_id": f"h-{slugify(title)}"}
    return render_to_string("components/_panel.html", shown)


@register.simple_block_tag
def scrolltable(content: str, caption: str) -> SafeString:
    """``{% scrolltable "Pages sent" %}<thead>…{% endscrolltable %}``: a table that scrolls inside itself on a phone."""
    return render_to_string("components/_table.html", {"content": content, "caption": caption})


@cache
def _shape(level: str) -> SafeString:
    return format_html('<svg class="fl" viewBox="0 0 20 20" aria-hidden="true"><use href="#f-{}"/></svg>', level)


def _time(moment: datetime, shown: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), spans.in_full(moment), shown)

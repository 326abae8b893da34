"""The shapes we draw ourselves: networks' marks, which no icon set ships, and icons from Lucide, as inline SVG.

All are decoration: hidden from screen readers, coloured by the text around them. The word stands beside them.
"""

import re
from functools import cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from lucide.templatetags.lucide import lucide


class Network(NamedTuple):
    name: StrPromise | str
    drawing: str = ""
    icon: str = "message-circle"


NETWORKS = {
    "x": Network("X", '<path d="M2 2h3.6l3 4.1L12.2 2H14L9.4 7.2 14.5 14h-3.6L7.6 9.5 3.6 14H1.8l5-5.7z"/>'),
    "facebook": Network(
        "Facebook",
        '<path d="M8 1a7 7 0 0 0-1.1 13.9V10H5.2V8h1.7V6.5c0-1.8 1-2.7 2.6-2.7l1.5.1v1.7h-.9'
        'c-.8 0-1.1.5-1.1 1V8h1.9l-.3 2H9v4.9A7 7 0 0 0 8 1"/>',
    ),
    "instagram": Network(
        "Instagram",
        '<path fill="none" stroke="currentColor" stroke-width="1.3" d="M5 1.7h6A3.3 3.3 0 0 1 14.3 5v6'
        "a3.3 3.3 0 0 1-3.3 3.3H5A3.3 3.3 0 0 1 1.7 11V5A3.3 3.3 0 0 1 5 1.7zM8 5a3 3 0 1 0 0 6"
        ' 3 3 0 0 0 0-6z"/><circle cx="11.6" cy="4.4" r=".9"/>',
    ),
    "google": Network(
        "Google",
        '<path fill="none" stroke="currentColor" stroke-width="2" d="M12.7 4.6A5.7 5.7 0 1 0 13.7 8H8.2"/>',
    ),
    "threads": Network("Threads", icon="at-sign"),
    "tiktok": Network("TikTok", icon="music-2"),
    "youtube": Network("YouTube", icon="play"),
    "linkedin": Network("LinkedIn", icon="briefcase"),
    "email": Network(_("E-mail"), icon="mail"),
    "webhook": Network(_("Webhook"), icon="webhook"),
    "file": Network(_("File"), icon="file-text"),
    "hand": Network(_("Entered by hand"), icon="pencil"),
    "demo": Network(_("Demo network"), icon="megaphone"),
}

LOGO = mark_safe(
    '<svg viewBox="0 0 28 28" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2">'
    '<path d="M9.2 2.5h9.6l6.7 6.7v9.6l-6.7 6.7H9.2l-6.7-6.7V9.2z" stroke-linejoin="round"/>'
    '<path d="M8 17.5h12M10.2 13h7.6M12.4 8.5h3.2" stroke-linecap="round"/></svg>'
)


@cache
def icon(name: str, css_class: str = "i") -> SafeString:
    """An icon of the Lucide set by its name there. Raises ``lucide.IconDoesNotExist`` for a name that is none."""
    drawn = lucide(name, size=16, stroke_width="1.75", aria_hidden="true", focusable="false", **{"class": css_class})
    return mark_safe(re.sub(r"\s*\n\s*", "", drawn))  # noqa: S308 - the package's own drawing


@cache
def network_mark(network: str) -> SafeString:
    """The mark of a network; a speech bubble for one we have no drawing of."""
    known = NETWORKS.get(network, Network(network))
    if not known.drawing:
        return icon(known.icon)
    return format_html(
        '<svg class="i" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(known.drawing),  # noqa: S308 - drawn above
    )


def network_name(network: str) -> str:
    known = NETWORKS.get(network)
    return str(known.name) if known else network.replace("_", " ").capitalize()

"""Links that lead away from the brand's own hosts."""

import unicodedata
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Sentence, Weight
from playbook.findings.phrases import compiled
from playbook.findings.reading import Reading, host_of, is_within

CHECK = "links"
_SHORT = frozenset(
    """bit.ly t.co goo.gl tinyurl.com ow.ly buff.ly is.gd rebrand.ly lnkd.in cutt.ly t.ly fb.me youtu.be spr.ly amzn.to
    dlvr.it tiny.cc rb.gy shorturl.at s.id""".split()  # noqa: SIM905 - a list to read
)
# Endings of hosts written without http or www. Those that are also words ("this.it", "so.to") need a path behind them.
_ENDINGS = "com|org|net|info|biz|edu|gov|io|co|app|dev|eu|uk|de|fr|es|nl|ch|ca|au|ie|shop|online|site|xyz|link|page"
_WORDLIKE = "it|at|be|is|me|us|to|in|so|no|my|do|am|id|ly|gl|ai|tv|cc|gd|gy"
_PATH = r"(?:[:/?#][^\s<>\"“”]*)?"
_NAME = r"(?:[\pL\pN][\pL\pN-]*\.)+"
LINK = compiled(
    rf"(?:^|[^\pL\pN@.])((?:[a-z][a-z0-9+]{{1,10}}://|www\.)[^\s<>\"“”]+"
    rf"|{_NAME}(?:(?:{_ENDINGS})\b{_PATH}|(?:{_WORDLIKE})/[^\s<>\"“”]*))"
)
_TRAILING = ".,;:!?)]}'…*"


def links_in(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where links stand in the reading, without the signs that end a sentence."""
    for found in LINK.finditer(reading.text):
        start, end = found.span(1)
        yield start, start + len(reading.text[start:end].rstrip(_TRAILING))


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """Every link to a host that is not the brand's own."""
    for first, last in links_in(reading):
        host = host_of(reading.text[first:last])
        if host and is_within(host, about.own_hosts):
            continue
        start, end = reading.span(first, last)
        yield Finding(CHECK, Weight.ASKS, _says(host), start, end, reading.original[start:end])


def _says(host: str) -> Sentence:
    if not host:
        return _("This link cannot be read. Write it out, or take it away.")
    if host in _SHORT:
        return format_lazy(_("“{host}” hides where it leads. Give the full address of our own page."), host=host)
    if "xn--" in host or _mixes_scripts(host):
        return format_lazy(_("“{host}” is written with letters that look like others. Check it."), host=host)
    return format_lazy(_("This link leaves our own pages for “{host}”. Check that it is meant."), host=host)


def _mixes_scripts(host: str) -> bool:
    return len({unicodedata.name(character, "?").partition(" ")[0] for character in host if character.isalpha()}) > 1

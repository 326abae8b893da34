"""Taking it offline: who they will talk to, and on which number."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.phrases import compiled, group, speaks
from playbook.findings.reading import Reading

CHECK = "offline-contact"
_NUMBER = compiled(r"\d(?:[ ()./-]{0,3}\d){4,18}")
_SIGNATURE = compiled(r"(?:[\^*~]|[.!?\n] ?- ?|\n) ?([\pL]{2,20})[ .]*$")
_INTRODUCED = compiled(rf"(?:^|[^\pL]){group('name_before')},?[ \n]{{1,2}}([\pL]{{2,30}})")


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """The talk leaves the page, and a name or a number to turn to is missing.

    Asked of an answer that takes the talk offline; only noted where the words of the answer alone suggest it.
    """
    hint = speaks("offline", language=language_of(reading, about)).search(reading.text)
    if about.has_handoff or not (about.is_offline or hint):
        return
    has_number = bool(_NUMBER.search(reading.text))
    is_called = about.is_offline or speaks("telephone").search(reading.text) is not None
    if _has_name(reading) and (has_number or not is_called):
        return
    start, end = reading.span(*hint.span(1)) if hint else (0, 0)
    weight = Weight.ASKS if about.is_offline else Weight.NOTES
    says = _("This takes the talk offline. Say who they will talk to, and on which number.")
    yield Finding(CHECK, weight, says, start, end, reading.original[start:end])


def _has_name(reading: Reading) -> bool:
    if _SIGNATURE.search(reading.text.rstrip()):
        return True
    return any(reading.written(*found.span(1))[:1].isupper() for found in _INTRODUCED.finditer(reading.text))

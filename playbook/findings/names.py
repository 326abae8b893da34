"""The checks by name, in the order in which they are shown, and what each says when it found nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from playbook.findings import links, messages, offline, personal, promises, times, tone, wording
from playbook.findings.found import Finding

CHECKS: dict[str, Promise] = {
    personal.CHECK: _("Personal data"),
    promises.CHECK: _("Promises of money"),
    times.CHECK: _("Promises of time"),
    links.CHECK: _("Links"),
    messages.CHECK: _("One message"),
    tone.EMPATHY: _("Empathy"),
    offline.CHECK: _("Name and number"),
    tone.DEFENSIVE: _("Not defensive"),
    wording.CHECK: _("Wording for everyone"),
    tone.SHOUTING: _("No shouting"),
    tone.CLOSING: _("A kind ending"),
}
_FOUND_NOTHING: dict[str, Promise] = {
    personal.CHECK: _("No e-mail, phone, card, account or booking number and no address recognised"),
    promises.CHECK: _("No amount of money recognised"),
    times.CHECK: _("No promise of a time recognised"),
    links.CHECK: _("No link that leaves our own pages"),
    messages.CHECK: _("One message, and no more than two questions"),
    tone.EMPATHY: _("Shows that we are sorry or understand, or answers no complaint"),
    offline.CHECK: _("Says whom to turn to and how, or stays here"),
    tone.DEFENSIVE: _("No defence recognised"),
    wording.CHECK: _("No wording from our list that leaves people out"),
    tone.SHOUTING: _("No shouting"),
    tone.CLOSING: _("Ends on a kind word"),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A check that found nothing: its slug, its name, and a short sentence of what was looked for."""

    check: str
    name: Promise
    says: Promise


def passed(findings: Iterable[Finding]) -> list[Passed]:
    """The checks without a finding, in their order. One that could not look has a finding that says so."""
    spoke = {finding.check for finding in findings}
    return [Passed(check, name, _FOUND_NOTHING[check]) for check, name in CHECKS.items() if check not in spoke]

"""The week of a brand, as a form: when somebody is expected to decide."""

from datetime import time
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.hours import Hours, days_in
from accounts.models import Brand
from accounts.zones import zone_named
from approvals.forms.layout import buttons, cancel, laid_out, submit

LONGEST_LIST = 6_000


class HoursForm(forms.Form):
    """``hours`` is what ``accounts.actions.change_business_hours`` takes. A day without times is closed; a week without
    any is always open."""

    closed = forms.CharField(
        label=gettext_lazy("Closed days"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Holidays, one a line: 2026-12-25."),
    )

    def __init__(self, sent: Any = None, *, brand: Brand) -> None:
        super().__init__(sent)
        self.brand, kept = brand, brand.hours
        self.fields["closed"].initial = "\n".join(sorted(day.isoformat() for day in kept.closed))
        rows = []
        for day, name in WEEKDAYS.items():
            opens, closes = kept.week.get(day, (None, None))
            self.fields[f"from_{day}"] = _clock(_("%(day)s, from") % {"day": name}, opens)
            self.fields[f"to_{day}"] = _clock(_("%(day)s, to") % {"day": name}, closes)
            rows.append(Row(Column(f"from_{day}"), Column(f"to_{day}")))
        self.helper = laid_out(*rows, "closed", buttons(submit(_("Save"), "btn-primary"), cancel("../../")))

    def clean_closed(self) -> frozenset[Any]:
        days, unread = days_in(self.cleaned_data["closed"].splitlines())
        if unread:
            raise forms.ValidationError(_("“%(line)s” is no date. Write it as 2026-12-25.") % {"line": unread[0]})
        return days

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for day in WEEKDAYS:
            opens, closes = given.get(f"from_{day}"), given.get(f"to_{day}")
            if (opens is None) != (closes is None):
                missing = f"to_{day}" if closes is None else f"from_{day}"
                self.add_error(missing, _("A day has a beginning and an end, or neither."))
            elif opens is not None and closes is not None and not (opens < closes or closes == time(0)):
                self.add_error(f"to_{day}", _("The end lies before the beginning. Midnight is 00:00."))
        return given

    @property
    def hours(self) -> Hours:
        given = self.cleaned_data
        found = {day: (given[f"from_{day}"], given[f"to_{day}"]) for day in WEEKDAYS}
        week = {day: span for day, span in found.items() if span[0] is not None}
        return Hours(zone_named(self.brand.time_zone), week, given["closed"])


def _clock(label: str, at: time | None) -> forms.TimeField:
    picker = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, initial=at, widget=picker)

"""What the forms of on-call share."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from accounts.models import Brand
from oncall.models.rota import Weekday
from oncall.rota import ACTIVE
from oncall.wallclock import Hours

WINDOWS = 2


def people_of_brand(brand: Brand) -> Any:
    """Who can be put on call: everybody with a role on a team of the brand."""
    return ACTIVE.filter(memberships__team__brand=brand).distinct().order_by("full_name")


def helper(*layout: Any, label: StrPromise | str = "") -> FormHelper:
    made = FormHelper()
    made.attrs = {"novalidate": ""}
    made.layout = Layout(*layout) if layout else None
    made.add_input(Submit("save", label or _("Save"), css_class="btn-primary"))
    return made


def moment_field(label: StrPromise, **options: Any) -> forms.DateTimeField:
    """A local time of the reader's, with the browser's own picker."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


class HoursFields:
    """Two windows of a week in a form: on which days, from when until when. A window without days is none."""

    def __init__(self, name: str) -> None:
        self._name = name

    def add_to(self, fields: dict[str, forms.Field]) -> None:
        clock = {"type": "time"}
        for number in range(1, WINDOWS + 1):
            days = forms.TypedMultipleChoiceField(
                label=_("On"),
                choices=[(day.value, str(day.label)[:3]) for day in Weekday],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            fields[f"{self._name}_days_{number}"] = days
            for part, label in (("from", _("from")), ("until", _("to"))):
                widget = forms.TimeInput(attrs=clock, format="%H:%M")
                fields[f"{self._name}_{part}_{number}"] = forms.TimeField(label=label, required=False, widget=widget)

    def layout(self, legend: StrPromise, explained: StrPromise) -> Fieldset:
        name = self._name
        rows = [
            Row(
                Column(f"{name}_days_{number}", css_class="col-12 hours-days"),
                Column(f"{name}_from_{number}"),
                Column(f"{name}_until_{number}"),
            )
            for number in range(1, WINDOWS + 1)
        ]
        return Fieldset(legend, HTML(format_html('<p class="xs mute">{}</p>', explained)), *rows, css_class="turns")

    def initial(self, hours: Iterable[Hours]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, each in enumerate(hours, 1):
            found[f"{self._name}_days_{number}"] = list(each.days)
            found[f"{self._name}_from_{number}"] = each.starts_at
            found[f"{self._name}_until_{number}"] = each.ends_at
        return found

    def chosen(self, cleaned: dict[str, Any]) -> tuple[Hours, ...]:
        numbers = range(1, WINDOWS + 1)
        given = [[cleaned.get(f"{self._name}_{part}_{n}") for part in ("days", "from", "until")] for n in numbers]
        return tuple(Hours(tuple(days), start, end) for days, start, end in given if days and start and end)

    def check(self, form: forms.Form) -> None:
        """Days without hours, and hours without days, are half a window."""
        for number in range(1, WINDOWS + 1):
            names = [f"{self._name}_{part}_{number}" for part in ("days", "from", "until")]
            given = [form.cleaned_data.get(name) not in (None, "", []) for name in names]
            if any(given) and not all(given):
                form.add_error(names[given.index(False)], _("Say the days, from when, and until when."))

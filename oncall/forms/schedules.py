"""The form of a schedule."""

import zoneinfo
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from oncall.forms.common import HoursFields, helper
from oncall.forms.layers import TurnsForm
from oncall.models import Layer, Schedule
from oncall.rota import hours_of
from oncall.wallclock import Hours

REQUIRED = HoursFields("required")


class ScheduleForm(TurnsForm):
    """A schedule with its first layer, and the hours in which somebody has to be on call."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The role it fills, such as “Comms primary”."))
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    time_zone = forms.ChoiceField(label=_("Time zone of the hand-offs"))
    phone = forms.RegexField(
        r"^\+?[0-9 ().\-/]{3,40}$",
        label=_("Phone of the turn"),
        max_length=40,
        required=False,
        help_text=_("The one that whoever is on call carries, if there is one. Every colleague of the brand sees it."),
    )

    def __init__(self, *args: Any, brand: Brand, schedule: Schedule | None = None, **options: Any) -> None:
        layers = Layer.objects.filter(schedule=schedule, calendar=None) if schedule else Layer.objects.none()
        initial = _initial(schedule, brand)
        super().__init__(*args, brand=brand, layer=layers.order_by("priority").first(), initial=initial, **options)
        field: Any = self.fields["team"]
        field.queryset = Team.objects.filter(brand=brand, is_active=True)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]
        REQUIRED.add_to(self.fields)
        explained = _("A gap outside of these hours is none. Leave the days empty for around the clock.")
        required = REQUIRED.layout(_("Somebody has to be on call"), explained)
        self.helper = helper(
            Row(Column("name"), Column("team")), Row(Column("time_zone"), Column("phone")), *self.rows(), required
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        REQUIRED.check(self)
        return self.cleaned_data

    @property
    def required(self) -> tuple[Hours, ...]:
        return REQUIRED.chosen(self.cleaned_data)


def _initial(schedule: Schedule | None, brand: Brand) -> dict[str, Any]:
    if schedule is None:
        return {"time_zone": brand.time_zone}
    named = {"name": schedule.name, "team": schedule.team_id, "time_zone": schedule.time_zone, "phone": schedule.phone}
    return named | REQUIRED.initial(hours_of(schedule.required))

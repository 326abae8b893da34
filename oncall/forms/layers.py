"""The fields of people who take turns: of a schedule's first layer, and of any other."""

from datetime import time
from typing import Any

from crispy_forms.layout import Column, Field, Fieldset, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from oncall.actions.schedules import Turns
from oncall.forms.common import HoursFields, helper, people_of_brand
from oncall.models import Layer
from oncall.models.rota import Weekday
from oncall.rota import hours_of

TURNS = 8
HOURS = HoursFields("hours")


class TurnsForm(forms.Form):
    """Who takes turns, when they hand over, and in which hours they are on call at all."""

    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hands_off_at = forms.TimeField(
        label=_("Hand-off at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    rotates_every = forms.IntegerField(label=_("A shift lasts"), min_value=1, max_value=90)
    unit = forms.ChoiceField(label=_("counted in"), choices=Layer.Unit.choices, required=False)
    hands_off_on = forms.TypedChoiceField(
        label=_("Hand-off on"),
        choices=Weekday.choices,
        coerce=int,
        help_text=_("Counts for days and weeks. Months change on the day of the month they began on."),
    )

    def __init__(self, *args: Any, brand: Brand, layer: Layer | None = None, **options: Any) -> None:
        super().__init__(*args, **(options | {"initial": _initial(layer) | options.get("initial", {})}))
        for number in range(1, TURNS + 1):
            label = _("First on call") if number == 1 else _("Then")
            self.fields[f"person_{number}"] = forms.ModelChoiceField(
                label=label, queryset=people_of_brand(brand), required=number == 1, empty_label=_("Nobody")
            )
        HOURS.add_to(self.fields)

    def clean(self) -> dict[str, Any]:
        super().clean()
        HOURS.check(self)
        return self.cleaned_data

    @staticmethod
    def rows() -> list[Any]:
        """When, who, and the hours: for the layout."""
        turns = [Field(f"person_{number}") for number in range(1, TURNS + 1)]
        explained = _("Leave the days empty for around the clock. An end that is not later is the next day’s.")
        return [
            Row(Column("starts_on"), Column("hands_off_at")),
            Row(Column("rotates_every"), Column("unit"), Column("hands_off_on")),
            Fieldset(_("Who takes turns, in this order"), *turns, css_class="turns"),
            HOURS.layout(_("Only in these hours"), explained),
        ]

    @property
    def people(self) -> list[User]:
        named = [self.cleaned_data[f"person_{number}"] for number in range(1, TURNS + 1)]
        return [person for person in named if person is not None]

    @property
    def turns(self) -> Turns:
        given = self.cleaned_data
        fields = ("starts_on", "hands_off_on", "hands_off_at", "rotates_every")
        named = {field: given[field] for field in fields}
        unit, name = given["unit"] or Layer.Unit.DAY, given.get("layer_name", "")
        return Turns(**named, unit=unit, hours=HOURS.chosen(given), name=name)


class LayerForm(TurnsForm):
    """A layer by itself."""

    layer_name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("Such as “Nights” or “Secondary”.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper("layer_name", *self.rows())


def _initial(layer: Layer | None) -> dict[str, Any]:
    if layer is None:
        monday = {"hands_off_on": Weekday.MONDAY, "hands_off_at": time(9), "rotates_every": 1, "unit": Layer.Unit.WEEK}
        return {"starts_on": timezone.localdate()} | monday
    fields = ("starts_on", "hands_off_on", "hands_off_at", "rotates_every", "unit")
    turns = layer.participants.values_list("position", "user_id")
    return (
        {field: getattr(layer, field) for field in fields}
        | {"layer_name": layer.name}
        | {f"person_{position}": user_id for position, user_id in turns}
        | HOURS.initial(hours_of(layer.hours))
    )

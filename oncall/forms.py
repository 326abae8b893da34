"""Forms of the on-call pages. They shape and validate; the actions decide and keep."""

import zoneinfo
from collections.abc import Iterable
from datetime import time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import SeveralField
from accounts.models import Brand, Team, User
from oncall.actions.policies import StepTerms
from oncall.actions.schedules import Turns
from oncall.models import ContactMethod, EscalationPolicy, Layer, Schedule
from oncall.models.rota import Weekday
from oncall.rota import ACTIVE
from playbook.models import Topic

TURNS = 8
STEPS = 6


def people_of_brand(brand: Brand) -> Any:
    """Who can be put on call: everybody with a role on a team of the brand."""
    return ACTIVE.filter(memberships__team__brand=brand).distinct().order_by("full_name")


def helper(*layout: Any) -> FormHelper:
    made = FormHelper()
    made.attrs = {"novalidate": ""}
    made.layout = Layout(*layout) if layout else None
    made.add_input(Submit("save", _("Save"), css_class="btn-primary"))
    return made


class ScheduleForm(forms.Form):
    """A schedule with one layer: who takes turns, and when they hand over."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The role it fills, such as “Comms primary”."))
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    time_zone = forms.ChoiceField(label=_("Time zone of the hand-offs"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hands_off_on = forms.TypedChoiceField(label=_("Hand-off on"), choices=Weekday.choices, coerce=int)
    hands_off_at = forms.TimeField(label=_("at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    rotates_every = forms.IntegerField(label=_("A shift lasts, in days"), min_value=1, max_value=90)

    def __init__(self, *args: Any, brand: Brand, schedule: Schedule | None = None, **options: Any) -> None:
        super().__init__(*args, **(options | {"initial": _initial_schedule(schedule, brand)}))
        field: Any = self.fields["team"]
        field.queryset = Team.objects.filter(brand=brand, is_active=True)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]
        for number in range(1, TURNS + 1):
            label = _("First on call") if number == 1 else _("Then")
            self.fields[f"person_{number}"] = forms.ModelChoiceField(
                label=label, queryset=people_of_brand(brand), required=number == 1, empty_label=_("Nobody")
            )
        turns = [Field(f"person_{number}") for number in range(1, TURNS + 1)]
        when = Row(Column("hands_off_on"), Column("hands_off_at"), Column("rotates_every"))
        who = Fieldset(_("Who takes turns, in this order"), *turns, css_class="turns")
        self.helper = helper(Row(Column("name"), Column("team")), "time_zone", "starts_on", when, who)

    @property
    def people(self) -> list[User]:
        named = [self.cleaned_data[f"person_{number}"] for number in range(1, TURNS + 1)]
        return [person for person in named if person is not None]

    @property
    def turns(self) -> Turns:
        fields = ("starts_on", "hands_off_on", "hands_off_at", "rotates_every")
        return Turns(**{field: self.cleaned_data[field] for field in fields})


class PolicyForm(forms.Form):
    """A policy: for which topics, its steps in order, and the last resort."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_default = forms.BooleanField(label=_("For every topic without a policy of its own"), required=False)
    topics = SeveralField(
        label=_("For these topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    last_resort = SeveralField(
        label=_("Last resort"),
        queryset=ACTIVE.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Paged as well, each time the steps start again because nobody answered."),
    )

    def __init__(self, *args: Any, brand: Brand, policy: EscalationPolicy | None = None, **options: Any) -> None:
        super().__init__(*args, **(options | {"initial": _initial_policy(policy)}))
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.filter(brand=brand, level="red", is_retired=False)
        last_resort: Any = self.fields["last_resort"]
        last_resort.queryset = people_of_brand(brand)
        targets = _targets(brand)
        rows = []
        for number in range(1, STEPS + 1):
            label = _("Page at first") if number == 1 else _("Then page")
            self.fields[f"target_{number}"] = forms.ChoiceField(label=label, choices=targets, required=number == 1)
            self.fields[f"wait_{number}"] = forms.IntegerField(
                label=_("and wait, in minutes"), min_value=1, max_value=120, initial=5, required=False
            )
            rows.append(Row(Column(f"target_{number}"), Column(f"wait_{number}")))
        self.helper = helper(
            "name", "is_default", Fieldset(_("Steps"), *rows, css_class="turns"), "last_resort", "topics"
        )

    @property
    def steps(self) -> list[StepTerms]:
        return [
            _step(target, self.cleaned_data[f"wait_{number}"] or 5)
            for number in range(1, STEPS + 1)
            if (target := self.cleaned_data[f"target_{number}"])
        ]


class MethodForm(forms.Form):
    """Another way of being reached."""

    kind = forms.ChoiceField(label=_("How"), choices=ContactMethod.Kind.choices)
    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("An e-mail address, or the address of your webhook.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper(Row(Column("kind", css_class="col-md-4"), Column("address")))


def _initial_schedule(schedule: Schedule | None, brand: Brand) -> dict[str, Any]:
    layer = Layer.objects.filter(schedule=schedule).first() if schedule else None
    if schedule is None or layer is None:
        return {
            "time_zone": brand.time_zone,
            "starts_on": timezone.localdate(),
            "hands_off_on": Weekday.MONDAY,
            "hands_off_at": time(9),
            "rotates_every": 7,
        }
    turns = layer.participants.values_list("position", "user_id")
    fields = ("starts_on", "hands_off_on", "hands_off_at", "rotates_every")
    return (
        {"name": schedule.name, "team": schedule.team_id, "time_zone": schedule.time_zone}
        | {field: getattr(layer, field) for field in fields}
        | {f"person_{position}": user_id for position, user_id in turns}
    )


def _initial_policy(policy: EscalationPolicy | None) -> dict[str, Any]:
    if policy is None:
        return {"is_default": True}
    steps = {
        f"target_{step.number}": f"person:{step.person_id}" if step.person_id else f"schedule:{step.schedule_id}"
        for step in policy.steps.all()
    }
    waits = {f"wait_{step.number}": step.wait_for for step in policy.steps.all()}
    chosen = {"topics": _ids(policy.topics.all()), "last_resort": _ids(policy.last_resort.all())}
    return {"name": policy.name, "is_default": policy.is_default} | steps | waits | chosen


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _targets(brand: Brand) -> list[tuple[Any, Any]]:
    schedules = [(f"schedule:{schedule.pk}", str(schedule)) for schedule in Schedule.objects.filter(brand=brand)]
    people = [(f"person:{person.pk}", str(person)) for person in people_of_brand(brand)]
    return [("", _("Nobody")), (_("Whoever is on call for"), schedules), (_("A person"), people)]


def _step(target: str, wait_for: int) -> StepTerms:
    kind, _colon, pk = target.partition(":")
    if kind == "schedule":
        return StepTerms(wait_for, schedule=Schedule.objects.get(pk=pk))
    return StepTerms(wait_for, person=User.objects.get(pk=pk))

"""Forms of what differs from the layers: overrides, cover and swaps, and calendars from elsewhere."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusals import Invalid
from oncall.forms.common import helper, moment_field, people_of_brand
from oncall.ical import MOST_BYTES
from oncall.models import Override, Schedule
from oncall.rota import Rota
from oncall.spans import coming_shifts, said, spoken
from oncall.wallclock import Span


class OverrideForm(forms.Form):
    """Who, from when until when, and in which way."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("In which way"), choices=Override.Kind.choices)
    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, schedule: Schedule, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["person"]
        people.queryset = people_of_brand(schedule.brand)
        self.helper = helper(
            Row(Column("person"), Column("kind")),
            Row(Column("starts_at"), Column("ends_at")),
            "reason",
            label=_("Override"),
        )


class CoverForm(forms.Form):
    """Which shift of one's own, whom to ask, and what one takes in return."""

    shift = forms.ChoiceField(label=_("My shift"))
    asked = forms.ModelChoiceField(
        label=_("Ask"), queryset=User.objects.none(), required=False, empty_label=_("Everybody who takes turns here")
    )
    gives = forms.ChoiceField(
        label=_("In return I take"), required=False, help_text=_("Then it is a swap with the person of that shift.")
    )
    note = forms.CharField(label=_("A word to them"), max_length=200, required=False)

    def __init__(self, *args: Any, rota: Rota, by: User, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        shifts = coming_shifts(rota, now)
        self.mine = {spoken(each): Span(each.starts_at, each.ends_at) for each in shifts if each.person == by.pk}
        self.theirs = {
            spoken(each): (rota.people[each.people[0]], Span(each.starts_at, each.ends_at))
            for each in shifts
            if each.person != by.pk
        }
        fields: Any = self.fields
        fields["shift"].choices = [(key, said(span)) for key, span in self.mine.items()]
        fields["asked"].queryset = people_of_brand(rota.schedule.brand).filter(pk__in=rota.people).exclude(pk=by.pk)
        nothing = [("", _now("Nothing"))]
        fields["gives"].choices = nothing + [(key, f"{who}: {said(span)}") for key, (who, span) in self.theirs.items()]
        self.helper = helper("shift", "asked", "gives", "note", label=_("Ask"))

    @property
    def terms(self) -> dict[str, Any]:
        given = self.cleaned_data
        span = self.mine[given["shift"]]
        asked, gives = self.theirs.get(given["gives"], (given["asked"], None))
        return {
            "starts_at": span.starts_at,
            "ends_at": span.ends_at,
            "asked": asked,
            "gives": gives,
            "note": given["note"],
        }


class CalendarForm(forms.Form):
    """An address to follow, or a file."""

    name = forms.CharField(label=_("Name"), max_length=60)
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        required=False,
        help_text=_("Read every quarter of an hour. It begins with https:// and usually ends in .ics."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Its entries name people by their e-mail address or full name."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper("name", "address", "file", label=_("Add the calendar"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("address")) == bool(given.get("file")):
            self.add_error(None, _("Give an address or a file, one of the two."))
        return given

    @property
    def body(self) -> bytes:
        """Raises Invalid."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise Invalid(_now("This calendar is larger than a megabyte."))
        return bytes(file.read())


class FeedForm(forms.Form):
    """Whose shifts a feed shows."""

    schedule = forms.ModelChoiceField(
        label=_("Show"), queryset=Schedule.objects.none(), required=False, empty_label=_("My own shifts")
    )

    def __init__(self, *args: Any, schedules: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["schedule"]
        field.queryset = schedules
        self.helper = helper("schedule", label=_("New feed"))

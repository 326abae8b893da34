"""Putting something off: until one of the usual times, or one of one's own."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interactions.forms.base import LONGEST_REASON, Moment, VerbForm

MORNING = time(9)
OF_ONES_OWN = "at"


class SnoozeForm(VerbForm):
    verb, label = "snooze", gettext_lazy("Put off")
    is_on_sight = True
    when = forms.ChoiceField(
        label=gettext_lazy("Until"),
        choices=[
            ("hour", gettext_lazy("In an hour")),
            ("tomorrow", gettext_lazy("Tomorrow, 09:00")),
            ("monday", gettext_lazy("Next Monday, 09:00")),
            (OF_ONES_OWN, gettext_lazy("At this time")),
        ],
        initial="tomorrow",
    )
    until = Moment(label=gettext_lazy("This time"), required=False)
    awaits_customer = forms.BooleanField(
        label=gettext_lazy("We wait for the customer"),
        required=False,
        help_text=gettext_lazy("The clock of the answer stands still meanwhile. Their next message brings it back."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it may wait"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Needed where the answer is due before that."),
    )

    def clean(self) -> dict[str, Any]:
        """``until`` whichever way it was chosen."""
        given = super().clean() or {}
        when = given.pop("when", "")
        if when == OF_ONES_OWN:
            if not given.get("until") and "until" not in self.errors:
                self.add_error("until", _("Choose the day and the time."))
        elif when:
            given["until"] = usual(when, timezone.localtime())
        return given


class WakeForm(VerbForm):
    verb, label = "wake", gettext_lazy("Take it back now")


def usual(when: str, now: datetime) -> datetime:
    """One of the usual times after this one, in its zone."""
    if when == "hour":
        return now + timedelta(hours=1)
    days = 1 if when == "tomorrow" else 7 - now.weekday()
    return datetime.combine(now.date() + timedelta(days=days), MORNING, tzinfo=now.tzinfo)

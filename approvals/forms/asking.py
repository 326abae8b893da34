"""Asking a colleague by name, and being away oneself."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from approvals import asking
from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.forms.reviewing import SeenForm
from interactions.models import Draft


class AskForm(SeenForm):
    """To whom, and whether in one's place or beside oneself."""

    to = forms.ModelChoiceField(label=gettext_lazy("Ask"), queryset=User.objects.none(), empty_label=None)
    beside = forms.TypedChoiceField(
        label=gettext_lazy("To do what"),
        choices=[
            ("", gettext_lazy("Decide in my place")),
            ("1", gettext_lazy("Sign as well: one name more than the policy asks for")),
        ],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    note = forms.CharField(
        label=gettext_lazy("A word to them"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, sent: Any = None, *, draft: Draft, team: Team, by: User) -> None:
        super().__init__(sent, draft=draft)
        people = asking.can_sign(draft, team).exclude(pk=by.pk).order_by("full_name", "pk")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.fields["to"].widget.attrs["autofocus"] = True
        self.helper = laid_out(
            "thread_version",
            "flag_version",
            "to",
            "beside",
            "note",
            buttons(submit(_("Ask"), "btn-primary", data_send="1"), cancel("../")),
        )


class AbsenceForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=gettext_lazy("From"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Asked in my place"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody by name: everybody of the team"),
    )

    def __init__(self, sent: Any = None, *, deputies: Any) -> None:
        super().__init__(sent, initial={"starts_at": _rounded(timezone.now()), "ends_at": None})
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]
        self.helper = laid_out("starts_at", "ends_at", "deputy", buttons(submit(_("I am away"), "btn-primary")))


def _rounded(moment: datetime) -> datetime:
    """The minute that runs: an absence that begins now has begun."""
    return timezone.localtime(moment).replace(second=0, microsecond=0)

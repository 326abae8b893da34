"""The component sheet: every part and state of the interface on one page, for staff and the accessibility test."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.decorators import user_passes_test
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from escalation_site import marks
from escalation_site.context import Alarm

# fmt: off
TOKENS = [
    "canvas", "surface", "surface-2", "surface-3", "line", "line-2", "line-3", "ink", "ink-2", "ink-3",
    "accent", "accent-soft", "accent-line", "focus", "solid", "on-solid", "rail", "rail-ink", "rail-on",
    "green", "green-ink", "green-soft", "green-line", "yellow", "yellow-ink", "yellow-soft", "yellow-line",
    "red", "red-ink", "red-soft", "red-line",
]
# fmt: on


class SampleForm(forms.Form):
    """An override of a shift, with one field refused."""

    who = forms.ChoiceField(label=gettext_lazy("Who takes over"), choices=[("ih", "Ingrid Holm")])
    starts = forms.CharField(label=gettext_lazy("From"), help_text=gettext_lazy("Your zone, London (GMT)"))
    ends = forms.CharField(label=gettext_lazy("To"))
    layer = forms.ChoiceField(
        label=gettext_lazy("Layer"),
        choices=[("1", gettext_lazy("Primary")), ("2", gettext_lazy("Secondary"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tell = forms.BooleanField(label=gettext_lazy("Tell both by e-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "who",
            Row(Column("starts"), Column("ends")),
            "layer",
            "reason",
            "tell",
            FormActions(StrictButton(_("Save override"), css_class="btn-primary")),
        )

    def clean_ends(self) -> str:
        raise forms.ValidationError(_("Ends before it starts. Did you mean Wednesday?"))


@require_safe
@user_passes_test(lambda user: user.is_staff)
def styleguide(request: HttpRequest) -> HttpResponse:
    form = SampleForm(
        {"who": "ih", "starts": "2026-11-18 13:00", "ends": "2026-11-18 09:00", "layer": "1", "tell": True}
    )
    return render(request, "styleguide/sheet.html", {"form": form, "tokens": TOKENS, "sample": _sample()})


@dataclass(frozen=True)
class SampleRow:
    level: str
    name: str
    network: str
    text: str
    topic: str
    owner: str
    received_at: datetime
    due_at: datetime
    is_unread: bool = False


def _rows(now: datetime) -> list[SampleRow]:
    return [
        SampleRow(
            "red",
            "Callum Reid",
            "facebook",
            "Your crew snapped the frame of my daughter’s wheelchair.",
            "Legal threats",
            "Priya Raman",
            now - timedelta(minutes=4),
            now + timedelta(minutes=11, seconds=30),
            True,
        ),
        SampleRow(
            "yellow",
            "Marta Kowalczyk",
            "x",
            "Third day without my bag. Lisbon says London has it.",
            "Delivery and baggage",
            "Amara Osei",
            now - timedelta(minutes=22),
            now + timedelta(minutes=38),
        ),
        SampleRow(
            "green",
            "Aisling Byrne",
            "instagram",
            "You sang happy birthday to my nan at 36,000 feet.",
            "Praise",
            "Sofia Lindqvist",
            now - timedelta(hours=1),
            now + timedelta(hours=3),
        ),
    ]


def _sample() -> dict[str, Any]:
    now = timezone.now()
    return {
        "rows": _rows(now),
        "later": now + timedelta(hours=2, minutes=9, seconds=30),
        "soon": now + timedelta(minutes=8, seconds=30),
        "late": now - timedelta(minutes=12, seconds=30),
        "networks": list(marks.NETWORKS),
        "alarm": Alarm(
            text=_("Legal threats, Callum Reid, “My solicitor will be in touch”."),
            url="#",
            acknowledge_url="#",
            may_acknowledge=True,
            next_person="Tomás",
            next_at=now + timedelta(seconds=108),
        ),
    }

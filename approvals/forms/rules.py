"""What a company asks of people on probation, as a form."""

from dataclasses import asdict, fields
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.models import ProbationRules, ReasonCode
from approvals.models.terms import MOST_WEEKS
from approvals.readiness import Terms

MOST = 1_000


def _percent(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, help_text=help_text)


class RulesForm(forms.Form):
    weeks = forms.IntegerField(label=gettext_lazy("Weeks until somebody decides"), min_value=1, max_value=MOST_WEEKS)
    greens_wanted = forms.IntegerField(
        label=gettext_lazy("Clean green answers wanted"),
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("Green is learned first."),
    )
    yellows_wanted = forms.IntegerField(
        label=gettext_lazy("Clean yellow answers wanted"),
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("After green. Red always asks for two names."),
    )
    first_time_wanted = _percent(
        gettext_lazy("Right first time, in percent"),
        gettext_lazy("Of the newest first versions, as many as clean answers are wanted."),
    )
    clean_edit = _percent(
        gettext_lazy("A change up to this percentage still counts as clean"),
        gettext_lazy("A comma or a name that the reviewer put in is no lesson."),
    )
    serious_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Serious reasons"),
        choices=ReasonCode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("An answer returned for one of these is a serious correction."),
    )
    serious_edit = _percent(gettext_lazy("A change above this percentage is a serious correction"))
    serious_allowed = forms.IntegerField(
        label=gettext_lazy("Serious corrections that still let somebody graduate"), min_value=0, max_value=MOST
    )
    serious_within = forms.IntegerField(label=gettext_lazy("within so many days"), min_value=1, max_value=MOST)
    returns_after = forms.IntegerField(
        label=gettext_lazy("Serious corrections that bring a reader back after graduating"),
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("0: it never happens by itself."),
    )
    returns_within = forms.IntegerField(label=gettext_lazy("within so many days"), min_value=1, max_value=MOST)

    def __init__(self, sent: Any = None, *, rules: ProbationRules) -> None:
        super().__init__(sent, initial=asdict(rules.terms) | {"weeks": rules.weeks})
        self.helper = laid_out(
            "weeks",
            _heading(_("To graduate")),
            *("greens_wanted", "yellows_wanted", "first_time_wanted", "clean_edit"),
            _heading(_("Serious corrections")),
            *("serious_codes", "serious_edit", "serious_allowed", "serious_within"),
            _heading(_("After graduating")),
            *("returns_after", "returns_within"),
            buttons(submit(_("Save"), "btn-primary"), cancel("../../")),
        )

    @property
    def terms(self) -> Terms:
        asked = {field.name: self.cleaned_data[field.name] for field in fields(Terms)}
        return Terms(**asked | {"serious_codes": tuple(asked["serious_codes"])})


def _heading(words: str) -> HTML:
    return HTML(format_html('<h2 class="mt-3">{}</h2>', words))

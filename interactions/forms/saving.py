"""A name for a view, and who else has it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from interactions import saved_access


class SaveViewForm(forms.Form):
    name = forms.CharField(label=_("What the view is called"), max_length=60)
    team = forms.TypedChoiceField(label=_("Who has it"), required=False, coerce=int, empty_value=None)

    def __init__(self, person: User, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        teams = [(team.pk, f"{team}, {team.brand}") for team in saved_access.teams_to_share_with(person)]
        self.fields["team"].choices = [("", _("Only me")), *teams]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": "", "aria-label": str(_("Keep this view"))}
        self.helper.add_input(Submit("", _("Keep this view"), css_class="btn-primary btn-sm"))

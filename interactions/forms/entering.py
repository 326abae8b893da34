"""What somebody heard or read outside of every network."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from connectors.media import LARGEST
from interactions import saved_access
from interactions.forms.base import Moment
from interactions.models.attachments import LONGEST_ALT

KINDS = [("press", _("Press")), ("call", _("Phone call")), ("tip", _("Tip of a colleague"))]


class EnterForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, widget=forms.RadioSelect, initial="press")
    team = forms.TypedChoiceField(label=_("For which team"), coerce=int)
    text = forms.CharField(
        label=_("What was said"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In their words where you can: the rules read it as they read a message."),
    )
    author = forms.CharField(label=_("Who said it"), required=False, max_length=200)
    said_at = Moment(label=_("When"), required=False, help_text=_("Empty: now."))
    link = forms.URLField(label=_("Link"), required=False, max_length=2_000, assume_scheme="https")
    seen_by = forms.CharField(label=_("Who saw or heard it"), required=False, max_length=200)
    is_public = forms.BooleanField(label=_("It can be seen in public"), required=False, initial=True)
    picture = forms.FileField(label=_("Picture of it"), required=False)
    alt = forms.CharField(label=_("What the picture shows"), required=False, max_length=LONGEST_ALT)

    def __init__(self, person: User, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        teams = [(team.pk, f"{team}, {team.brand}") for team in saved_access.teams_to_share_with(person)]
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": "", "aria-label": str(_("Enter by hand"))}
        self.helper.add_input(Submit("", _("Enter it"), css_class="btn-primary"))

    def clean_picture(self) -> bytes:
        """Its bytes, one more than is allowed at most: what is larger is not read."""
        given = self.cleaned_data["picture"]
        return bytes(given.read(LARGEST + 1)) if given else b""

    def clean_key(self) -> str:
        """Rubbish is no key: then it is a form of its own."""
        try:
            return str(uuid.UUID(self.cleaned_data["key"]))
        except ValueError:
            return str(uuid.uuid4())

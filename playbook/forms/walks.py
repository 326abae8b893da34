"""Forms of the first walk: the teams, then one topic after the other."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from playbook import checks
from playbook.content.entries import Content
from playbook.content.presets import teams_in
from playbook.forms.fields import DraftForm
from playbook.models import Level, Topic

NEW = ""


class TeamsForm(forms.Form):
    """Which team of the brand does what the preset names a team for."""

    def __init__(self, *args: Any, brand: Brand, content: Content, **options: Any) -> None:
        super().__init__(*args, **options)
        teams = [(team.slug, team.name) for team in Team.objects.filter(brand=brand, is_active=True).order_by("name")]
        self.asked = teams_in(content)
        for slug in self.asked:
            name = slug.replace("-", " ").capitalize()
            self.fields[slug] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[(NEW, _("Make a new team “%(name)s”") % {"name": name}), *teams],
                initial=slug if slug in dict(teams) else NEW,
            )
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("begin", _("Begin the draft"), css_class="btn-primary"))

    @property
    def teams(self) -> dict[str, str]:
        """The chosen team for each; those to be made are not in it."""
        return {slug: self.cleaned_data[slug] for slug in self.asked if self.cleaned_data[slug] != NEW}


class DecideForm(DraftForm):
    """What a topic is: its flag, its area, who answers for it and how soon."""

    level = forms.ChoiceField(label=_("Flag"), choices=Level.choices, widget=forms.RadioSelect)
    release_roles = forms.MultipleChoiceField(
        label=_("Teams that sign a release"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Red topics only: at least two teams decide together what may go out."),
    )

    class Meta:
        model = Topic
        fields = ["level", "area", "owner_team", "reply_within", "release_roles", "pages_at_once"]

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        teams = Team.objects.filter(brand=brand, is_active=True)
        self.fields["owner_team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["owner_team"].required = True
        self.fields["release_roles"].choices = [(team.slug, team.name) for team in teams]  # type: ignore[attr-defined]
        self.helper.inputs = [Submit("save", _("Decided, next topic"), css_class="btn-primary")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check("release_roles", checks.check_release_roles, cleaned.get("level"), cleaned.get("release_roles", []))
        return cleaned

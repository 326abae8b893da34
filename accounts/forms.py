"""Forms of a person's own pages. They shape and validate; the actions decide and keep."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Theme, User
from accounts.notice_kinds import ByMail, Group
from accounts.zones import zone_names

LARGEST_ID = 2**63 - 1
NOT_BY_MAIL = [("", _("Not by e-mail")), *ByMail.choices]


class PlaceForm(forms.Form):
    """Where a list goes on, or how far it was seen: the id of a row."""

    place = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> int | None:
        """The id, or None where there is none or it makes no sense: an old link still leads somewhere."""
        form = cls(given)
        form.is_valid()
        return form.cleaned_data.get("place")


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme.choices)


class PreferencesForm(forms.Form):
    """Everything a person decides for themselves. A field ``mail_…`` stands for each group of notices."""

    full_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues see it. The record keeps who you were, too.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    has_key_shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("j and k move, r replies, ? shows them all. Switch them off if you dictate or use other keys."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, person: User, mail_choices: Mapping[str, str]) -> None:
        own = {name: getattr(person, name) for name in self.base_fields}
        by_mail = {_mail_field(group): mail_choices.get(group, "") for group in Group}
        super().__init__(data, initial=own | by_mail)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(name, name.replace("_", " ")) for name in zone_names(person.time_zone)]
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]
        for group in Group:
            self.fields[_mail_field(group)] = forms.ChoiceField(label=group.label, choices=NOT_BY_MAIL, required=False)
        self.helper = self._helper()

    @property
    def changes(self) -> dict[str, Any]:
        """The person's own fields, as they are to be."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}

    @property
    def by_mail(self) -> dict[str, str]:
        """By group how it is wanted by e-mail, empty for not at all."""
        return {group.value: self.cleaned_data[_mail_field(group)] for group in Group}

    def _helper(self) -> FormHelper:
        about = [name for name in ("time_zone", "language") if name in self.fields]
        mails = [Column(_mail_field(group), css_class="col-md-6") for group in Group]
        made = FormHelper()
        made.attrs = {"novalidate": ""}
        made.layout = Layout(
            Fieldset(_("You"), "full_name", *about),
            Fieldset(_("Your screen"), "theme", "has_key_shortcuts"),
            Fieldset(_("Notices by e-mail"), Row(*mails)),
        )
        made.add_input(Submit("save", _("Save"), css_class="btn-primary"))
        return made


def _mail_field(group: Group) -> str:
    return f"mail_{group.value}"

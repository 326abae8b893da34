"""The form of a page that stands ready for the public."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from oncall.forms.common import helper
from oncall.models import StatementPage


class StatementPageForm(forms.Form):
    name = forms.CharField(label=_("What we call it"), max_length=80, help_text=_("Such as “Data leak”."))
    address = forms.SlugField(
        label=_("Address"), max_length=60, help_text=_("The last part of its address, such as “account-security”.")
    )
    heading = forms.CharField(label=_("Heading"), max_length=160)
    text = forms.CharField(
        label=_("What it says"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is true in any such crisis. Signed statements of the room stand above it once they are out."),
    )
    contact = forms.CharField(
        label=_("Where people turn"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, page: StatementPage | None = None, **options: Any) -> None:
        names = ("name", "address", "heading", "text", "contact")
        initial = {name: getattr(page, name) for name in names} if page else {}
        super().__init__(*args, **(options | {"initial": initial}))
        self.helper = helper(Row(Column("name"), Column("address")), "heading", "text", "contact")

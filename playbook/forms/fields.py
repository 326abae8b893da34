"""What the forms of entries are made of."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from accounts.refusals import Invalid


class LinesField(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **options: Any) -> None:
        rows = options.pop("rows", 4)
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows}), required=options.pop("required", False), **options
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class PlaybookForm(forms.ModelForm):  # type: ignore[type-arg]  # one base for several models
    """A form of one entry of a brand; uniqueness within the brand is checked though the brand is not asked for."""

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, **options)
        self.brand = brand
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", _("Save"), css_class="btn-primary"))

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # unknown to the stubs
        has_topic = getattr(self.instance, "topic_id", None) is not None  # one that only the draft knows has no key
        return excluded - {"brand", "slug"} - ({"topic"} if has_topic else set())

    def check(self, field: str, check: Callable[..., None], *values: Any) -> None:
        """Show a check's sentence beside the field it speaks of."""
        try:
            check(*values)
        except Invalid as refusal:
            self.add_error(field, str(refusal))


class DraftForm(PlaybookForm):
    """A form of one entry of the draft. It sends back what it showed, so that nobody overwrites what they never saw."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = seen
        self.fields["seen"].initial = seen

    def show_again(self) -> None:
        """What is sent from here on has seen the draft as it is now."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)  # every value of every field
        sent.setlist("seen", [self.now])
        self.data = sent

"""What who manages people fills in about a probation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms.layout import buttons, cancel, laid_out, submit

WEEKS = 3  # how long a probation usually lasts before somebody decides
MOST_WEEKS = 26


class StartForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("New on the team")}),
        help_text=gettext_lazy("The person and everyone who reads their drafts see it."),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks until somebody decides"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=WEEKS,
        help_text=gettext_lazy("It does not end by itself: somebody ends it, or lets it go on."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = laid_out(
            "reason", "weeks", buttons(submit(_("Start probation"), "btn-primary"), cancel("../../../"))
        )

    @property
    def ends_at(self) -> Any:
        return timezone.now() + timedelta(weeks=self.cleaned_data["weeks"])


class EndForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("A word for the record, if you like"),
        required=False,
        max_length=300,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = laid_out("note", buttons(submit(_("End probation"), "btn-primary"), cancel("../../")))

"""What who manages people fills in about a probation."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.zones import zone_named
from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.models import Probation
from approvals.models.terms import MOST_WEEKS


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
        help_text=gettext_lazy("It does not end by itself: somebody decides, or lets it go on."),
    )
    mentor = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Mentor, if you like"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Somebody who approves for the team, sees the progress and is told when to decide."),
    )

    def __init__(self, sent: Any = None, *, weeks: int, mentors: QuerySet[User]) -> None:
        super().__init__(sent, initial={"weeks": weeks})
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.helper = laid_out(
            "reason",
            "weeks",
            "mentor",
            buttons(submit(_("Start probation"), "btn-primary"), cancel("../")),
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        filled = self.cleaned_data
        ends_at = timezone.now() + timedelta(weeks=filled["weeks"])
        return {"reason": filled["reason"], "ends_at": ends_at, "mentor": filled["mentor"]}


class GraduateForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("A word for the record"),
        required=False,
        max_length=300,
        widget=forms.TextInput(),
    )

    def __init__(self, sent: Any = None, *, is_ready: bool) -> None:
        super().__init__(sent)
        self.fields["note"].help_text = (
            _("If you like: the figures stand beside your decision anyway.")
            if is_ready
            else _("The figures are not there yet, so say in a sentence why you decide so all the same.")
        )
        self.helper = laid_out("note", buttons(submit(_("Graduate"), "btn-primary"), cancel("../../../../")))


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("On this day you are asked again. Nothing ends by itself."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.TextInput(),
        help_text=gettext_lazy("The person reads it. Say what would help them."),
    )

    def __init__(self, sent: Any = None, *, probation: Probation) -> None:
        super().__init__(sent)
        self._zone = zone_named(probation.team.brand.time_zone)
        self.helper = laid_out("until", "reason", buttons(submit(_("Extend"), "btn-primary"), cancel("../../../")))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action is told: until the last minute of that day where the brand lives."""
        until = datetime.combine(self.cleaned_data["until"], time(23, 59), tzinfo=self._zone)
        return {"until": until, "reason": self.cleaned_data["reason"]}


class MentorForm(forms.Form):
    mentor = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Mentor"),
        empty_label=gettext_lazy("Choose a person"),
        help_text=gettext_lazy("They see this person’s progress and are told when somebody should decide."),
    )

    def __init__(self, sent: Any = None, *, mentors: QuerySet[User], chosen: User | None) -> None:
        super().__init__(sent, initial={"mentor": chosen})
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.helper = laid_out("mentor", buttons(submit(_("Choose"), "btn-primary"), cancel("../../../")))


class EndForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("A word for the record, if you like"),
        required=False,
        max_length=300,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = laid_out("note", buttons(submit(_("End probation"), "btn-primary"), cancel("../../../")))

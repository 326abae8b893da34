"""The form of the kill switch: what stops, why, until when, and what may leave all the same."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import SeveralField
from accounts.models import Brand, User
from connectors.models import Channel
from connectors.rehearsal.connector import Rehearsal
from oncall.access import stops as access
from oncall.rota import ACTIVE
from playbook.models import Topic

HOURS = [
    (1, _("1 hour")),
    (4, _("4 hours")),
    (12, _("12 hours")),
    (24, _("1 day")),
    (72, _("3 days")),
    (168, _("7 days")),
]
EVERYTHING = "all"


class StopForm(forms.Form):
    """One list names everything that can be stopped, so that it works without script and in one choice."""

    what = forms.ChoiceField(label=_("What stops"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Everybody reads this, on every screen, until it ends.")
    )
    hours = forms.TypedChoiceField(
        label=_("For"),
        choices=HOURS,
        coerce=int,
        initial=4,
        help_text=_("It ends by itself then. You can end it sooner."),
    )
    lets_holding_out = forms.BooleanField(label=_("Signed holding messages may still go out"), required=False)
    allowed_channels = SeveralField(
        label=_("These channels may go on"),
        queryset=Channel.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    allowed_people = SeveralField(
        label=_("What these people write may go on"),
        queryset=ACTIVE.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._brands = {brand.pk: brand for brand in access.stoppable_brands(user)}
        fields: dict[str, Any] = self.fields
        fields["what"].choices = self._targets(user)
        fields["allowed_channels"].queryset = self._channels
        fields["allowed_people"].queryset = self._people
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("stop", _("Stop posting"), css_class="btn-primary"))

    @property
    def terms(self) -> dict[str, Any]:
        """What the action is given."""
        given = dict(self.cleaned_data)
        kind, _dash, numbers = given.pop("what").partition("-")
        terms: dict[str, Any] = {"what": None, "expires_at": self._ends_at(given.pop("hours"))}
        if kind == "person":
            brand, person = numbers.split("-")
            terms |= {"what": self._people.get(pk=person), "brand": self._brands[int(brand)]}
        elif kind != EVERYTHING:
            terms["what"] = self._rows(kind)[int(numbers)]
        return given | terms

    def _ends_at(self, hours: int) -> datetime:
        return timezone.now() + timedelta(hours=hours)

    def _rows(self, kind: str) -> dict[int, Any]:
        if kind == "brand":
            return dict(self._brands)
        rows: Any = self._channels if kind == "channel" else self._topics
        return {row.pk: row for row in rows}

    def _targets(self, user: User) -> list[tuple[Any, Any]]:
        everything = [(EVERYTHING, _("Everything, of every brand"))] if access.may_stop_everything(user) else []
        brands = [(f"brand-{pk}", str(brand)) for pk, brand in self._brands.items()]
        channels = [(f"channel-{row.pk}", self._named(row, row.brand)) for row in self._channels]
        topics = [(f"topic-{row.pk}", self._named(row, row.brand)) for row in self._topics]
        people = [
            (f"person-{brand.pk}-{person.pk}", self._named(person, brand))
            for brand in self._brands.values()
            for person in self._people.filter(memberships__team__brand=brand).distinct()
        ]
        grouped = [(_("A channel"), channels), (_("A topic"), topics), (_("A person’s answers"), people)]
        return [*brands, *everything, *grouped]

    def _named(self, thing: object, brand: Brand) -> str:
        return f"{thing}, {brand}" if len(self._brands) > 1 else str(thing)

    @property
    def _channels(self) -> Any:
        rows = Channel.objects.filter(brand__in=self._brands, is_active=True).select_related("brand")
        return rows.exclude(network=Rehearsal.network)

    @property
    def _topics(self) -> Any:
        return Topic.objects.live().filter(brand__in=self._brands).select_related("brand")

    @property
    def _people(self) -> Any:
        return ACTIVE.filter(memberships__team__brand__in=self._brands).distinct().order_by("full_name")

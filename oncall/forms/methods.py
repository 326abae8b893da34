"""The forms of how a person is reached: their addresses, their rules, and the services that carry pages."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from oncall.forms.common import helper
from oncall.models import ContactMethod, Gateway, QuietHours
from oncall.models.methods import WAIT_AT_MOST


class MethodForm(forms.Form):
    """Another way of being reached."""

    kind = forms.ChoiceField(label=_("How"))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An e-mail address, the address of your webhook, your phone number, or your name in the chat."),
    )

    def __init__(self, *args: Any, gateways: QuerySet[Gateway], **options: Any) -> None:
        super().__init__(*args, **options)
        self._gateways = {f"{gateway.kind}:{gateway.pk}": gateway for gateway in gateways}
        kind: Any = self.fields["kind"]
        kind.choices = [(name, ContactMethod.Kind(name).label) for name in ("email", "webhook")]
        kind.choices += [(key, f"{gateway.get_kind_display()}, {gateway}") for key, gateway in self._gateways.items()]
        self.helper = helper(Row(Column("kind", css_class="col-md-4"), Column("address")))

    @property
    def terms(self) -> dict[str, Any]:
        """What ``add_method`` is to be called with."""
        gateway = self._gateways.get(self.cleaned_data["kind"])
        kind = gateway.kind if gateway else self.cleaned_data["kind"]
        return {"kind": kind, "address": self.cleaned_data["address"], "gateway": gateway}


class RulesForm(forms.Form):
    """Which of one's methods is used when, and when one is left alone by what can wait."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))

    def __init__(self, *args: Any, methods: Sequence[ContactMethod], quiet: QuietHours | None, **options: Any) -> None:
        initial = {"quiet_from": quiet.starts_at, "quiet_until": quiet.ends_at} if quiet else {}
        super().__init__(*args, **(options | {"initial": initial}))
        self._methods = methods
        for method in methods:
            self.fields[f"wait_{method.pk}"] = forms.IntegerField(
                label=str(method), min_value=0, max_value=WAIT_AT_MOST, initial=method.wait_for
            )
        waits = [f"wait_{method.pk}" for method in methods]
        self.helper = helper(*waits, Row(Column("quiet_from"), Column("quiet_until")))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("quiet_from"), given.get("quiet_until")
        if (starts_at is None) != (ends_at is None):
            raise forms.ValidationError(_("Quiet hours need both times, or none."))
        if starts_at is not None and starts_at == ends_at:
            raise forms.ValidationError(_("Quiet hours begin and end at different times."))
        return given

    @property
    def waits(self) -> dict[int, int]:
        return {method.pk: self.cleaned_data[f"wait_{method.pk}"] for method in self._methods}


class GatewayForm(forms.Form):
    """A service that carries pages to chats or phones."""

    kind = forms.ChoiceField(label=_("What it carries"), choices=Gateway.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("As people choose it, such as “Company SMS”."))
    url = forms.CharField(
        label=_("Address of the service"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Such as twilio://SID:TOKEN@+15550100/{to}. It is encrypted and never shown again."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper(Row(Column("kind", css_class="col-md-4"), Column("name")), "url")

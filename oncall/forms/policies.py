"""The form of an escalation policy."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import SeveralField
from accounts.models import Brand
from oncall.actions.policies import StepTerms
from oncall.forms.common import helper, people_of_brand
from oncall.forms.targets import Targets, key_of
from oncall.models import EscalationPolicy
from oncall.models.policies import REPEATS_AT_MOST, TIMES_AT_MOST, Office
from oncall.rota import ACTIVE
from playbook.models import Topic

STEPS = 6


class PolicyForm(forms.Form):
    """A policy: for which topics, its steps in order, how often they are repeated, and the last resort."""

    name = forms.CharField(label=_("Name"), max_length=80)
    answers_for = forms.ChoiceField(
        label=_("Whom it reaches"), choices=[("", _("Anybody")), *Office.choices], required=False
    )
    is_default = forms.BooleanField(label=_("For every topic without a policy of its own"), required=False)
    repeats = forms.TypedChoiceField(
        label=_("Go through the steps again"),
        choices=[(0, _("not before the last resort")), *((n, n) for n in range(1, REPEATS_AT_MOST + 1))],
        coerce=int,
        required=False,
        help_text=_("So many times before the last resort is paged as well."),
    )
    topics = SeveralField(
        label=_("For these topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    last_resort = SeveralField(
        label=_("Last resort"),
        queryset=ACTIVE.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Paged as well, each time the steps start again because nobody answered."),
    )

    def __init__(self, *args: Any, brand: Brand, policy: EscalationPolicy | None = None, **options: Any) -> None:
        super().__init__(*args, **(options | {"initial": _initial_policy(policy)}))
        self._targets = Targets(brand)
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.filter(brand=brand, level="red", is_retired=False)
        last_resort: Any = self.fields["last_resort"]
        last_resort.queryset = people_of_brand(brand)
        rows = [self._add_step(number) for number in range(1, STEPS + 1)]
        self.helper = helper(
            Row(Column("name"), Column("answers_for", css_class="col-md-5")),
            "is_default",
            Fieldset(_("Steps"), *rows, css_class="turns"),
            "repeats",
            "last_resort",
            "topics",
        )

    def _add_step(self, number: int) -> Row:
        label = _("Page at first") if number == 1 else _("Then page")
        self.fields[f"target_{number}"] = forms.ChoiceField(
            label=label, choices=self._targets.choices, required=number == 1
        )
        self.fields[f"times_{number}"] = forms.IntegerField(
            label=_("Times"), min_value=1, max_value=TIMES_AT_MOST, initial=1, required=False
        )
        self.fields[f"wait_{number}"] = forms.IntegerField(
            label=_("Wait, min"), min_value=1, max_value=120, initial=5, required=False
        )
        narrow = {"css_class": "col-md-2 col-4"}
        return Row(Column(f"target_{number}"), Column(f"times_{number}", **narrow), Column(f"wait_{number}", **narrow))

    @property
    def steps(self) -> list[StepTerms]:
        given = self.cleaned_data
        return [
            StepTerms(
                wait_for=given[f"wait_{number}"] or 5,
                times=given[f"times_{number}"] or 1,
                **self._targets.named(given[f"target_{number}"]),
            )
            for number in range(1, STEPS + 1)
            if given[f"target_{number}"]
        ]


def _initial_policy(policy: EscalationPolicy | None) -> dict[str, Any]:
    if policy is None:
        return {"is_default": True}
    initial: dict[str, Any] = {
        "topics": _ids(policy.topics.all()),
        "last_resort": _ids(policy.last_resort.all()),
    }
    for step in policy.steps.all():
        initial[f"target_{step.number}"] = key_of(step)
        initial[f"times_{step.number}"] = step.times
        initial[f"wait_{step.number}"] = step.wait_for
    fields = ("name", "is_default", "answers_for", "repeats")
    return initial | {field: getattr(policy, field) for field in fields}


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]

"""What an admin fills in about a rule of the sign-off policy, and about a draft to try it on."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Row
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import SeveralField
from accounts.models import Brand, Team, User
from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.policy import CONTACTS
from approvals.policy_checks import MOST_NAMES, MOST_STEPS
from approvals.rule_terms import RELATIONS, RuleTerms, StepTerms
from approvals.sentences import KINDS, NUMBERS
from connectors.models import Channel
from playbook.models import Level, Topic

EVERYBODY = "all"
ANYWHERE = [
    ("", gettext_lazy("in public or in private")),
    ("1", gettext_lazy("in public")),
    ("0", gettext_lazy("in private")),
]
EMPTY_STEPS = 2
_WHAT = gettext_lazy("None chosen: it does not matter.")


def beside(*fields: str) -> Row:
    """Short fields that belong together, side by side where there is room."""
    return Row(*(Column(field) for field in fields))


def part_of_a_form(*parts: Any) -> FormHelper:
    """The template holds the form itself."""
    helper = laid_out(*parts)
    helper.form_tag, helper.disable_csrf = False, True
    return helper


class OneOrEverybody(forms.TypedChoiceField):
    """How many sign: a number, or None for everybody."""

    def __init__(self, **options: Any) -> None:
        numbers = [(str(number), NUMBERS[number]) for number in range(1, MOST_NAMES + 1)]
        choices = [("", "—"), *numbers, (EVERYBODY, gettext_lazy("everybody"))]
        super().__init__(choices=choices, coerce=lambda said: None if said == EVERYBODY else int(said), **options)


class StepForm(forms.Form):
    needed = OneOrEverybody(label=gettext_lazy("How many sign"), required=False, empty_value=0)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("of"),
        required=False,
        empty_label=gettext_lazy("the conversation’s team"),
    )

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = Team.objects.filter(brand=brand, is_active=True)  # type: ignore[attr-defined]

    @property
    def terms(self) -> StepTerms | None:
        """None for a row that was left empty."""
        needed = self.cleaned_data.get("needed", 0)
        return None if needed == 0 else StepTerms(self.cleaned_data["team"], needed)


StepFormSet = forms.formset_factory(StepForm, extra=EMPTY_STEPS, max_num=MOST_STEPS, validate_max=True)


def step_forms(sent: Any, *, brand: Brand, terms: RuleTerms | None) -> Any:
    """The steps of a rule, with room for more."""
    filled = [
        {"team": step.team, "needed": EVERYBODY if step.needed is None else str(step.needed)}
        for step in (terms.steps if terms else ())
    ]
    return StepFormSet(sent, prefix="steps", initial=filled, form_kwargs={"brand": brand})


def _several(rows: QuerySet[Any], label: Any) -> Any:
    return SeveralField(
        rows, label=label, required=False, help_text=_WHAT, widget=forms.SelectMultiple(attrs={"size": 5})
    )


def _percent(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100, help_text=help_text)


class PolicyRuleForm(forms.Form):
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Flags"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_WHAT,
    )
    topics = _several(Topic.objects.none(), gettext_lazy("About one of these topics"))
    channels = _several(Channel.objects.none(), gettext_lazy("On one of these channels"))
    is_public = forms.TypedChoiceField(
        label=gettext_lazy("Where it appears"),
        choices=ANYWHERE,
        required=False,
        coerce=lambda said: said == "1",
        empty_value=None,
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("The person answered is"),
        choices=[(kind, KINDS[kind]) for kind in CONTACTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_WHAT,
    )
    min_followers = forms.IntegerField(
        label=gettext_lazy("And has at least this many followers"), required=False, min_value=0, max_value=2**31 - 1
    )
    authors = _several(User.objects.none(), gettext_lazy("Written by one of these people"))
    over_departure = _percent(
        gettext_lazy("A template changed by more than, in percent"),
        gettext_lazy("An answer that is not written from a template does not count here."),
    )
    over_amount = forms.DecimalField(
        label=gettext_lazy("It promises a sum above"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("In any currency. Giving something that has no sum, “all of it back”, is above any."),
    )
    spared_up_to = _percent(
        gettext_lazy("But not for an approved template changed by at most, in percent"),
        gettext_lazy("0: as it stands, with its placeholders filled in. Empty: for templates too."),
    )
    name = forms.CharField(
        label=gettext_lazy("Why, in your own words"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Authors and reviewers read it as the reason. Empty: they read the rule in words."),
    )

    def __init__(self, sent: Any = None, *, brand: Brand, terms: RuleTerms | None, back: str) -> None:
        super().__init__(sent, initial=_initial(terms) if terms else {})
        people = User.objects.filter(memberships__team__brand=brand, is_active=True, is_machine=False).distinct()
        chosen = {name: {thing.pk for thing in getattr(terms, name)} if terms else set() for name in RELATIONS}
        self._offer("topics", Topic.objects.filter(brand=brand), Topic.objects.live().filter(brand=brand), chosen)
        rows = Channel.objects.filter(brand=brand)
        self._offer("channels", rows, rows.filter(is_active=True), chosen)
        everybody = User.objects.filter(memberships__team__brand=brand).distinct()
        self._offer("authors", everybody, people, chosen)
        save = submit(_("Save"), "btn-primary")
        self.helper = part_of_a_form(
            beside("levels", "contacts"),
            beside("topics", "authors"),
            beside("channels", "is_public"),
            beside("min_followers", "over_amount"),
            beside("over_departure", "spared_up_to"),
            "name",
            buttons(save, cancel(back)),
        )

    def _offer(self, name: str, every: Any, in_use: Any, chosen: dict[str, set[int]]) -> None:
        """What is in use, and what the rule names already."""
        wanted = set(in_use.values_list("pk", flat=True)) | chosen[name]
        self.fields[name].queryset = every.filter(pk__in=wanted)  # type: ignore[attr-defined]
        self.fields[name].widget.attrs["size"] = min(max(len(wanted), 2), 6)

    def terms(self, steps: Any) -> RuleTerms:
        """What the actions are told."""
        filled = self.cleaned_data
        lists = {name: tuple(filled[name]) for name in (*RELATIONS, "levels", "contacts")}
        return RuleTerms(
            steps=tuple(step.terms for step in steps.forms if step.terms),
            name=filled["name"],
            min_followers=filled["min_followers"] or 0,
            is_public=filled["is_public"],
            over_departure=filled["over_departure"],
            over_amount=filled["over_amount"],
            spared_up_to=filled["spared_up_to"],
            **lists,
        )


def _initial(terms: RuleTerms) -> dict[str, Any]:
    names = ("name", "levels", "contacts", "over_departure", "over_amount", "spared_up_to", *RELATIONS)
    where = "" if terms.is_public is None else str(int(terms.is_public))
    return {name: getattr(terms, name) for name in names} | {
        "is_public": where,
        "min_followers": terms.min_followers or None,
    }


class PolicySeenForm(forms.Form):
    """The version of the policy that was on the page; with a direction where a rule is moved."""

    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    direction = forms.ChoiceField(choices=[("up", "up"), ("down", "down")], required=False)


class TrialForm(forms.Form):
    """A draft that nobody wrote. It is judged and forgotten."""

    author = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Written by"), empty_label=None)
    channel = forms.ModelChoiceField(Channel.objects.none(), label=gettext_lazy("On"), empty_label=None)
    topics = _several(Topic.objects.none(), gettext_lazy("About"))
    level = forms.ChoiceField(
        label=gettext_lazy("Flag"),
        choices=[("", gettext_lazy("as the topics say")), *Level.choices],
        required=False,
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("To"),
        choices=[(kind, KINDS[kind]) for kind in CONTACTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    followers = forms.IntegerField(label=gettext_lazy("Followers"), required=False, min_value=0, max_value=2**31 - 1)
    is_private = forms.BooleanField(label=gettext_lazy("In private"), required=False)
    departure = _percent(
        gettext_lazy("Changed so much of its template, in percent"), gettext_lazy("Empty: not written from a template.")
    )
    text = forms.CharField(
        label=gettext_lazy("Its text"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Promised sums are found in it. Leave out what is personal: it stands in the address."),
    )

    def __init__(self, sent: Any = None, *, brand: Brand) -> None:
        super().__init__(sent)
        drafters = User.objects.filter(memberships__team__brand=brand, is_active=True).distinct().order_by("full_name")
        rows: dict[str, Any] = {
            "author": drafters,
            "channel": Channel.objects.filter(brand=brand, is_active=True),
            "topics": Topic.objects.live().filter(brand=brand),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.helper = part_of_a_form(
            beside("author", "channel"),
            beside("topics", "contacts"),
            beside("level", "followers"),
            beside("departure", "is_private"),
            "text",
        )

    def clean_departure(self) -> float | None:
        """As a share."""
        percent: int | None = self.cleaned_data["departure"]
        return None if percent is None else percent / 100

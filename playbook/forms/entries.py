"""Forms of topics, rules, plans and the checklist."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from accounts.refusals import Invalid
from playbook import checks
from playbook.models import ChecklistItem, Level, Plan, Rule, Topic

AUTHORS = [
    ("verified", _("Verified")),
    ("press", _("Press")),
    ("employee", _("Employee")),
    ("influencer", _("Influencer")),
]


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
        return excluded - {"brand", "topic", "slug"}

    def check(self, field: str, check: Callable[..., None], *values: Any) -> None:
        """Show a check's sentence beside the field it speaks of."""
        try:
            check(*values)
        except Invalid as refusal:
            self.add_error(field, str(refusal))


class TopicForm(PlaybookForm):
    level = forms.ChoiceField(label=_("Flag"), choices=Level.choices, widget=forms.RadioSelect)
    release_roles = forms.MultipleChoiceField(
        label=_("Teams that sign a release"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Red topics only: at least two teams decide together what may go out."),
    )

    class Meta:
        model = Topic
        fields = [
            "name",
            "level",
            "area",
            "description",
            "owner_team",
            "reply_within",
            "threshold",
            "release_roles",
            "allows_standing_release",
            "pages_at_once",
        ]

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        teams = Team.objects.filter(brand=brand, is_active=True)
        self._choices("owner_team").queryset = teams
        self._choices("release_roles").choices = [(team.slug, team.name) for team in teams]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.slug:
            self.instance.slug = slugify(cleaned.get("name", ""))[:60] or "topic"
        self.check("release_roles", checks.check_release_roles, cleaned.get("level"), cleaned.get("release_roles", []))
        return cleaned

    def _choices(self, name: str) -> Any:
        return self.fields[name]


class RuleForm(PlaybookForm):
    any_of = LinesField(
        label=_("Any of these words"),
        rows=8,
        help_text=_(
            "One word or phrase a line. “hack*” takes any ending, “lost * bag” up to three words between. "
            "Case and accents do not count."
        ),
    )
    all_of = LinesField(label=_("And all of these"), help_text=_("One a line; “agent | crew” means either."))
    none_of = LinesField(label=_("But none of these"))
    author_is = forms.MultipleChoiceField(
        label=_("Only when the author is"), choices=AUTHORS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Rule
        fields = [
            "name",
            "any_of",
            "all_of",
            "none_of",
            "expression",
            "language",
            "author_is",
            "min_followers",
            "min_engagement",
            "points",
            "is_stop",
            "is_active",
        ]
        help_texts = {
            "expression": _("For those who know them: an expression in RE2 syntax."),
            "is_stop": _("This rule suggests the topic whatever the points."),
        }

    def clean_expression(self) -> str:
        expression: str = self.cleaned_data["expression"]
        self.check("expression", checks.check_expression, expression)
        return expression


class PlanForm(PlaybookForm):
    internal_actions = LinesField(
        label=_("What we do inside"), rows=6, required=True, help_text=_("In order, one a line.")
    )
    notify = LinesField(label=_("Who is told"), help_text=_("People, departments or outside bodies, one a line."))

    class Meta:
        model = Plan
        fields = ["complaint", "public_answer", "internal_actions", "notify"]


class ChecklistItemForm(PlaybookForm):
    levels = forms.MultipleChoiceField(
        label=_("For flags"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means every flag."),
    )
    networks = forms.MultipleChoiceField(
        label=_("Only on these networks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means every network."),
    )

    class Meta:
        model = ChecklistItem
        fields = [
            "wording",
            "levels",
            "area",
            "topics",
            "networks",
            "is_for_newcomers",
            "part",
            "is_required",
            "position",
        ]

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        self.fields["topics"].queryset = Topic.objects.live().filter(brand=brand)  # type: ignore[attr-defined]
        names = brand.channels.order_by("network").values_list("network", flat=True).distinct()
        kept = [*names, *(name for name in self.instance.networks if name not in names)]
        self.fields["networks"].choices = [(name, name) for name in kept]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.slug:
            self.instance.slug = slugify(cleaned.get("wording", ""))[:60] or "item"
        return cleaned


class TryForm(forms.Form):
    """A message to try the rules on. It is judged and forgotten."""

    text = forms.CharField(
        label=_("Paste or write a message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    followers = forms.IntegerField(label=_("Followers"), required=False, min_value=0)
    author_is = forms.MultipleChoiceField(
        label=_("The author is"), choices=AUTHORS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.attrs = {"novalidate": ""}

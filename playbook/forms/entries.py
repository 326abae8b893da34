"""Forms of topics, rules, plans and the checklist."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from playbook import checks
from playbook.forms.fields import DraftForm, LinesField, PlaybookForm
from playbook.models import ChecklistItem, CrisisContact, Level, Plan, Playbook, Rule, Topic
from playbook.specs import Facts

AUTHORS = [
    ("verified", _("Verified")),
    ("press", _("Press")),
    ("employee", _("Employee")),
    ("influencer", _("Influencer")),
    ("vip", _("VIP")),
]
KINDS = [
    ("post", _("Post")),
    ("mention", _("Mention")),
    ("comment", _("Comment")),
    ("review", _("Review")),
    ("message", _("Private message")),
    ("email", _("E-mail")),
    ("reply", _("Reply")),
]
TONES = [("positive", _("Positive")), ("neutral", _("Neutral")), ("negative", _("Negative"))]


_LEFT_EMPTY = ("min_reach", "min_repeats", "within_hours", "min_severity")


COUNTS = ("raises_from_engagement", "raises_from_reach", "catches_from_engagement", "catches_from_reach")


class TopicForm(DraftForm):
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
            "is_life_safety",
            "raises_from_engagement",
            "raises_from_reach",
            "raises_to",
            "catches_from_engagement",
            "catches_from_reach",
        ]

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        teams = Team.objects.filter(brand=brand, is_active=True)
        self._choices("owner_team").queryset = teams
        for name in COUNTS:
            self.fields[name].required = False
        self._choices("raises_to").queryset = Topic.objects.live().filter(brand=brand).exclude(pk=self.instance.pk)
        self._choices("release_roles").choices = [(team.slug, team.name) for team in teams]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.slug:
            self.instance.slug = slugify(cleaned.get("name", ""))[:60] or "topic"
        self.check("release_roles", checks.check_release_roles, cleaned.get("level"), cleaned.get("release_roles", []))
        cleaned |= {name: cleaned.get(name) or 0 for name in COUNTS}
        raised_from = [cleaned[name] for name in COUNTS[:2]]
        self.check("raises_to", checks.check_raises, cleaned.get("level"), cleaned.get("raises_to"), *raised_from)
        return cleaned

    def _choices(self, name: str) -> Any:
        return self.fields[name]


class RuleForm(DraftForm):
    any_of = LinesField(
        label=_("Any of these words"),
        rows=8,
        help_text=_(
            "One word or phrase a line. “hack*” takes any ending, “lost * bag” up to three words between. "
            "“refund ~ never” near each other in either order. Case and accents do not count."
        ),
    )
    all_of = LinesField(label=_("And all of these"), help_text=_("One a line; “agent | crew” means either."))
    none_of = LinesField(label=_("But none of these"))
    author_is = forms.MultipleChoiceField(
        label=_("Only when the author is"), choices=AUTHORS, required=False, widget=forms.CheckboxSelectMultiple
    )
    networks = LinesField(label=_("Only on these networks"), rows=2)
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of message"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    tones = forms.MultipleChoiceField(
        label=_("Only when it sounds"), choices=TONES, required=False, widget=forms.CheckboxSelectMultiple
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
            "min_reach",
            "min_repeats",
            "within_hours",
            "networks",
            "kinds",
            "tones",
            "min_severity",
            "points",
            "is_stop",
            "is_active",
        ]
        help_texts = {
            "expression": _("For those who know them: an expression in RE2 syntax."),
            "is_stop": _("This rule suggests the topic whatever the points."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _LEFT_EMPTY:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """What is left empty asks for nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in _LEFT_EMPTY:
            if cleaned.get(name) in {None, ""}:
                cleaned[name] = getattr(Rule(), name)
        return cleaned

    def clean_expression(self) -> str:
        expression: str = self.cleaned_data["expression"]
        self.check("expression", checks.check_expression, expression)
        return expression


class PlanForm(DraftForm):
    internal_actions = LinesField(
        label=_("What we do inside"),
        rows=6,
        required=True,
        help_text=_("In order, one a line. “Block the card [security, 30 min]” says which team, and by when."),
    )
    notify = LinesField(label=_("Who is told"), help_text=_("People, departments or outside bodies, one a line."))

    class Meta:
        model = Plan
        fields = ["complaint", "public_answer", "internal_actions", "notify", "holding_names"]


class OwnWordsForm(PlaybookForm):
    own_words = LinesField(
        label=_("Our own numbers, addresses and web sites"),
        rows=12,
        help_text=_("One a line. They may stand in a public answer; no check takes them for a customer’s."),
    )

    class Meta:
        model = Playbook
        fields = ["own_words"]


class ChecklistItemForm(DraftForm):
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


class CrisisContactForm(PlaybookForm):
    url = forms.URLField(label=_("Web address"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = CrisisContact
        fields = [
            "kind",
            "name",
            "stands_with",
            "topics",
            "country",
            "network",
            "phone",
            "url",
            "what_to_say",
            "hint",
            "checked_on",
            "position",
        ]
        widgets = {
            "checked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "topics": forms.CheckboxSelectMultiple,
            "what_to_say": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        red = Topic.objects.live().filter(brand=brand, level="red")
        self.fields["topics"].queryset = red  # type: ignore[attr-defined]
        self.fields["topics"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("stands_with") != CrisisContact.Stands.TOPICS:
            cleaned["topics"] = Topic.objects.none()
        return cleaned

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class TryForm(forms.Form):
    """A message to try the rules on. It is judged and forgotten."""

    text = forms.CharField(
        label=_("Paste or write a message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    followers = forms.IntegerField(label=_("Followers"), required=False, min_value=0)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    author_is = forms.MultipleChoiceField(
        label=_("The author is"), choices=AUTHORS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, **options)
        channels = brand.channels.filter(is_active=True).order_by("name").values_list("network", "name")
        self.fields["channel"].choices = [("", _("Any")), *channels]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.attrs = {"novalidate": ""}

    @property
    def facts(self) -> Facts:
        """What was said of the message besides its words."""
        return Facts(
            followers=self.cleaned_data["followers"] or 0,
            author_is=frozenset(self.cleaned_data["author_is"]),
            network=self.cleaned_data["channel"],
        )

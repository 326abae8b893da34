"""Forms of the response map's editor, of practice and of the quiz."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from playbook.maps.shape import LEAF, QUESTION, Entry, map_of
from playbook.models import Level, Topic
from playbook.practising import Handling, Sample

ANSWERS = 8
OUTCOMES = [
    ("respond", _("It is answered")),
    ("escalate", _("It is escalated")),
    ("monitor", _("It is monitored, without an answer")),
    ("let_stand", _("It is left to stand")),
]
_NO_LEVEL = [("", _("As its topics")), *Level.choices]


class StepForm(forms.Form):
    """One step of a map. It sends back what it showed, so that nobody overwrites what they never saw."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, brand: Brand, entry: Entry, step: Entry, seen: str = "") -> None:
        self.brand, self.entry, self.step, self.now = brand, entry, step, seen
        super().__init__(data, initial={**self.shown(), "seen": seen})
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", _("Save in the draft"), css_class="btn-primary"))
        self.prepare()

    def shown(self) -> dict[str, Any]:
        """What the fields begin with."""
        return self.step

    def prepare(self) -> None:
        """Fill in what there is to choose."""

    def show_again(self) -> None:
        """What is sent from here on has seen the draft as it is now."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)  # every value of every field
        sent.setlist("seen", [self.now])
        self.data = sent


class QuestionForm(StepForm):
    """A question with as many answers as anybody needs; a row without words is no answer."""

    question = forms.CharField(label=_("Question"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(label=_("What helps to answer it"), max_length=300, required=False)

    def shown(self) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for place, answer in enumerate(self.step.get("answers", ())):
            rows |= {f"{name}_{place}": answer.get(name) for name in ("answer", "to", "is_inferred")}
        return {**QUESTION, **self.step, **rows}

    def prepare(self) -> None:
        each = map_of(self.entry)
        steps = [(key, question.question[:80]) for key, question in each.questions.items() if key != self.step["key"]]
        ends = [(key, leaf.title[:80]) for key, leaf in each.leaves.items()]
        choices = [("", _("Nowhere yet")), (_("Questions"), steps), (_("Ends"), ends)]
        asked = range(min(max(len(self.step.get("answers", ())) + 2, 3), ANSWERS))
        for place in asked if not self.is_bound else range(ANSWERS):
            number = {"number": place + 1}
            self.fields[f"answer_{place}"] = forms.CharField(
                label=_("Answer %(number)d") % number, max_length=300, required=False
            )
            self.fields[f"to_{place}"] = forms.ChoiceField(
                label=_("Answer %(number)d leads to") % number, choices=choices, required=False
            )
            self.fields[f"is_inferred_{place}"] = forms.BooleanField(
                label=_("The source lost arrow %(number)d; it is ours") % number, required=False
            )

    @property
    def step_entry(self) -> Entry:
        """The question as it was sent."""
        given = self.cleaned_data
        answers = [
            {
                "answer": given[f"answer_{place}"].strip(),
                "to": given[f"to_{place}"],
                "is_inferred": given[f"is_inferred_{place}"],
            }
            for place in range(ANSWERS)
            if given.get(f"answer_{place}", "").strip()
        ]
        words = {name: given[name].strip() for name in ("question", "hint")}
        return {"key": self.step["key"], **words, "answers": answers}


class LeafForm(StepForm):
    """An end: what to do, as what, by whom, within which time."""

    title = forms.CharField(label=_("In a word"), max_length=120)
    action = forms.CharField(label=_("What to do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    outcome = forms.ChoiceField(label=_("How it ends"), choices=OUTCOMES, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("Flagged as one of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Flag, team and time come from the topics where nothing is said below."),
    )
    level = forms.ChoiceField(label=_("Flag"), choices=_NO_LEVEL, required=False)
    owner_team = forms.ChoiceField(label=_("Team"), required=False)
    within = forms.IntegerField(
        label=_("Within"), min_value=0, max_value=100_000, required=False, help_text=_("In minutes; 0: as its topics.")
    )
    look_again_in = forms.IntegerField(
        label=_("Look again in"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=_("In hours, for what is monitored or left to stand."),
    )

    def shown(self) -> dict[str, Any]:
        return {**LEAF, **self.step}

    def prepare(self) -> None:
        topics = Topic.objects.live().filter(brand=self.brand)
        teams = Team.objects.filter(brand=self.brand, is_active=True)
        self._choices("topics").choices = [(topic.slug, topic.name) for topic in topics]
        named = [("", _("As its topics")), *((team.slug, team.name) for team in teams)]
        self._choices("owner_team").choices = named

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    @property
    def step_entry(self) -> Entry:
        """The end as it was sent."""
        given = self.cleaned_data
        numbers = {name: given[name] or 0 for name in ("within", "look_again_in")}
        words = {name: given[name].strip() for name in ("title", "action")}
        chosen = {name: given[name] for name in ("outcome", "topics", "level", "owner_team")}
        return {"key": self.step["key"], **words, **chosen, **numbers}


class MapForm(StepForm):
    """The words about a map, and where it begins."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    source = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)
    start = forms.ChoiceField(label=_("First question"))

    def prepare(self) -> None:
        each = map_of(self.entry)
        questions = [(key, question.question[:80]) for key, question in each.questions.items()]
        self.fields["start"].choices = questions  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("name", "description", "source", "start")}


class OwnersForm(StepForm):
    """The wizard: every end of a map, and which team it is for."""

    def prepare(self) -> None:
        teams = Team.objects.filter(brand=self.brand, is_active=True)
        named = [("", _("As its topics")), *((team.slug, team.name) for team in teams)]
        for leaf in map_of(self.entry).leaves.values():
            self.fields[f"owner_{leaf.key}"] = forms.ChoiceField(
                label=leaf.title, choices=named, required=False, initial=leaf.owner_team, help_text=leaf.action
            )

    @property
    def owners(self) -> dict[str, str]:
        """By the key of each end."""
        return {name.removeprefix("owner_"): slug for name, slug in self.cleaned_data.items() if name != "seen"}


class CloneForm(forms.Form):
    """Which map to begin with, and what the copy is called."""

    source = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the copy"), max_length=120)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", _("Begin the copy"), css_class="btn-primary"))


class QuizForm(forms.Form):
    """Engage, identify or escalate, for each message."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: list[Sample], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        for sample in asked:
            self.fields[f"a_{sample.slug}"] = forms.ChoiceField(
                label=_("What do you do first?"), choices=Handling.choices, widget=forms.RadioSelect
            )
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def answers(self) -> dict[str, str]:
        """By sample."""
        return {sample.slug: self.cleaned_data[f"a_{sample.slug}"] for sample in self.asked}

    @property
    def rows(self) -> list[tuple[Sample, forms.BoundField]]:
        return [(sample, self[f"a_{sample.slug}"]) for sample in self.asked]


class PracticeForm(forms.Form):
    """A way that was walked on a sample."""

    key = forms.UUIDField()
    sha256 = forms.CharField(max_length=64)

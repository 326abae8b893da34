"""Forms of rooms and huddles, one a verb."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import SeveralField
from accounts.models import Team, User
from accounts.rights import brands_with, people_with
from interactions.forms import Moment
from oncall.models import Huddle, Incident, IncidentLine, LogEntry, StatementPage
from playbook.models import Topic


def _short(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RoomForm(forms.Form):
    """The form of one verb on one room, huddle or message. ``verb`` names its address and the part that shows it."""

    verb = ""
    label: Any = ""

    def __init__(self, subject: Any, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.verb}_%s")
        self.subject = subject
        self.helper = FormHelper()
        self.helper.form_action = reverse(f"rooms:{self.verb}", args=[subject.pk])
        self.helper.attrs = {"novalidate": "", "aria-label": str(self.label)}
        self.helper.add_input(Submit("", self.label, css_class="btn-primary btn-sm"))
        self.prepare()

    def prepare(self) -> None:
        """Fill in what the subject offers."""


class OpenForm(RoomForm):
    verb, label = "open", _("Open a room")
    name = forms.CharField(label=_("What it is called"), max_length=120)
    beside = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)  # ids of others to put in


class AcceptForm(RoomForm):
    verb, label = "accept", _("Open the room")
    name = forms.CharField(label=_("What it is called"), max_length=120)

    def prepare(self) -> None:
        self.fields["name"].initial = self.subject.name


class DismissForm(RoomForm):
    verb, label = "dismiss", _("It is no crisis")
    reason = forms.CharField(label=_("Why it is none"), max_length=500)


class HandOverForm(RoomForm):
    verb, label = "hand_over", _("Hand it over")
    to_team = forms.ModelChoiceField(label=_("To"), queryset=Team.objects.none())
    reason = forms.CharField(label=_("Why"), max_length=500)

    def prepare(self) -> None:
        others = Team.objects.filter(brand=self.subject.brand_id, is_active=True).exclude(pk=self.subject.team_id)
        self.fields["to_team"].queryset = others  # type: ignore[attr-defined]


class TakeFromForm(HandOverForm):
    """The author of a message, with everything of theirs."""

    verb, label = "hand_over_author", _("Hand this person over")


class PromiseForm(RoomForm):
    verb, label = "promise", _("Promise")
    due_at = Moment(label=_("The next public word comes by"), help_text=_("Missed, it pages whoever is on call."))


class LineForm(RoomForm):
    verb, label = "line", _("Add")
    kind = forms.ChoiceField(label=_("Kind"), choices=IncidentLine.Kind.choices)
    text = forms.CharField(label=_("In a sentence"), max_length=1000)


class LogForm(RoomForm):
    verb, label = "log", _("Record")
    text = forms.CharField(label=_("Fact, decision or question"), max_length=2000)
    kind = forms.ChoiceField(label=_("Kind"), choices=LogEntry.Kind.choices)
    corrects = forms.CharField(required=False, widget=forms.HiddenInput)


class StatementForm(RoomForm):
    verb, label = "statement", _("Write it for signing")
    text = forms.CharField(label=_("What we say"), max_length=5000, widget=_short(4))
    next_update_at = Moment(label=_("Promise the next update for"))


class ShowPageForm(RoomForm):
    verb, label = "ask_to_show", _("Ask to switch it on")
    page = forms.ModelChoiceField(label=_("Which page"), queryset=StatementPage.objects.none())

    def prepare(self) -> None:
        ready = StatementPage.objects.filter(brand=self.subject.brand_id, is_retired=False)
        self.fields["page"].queryset = ready  # type: ignore[attr-defined]


class BringForm(RoomForm):
    """Colleagues one by one, and whole teams. ``reader``: who chooses, from the brands they see."""

    verb, label = "bring_in", _("Bring them in")
    people = SeveralField(label=_("People"), queryset=User.objects.none(), required=False)
    teams = SeveralField(label=_("Whole teams"), queryset=Team.objects.none(), required=False)

    def offer(self, reader: User) -> None:
        teams = Team.objects.filter(brand__in=brands_with(reader, "see_brand"), is_active=True)
        colleagues = User.objects.filter(memberships__team__in=teams, is_active=True, is_machine=False)
        self.fields["people"].queryset = colleagues.distinct().order_by("full_name")  # type: ignore[attr-defined]
        self.fields["teams"].queryset = teams.order_by("name")  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[User]:
        """Everybody of both."""
        members = User.objects.filter(memberships__team__in=self.cleaned_data["teams"])
        return list({*self.cleaned_data["people"], *members.filter(is_active=True, is_machine=False)})


class ReleaseRoomForm(RoomForm):
    verb, label = "release", _("Write the release")
    says = forms.CharField(label=_("What may go out"), max_length=5000, widget=_short(3))
    expires_at = Moment(label=_("Until"), help_text=_("Then the hold is back. At most 30 days."))

    def prepare(self) -> None:
        self.fields["expires_at"].initial = rounded(timedelta(hours=4))


class StandDownForm(RoomForm):
    verb, label = "stand_down", _("Stand down")
    last_word = forms.CharField(label=_("The last public word"), max_length=5000, widget=_short(4))
    review_on = forms.DateField(
        label=_("Looked back at on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self) -> None:
        self.fields["review_on"].initial = timezone.localdate() + timedelta(days=7)


class LessonForm(RoomForm):
    verb, label = "review", _("Propose it")
    what_happened = forms.CharField(label=_("What happened"), max_length=1000, widget=_short())
    change = forms.CharField(label=_("What to change in the playbook"), max_length=1000, widget=_short())
    topic = forms.ModelChoiceField(
        label=_("For which topic"), queryset=Topic.objects.none(), required=False, empty_label=_("All of it")
    )

    def prepare(self) -> None:
        topics = Topic.objects.live().filter(brand=self.subject.brand_id)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class ConveneForm(RoomForm):
    """``roles``: the teams its topics name, of which one person decides."""

    verb, label = "convene", _("Convene the huddle")
    question = forms.CharField(label=_("The question"), max_length=500)
    options = forms.CharField(label=_("Its options"), widget=_short(3), help_text=_("One a line, two to eight."))
    decider = forms.ModelChoiceField(label=_("Who decides"), queryset=User.objects.none())
    decide_by = Moment(label=_("Decided by"))

    def prepare(self) -> None:
        deciders = User.objects.none()
        for team in Team.objects.filter(brand=self.subject.brand_id, is_active=True):
            deciders = deciders | people_with("sign_release", team)
        deciders = User.objects.filter(pk__in=deciders.values("pk")).order_by("full_name")
        self.fields["decider"].queryset = deciders  # type: ignore[attr-defined]
        self.fields["decide_by"].initial = rounded(timedelta(hours=1))

    def clean_options(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["options"]).splitlines() if line.strip()]


class ConveneRoomForm(ConveneForm):
    verb = "convene_room"


class DecideForm(RoomForm):
    verb, label = "decide", _("Decide")
    option = forms.TypedChoiceField(label=_("What is decided"), coerce=int, widget=forms.RadioSelect)
    because = forms.CharField(label=_("Because"), max_length=500, required=False)

    def prepare(self) -> None:
        chosen = [(option.number, option.text) for option in self.subject.options.all()]
        self.fields["option"].choices = chosen  # type: ignore[attr-defined]


class EndHuddleForm(RoomForm):
    verb, label = "end_huddle", _("End it without a decision")
    reason = forms.CharField(label=_("Why it ends"), max_length=500)


class HuddleLogForm(RoomForm):
    verb, label = "log_huddle", _("Record")
    text = forms.CharField(label=_("Fact or question"), max_length=2000)
    kind = forms.ChoiceField(label=_("Kind"), choices=LogEntry.Kind.choices)
    corrects = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        kinds = [choice for choice in LogEntry.Kind.choices if choice[0] != LogEntry.Kind.DECISION]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class SeatForm(RoomForm):
    verb, label = "take_seat", _("Take the seat")
    role = forms.CharField()
    stand_in = forms.ModelChoiceField(queryset=User.objects.none(), required=False)

    def prepare(self) -> None:
        huddle: Huddle = self.subject
        ours = User.objects.filter(memberships__team__brand=huddle.brand_id, is_active=True, is_machine=False)
        self.fields["stand_in"].queryset = ours.distinct()  # type: ignore[attr-defined]


class AnswerForm(RoomForm):
    """The line, and every text as it was shown: ``text_7`` for interaction 7, counted where ``ids`` names it."""

    verb, label = "answer", _("Answer them")
    line = forms.CharField(label=_("The line that everybody gets"), max_length=5000, widget=_short(4))
    kind = forms.CharField(max_length=7)
    consideration = forms.CharField(label=_("What was considered"), max_length=500, required=False)

    @property
    def texts(self) -> dict[int, str]:
        """By interaction, of those that were not unticked."""
        ids = [pk for pk in self._several("ids") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        return {int(pk): str(self.data.get(f"text_{pk}", "")).strip() for pk in ids}

    @property
    def seen(self) -> dict[int, int]:
        """Which thread version of each was shown beside its text."""
        versions = {pk: str(self.data.get(f"seen_{pk}", "")) for pk in self.texts}
        return {pk: int(said) for pk, said in versions.items() if said.isascii() and said.isdigit() and len(said) < 10}

    @property
    def chosen(self) -> dict[str, Any]:
        """What ``actions.answer_many`` takes beside the line."""
        return {"texts": self.texts, "seen": self.seen, "ticks": self._several("ticks")}

    def _several(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if isinstance(self.data, QueryDict) else []


def rounded(ahead: timedelta) -> Any:
    """That far ahead, on the next quarter of an hour."""
    moment = timezone.localtime(timezone.now() + ahead).replace(second=0, microsecond=0)
    return moment + timedelta(minutes=-moment.minute % 15)


FORMS_OF_A_ROOM: tuple[type[RoomForm], ...] = (
    *(AcceptForm, DismissForm, HandOverForm, PromiseForm, LineForm, LogForm, StatementForm, ReleaseRoomForm),
    ConveneRoomForm,
    ShowPageForm,
    BringForm,
)


def form_of(incident: Incident, kind: type[RoomForm], bound: RoomForm | None) -> RoomForm:
    """The one that came back, else a fresh one."""
    return bound if isinstance(bound, kind) else kind(incident)

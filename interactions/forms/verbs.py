"""A form for each verb but writing."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import SeveralField
from accounts.models import User
from interactions import access, checks
from interactions.forms.base import LONGEST_REASON, Moment, VerbForm
from interactions.inbox import InboxQuery
from interactions.models import Interaction, Remedy
from playbook.current import holding_messages_for
from playbook.models import HoldingMessage, Topic

Closed = Interaction.Closed
BY_HAND = [
    Closed.RESOLVED,
    Closed.NO_ANSWER_NEEDED,
    Closed.LET_STAND,
    Closed.MONITOR,
    Closed.NOT_FOR_US,
    Closed.SPAM,
    Closed.WITHDRAWN,
    Closed.ANSWERED_ELSEWHERE,
]


class FlagForm(VerbForm):
    verb, label = "flag", _("Flag")
    is_on_sight = True
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, required=False)

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        self.fields["topic"].queryset = _topics(interaction)  # type: ignore[attr-defined]


class LowerForm(VerbForm):
    verb, label = "lower", _("Lower the flag")
    is_on_sight = True
    topics = SeveralField(
        label=_("What it is instead"), queryset=Topic.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why the flag is wrong"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with it. From red a second person confirms before anything changes."),
    )

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        self.fields["topics"].queryset = _topics(interaction)  # type: ignore[attr-defined]


class CloseForm(VerbForm):
    verb, label = "close", _("Close")
    is_on_sight = True
    closed_as = forms.ChoiceField(label=_("Why it ends"), choices=[(reason, reason.label) for reason in BY_HAND])
    reason = forms.CharField(
        label=_("In a sentence"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Needed unless it was answered. Closing red waits for a second person."),
    )
    look_again_at = Moment(label=_("Look again"), required=False, help_text=_("For what is monitored, or let stand."))
    remedies = forms.MultipleChoiceField(
        label=_("What they were given"),
        choices=Remedy.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        is_answered = interaction.state == Interaction.State.RESPONDED
        self.fields["closed_as"].initial = Closed.RESOLVED if is_answered else Closed.NO_ANSWER_NEEDED


class ReopenForm(VerbForm):
    verb, label = "reopen", _("Reopen")
    reason = forms.CharField(label=_("Why it is opened again"), max_length=LONGEST_REASON)


class AssignForm(VerbForm):
    verb, label = "assign", _("Assign")
    is_on_sight = True
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), required=False, empty_label=_("Nobody"))

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        self.fields["to"].queryset = access.people_of(interaction.team)  # type: ignore[attr-defined]


class NoteForm(VerbForm):
    verb, label = "note", _("Save the note")
    note = forms.CharField(label=_("Note"), max_length=20_000, strip=False)


class ReleaseForm(VerbForm):
    verb, label = "release", _("Write the release")
    says = forms.CharField(
        label=_("What may go out"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}), strip=False
    )
    expires_at = Moment(label=_("Until"), help_text=_("Then the hold is back. At most 30 days."))
    for_user = forms.ModelChoiceField(
        label=_("By whom"), queryset=User.objects.none(), required=False, empty_label=_("Anyone who may answer here")
    )

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        self.fields["for_user"].queryset = access.people_of(interaction.team)  # type: ignore[attr-defined]
        self.fields["expires_at"].initial = _rounded(timedelta(hours=4))


class HoldingForm(VerbForm):
    verb, label = "holding", _("Fill it in for signing")
    message = forms.ModelChoiceField(
        label=_("Approved holding messages"),
        queryset=HoldingMessage.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    next_update_at = Moment(label=_("Promise the next update for"))

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        topics = [interaction.topic] if interaction.topic else []
        fitting = _fitting(interaction, topics) if topics else _general(interaction)
        refused = checks.check_holding_is_made_for_it
        at_stake = any(topic.is_life_safety for topic in topics)
        self.fitting = [row for row in fitting if not at_stake or not checks.allows(refused, interaction, row)]
        usable = HoldingMessage.objects.usable().filter(brand=interaction.brand_id)
        self.fields["message"].queryset = usable  # type: ignore[attr-defined]
        self.fields["next_update_at"].initial = _rounded(timedelta(hours=1))

    @property
    def names_needed(self) -> int:
        """Under the filled words, before they go out."""
        return checks.names_needed(self.interaction)


def _fitting(interaction: Interaction, topics: list[Topic]) -> list[HoldingMessage]:
    brand_id, network = interaction.brand_id, interaction.channel.network
    return holding_messages_for(brand_id, topics, interaction.language, network=network, team_id=interaction.team_id)


def _general(interaction: Interaction) -> list[HoldingMessage]:
    """While nobody has said what it is about: what is tied to no topic and no area."""
    usable = HoldingMessage.objects.usable().filter(brand=interaction.brand_id, topics=None, area="")
    return [words for words in usable if not checks.allows(checks.check_words_fit, interaction, words)]


class FilterForm(forms.Form):
    """Narrowing the list: sent by GET, read by ``InboxQuery``."""

    channel = forms.ChoiceField(label=_("Channel"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    assignee = forms.ChoiceField(label=_("Whose turn"), required=False)

    def __init__(self, user: User, query: InboxQuery) -> None:
        super().__init__(initial={"channel": query.channel, "topic": query.topic, "assignee": query.assignee})
        anything = ("", _("Any"))
        offered = {
            "channel": access.channels(user),
            "topic": access.topics(user),
            "assignee": access.colleagues(user),
        }
        for name, rows in offered.items():
            self.fields[name].choices = [anything, *((row.pk, str(row)) for row in rows)]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False


def _topics(interaction: Interaction) -> Any:
    return Topic.objects.live().filter(brand=interaction.brand_id)


def _rounded(ahead: timedelta) -> Any:
    """That far ahead, on the next quarter of an hour."""
    moment = timezone.localtime(timezone.now() + ahead).replace(second=0, microsecond=0)
    return moment + timedelta(minutes=-moment.minute % 15)

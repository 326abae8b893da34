"""Everything one interaction's page shows, each part asked for at most once, and only when a template prints it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from interactions import access, checks, ports, wording
from interactions.composer import Composer
from interactions.earlier import Earlier, earlier_answers
from interactions.fitting import Choice, choices
from interactions.forms import (
    DraftForm,
    HoldingForm,
    LowerForm,
    NoteForm,
    OutcomeForm,
    ReleaseForm,
    RemedyForm,
    VerbForm,
)
from interactions.models import Draft, Flag, HandOff, Interaction, SecondPersonRequest
from interactions.ports import Panel
from interactions.red import Red
from interactions.safety import Safety
from interactions.stages import STEPS, Step
from interactions.starting import Start
from interactions.stated import Statement, statements_on
from interactions.thread import Thread
from interactions.with_endings import WithEndings
from interactions.with_parts import WithParts
from interactions.worked import Worked
from playbook.current import Judged, judged_by
from playbook.models import Plan, Topic

State = Interaction.State
MOST_HISTORY = 100


class Case(WithEndings, WithParts):
    """``bound``: a form that came back with a refusal, shown open and filled; ``query``: the list one came from."""

    def __init__(
        self,
        interaction: Interaction,
        user: User,
        *,
        query: str = "",
        bound: VerbForm | None = None,
        start: Start | None = None,
    ) -> None:
        self.interaction = interaction
        self.user = user
        self.query = query
        self.bound = bound
        self._start = start

    @property
    def back(self) -> str:
        return f"?{self.query}" if self.query else ""

    @cached_property
    def judged_by(self) -> Judged | None:
        """The version of the playbook that judged it."""
        row = self.interaction
        return judged_by(row.brand_id, row.playbook_version) if row.playbook_version else None

    @property
    def may_flag(self) -> bool:
        return self.interaction.is_open and self.may("flag")

    @property
    def may_assign(self) -> bool:
        return self.interaction.is_open and self.may("assign")

    @property
    def may_note(self) -> bool:
        return self.may("note")

    @property
    def may_approve(self) -> bool:
        return self.may("approve")

    @property
    def may_draft(self) -> bool:
        return self.may("draft")

    @property
    def steps(self) -> list[Step]:
        reached = [state for state, _name in STEPS].index(self.interaction.state)
        looks = ["done"] * reached + ["now"] + [""] * (len(STEPS) - reached - 1)
        return [Step(name, look) for (_state, name), look in zip(STEPS, looks, strict=True)]

    # --- The forms, one a verb; the one that came back stands in the place of its fresh self --------------------------

    @property
    def opened(self) -> str:
        """The verb whose form came back."""
        return self.bound.verb if self.bound else ""

    @cached_property
    def lower_form(self) -> VerbForm:
        form = self._form(LowerForm)
        form.fields["topics"].choices = [(topic.pk, str(topic)) for topic in self.topics]  # type: ignore[attr-defined]
        return form

    @cached_property
    def note_form(self) -> VerbForm:
        return self._form(NoteForm)

    @cached_property
    def release_form(self) -> VerbForm:
        return self._form(ReleaseForm)

    @cached_property
    def holding_form(self) -> VerbForm:
        return self._form(HoldingForm)

    @property
    def may_hold(self) -> bool:
        """Whether this person may fill a holding message: on any colour, while nobody has written an answer."""
        return self.may_draft and not checks.allows(checks.check_holdable, self.interaction)

    @cached_property
    def statements(self) -> list[Statement]:
        """Filled holding messages that wait for their names."""
        return statements_on(self.interaction, self.user)

    @cached_property
    def composer(self) -> Composer:
        form = self.bound if isinstance(self.bound, DraftForm) else None
        return Composer(self.interaction, self.user, form, self._start)

    @property
    def candidates(self) -> list[tuple[Draft, bool]]:
        """What waits for a sign-off, each with whether this person may take it back."""
        return [(draft, self.composer.may_take_back(draft)) for draft in self.composer.candidates]

    # --- What was said ------------------------------------------------------------------------------------------------

    @cached_property
    def flags(self) -> list[Flag]:
        """Every flag there ever was, with its topic; standing ones are not withdrawn."""
        return list(self.interaction.flags.select_related("topic", "by"))

    @property
    def standing_flags(self) -> list[Flag]:
        return [flag for flag in self.flags if flag.withdrawn_at is None]

    @cached_property
    def thread(self) -> Thread:
        opinion = self.triage.opinion if self.interaction.needs_look else None
        return Thread(self.interaction, access.visible(self.user), self.flags, opinion)

    @cached_property
    def sent_back(self) -> str:
        """Why the newest version came back, while its author has not answered that."""
        if self.interaction.state != State.FLAGGED:
            return ""
        told = [entry.said.event for entry in self.thread.entries if entry.kind == "event"]
        last = next((event for event in reversed(told) if event.name in _ENDS_OF_A_DRAFT), None)
        is_sent_back = last is not None and last.name == "interactions.sent_back"
        detail = getattr(last, "detail", None) if is_sent_back else None
        return f"{last.actor}: {detail.words['reason']}" if last and detail else ""

    # --- Beside it ----------------------------------------------------------------------------------------------------

    @property
    def asks(self) -> Sequence[str | Promise]:
        return wording.ASKS[self.interaction.level]

    @cached_property
    def topics(self) -> list[Topic]:
        """What it can be flagged as."""
        return list(Topic.objects.live().filter(brand=self.interaction.brand_id))

    @property
    def topics_by_level(self) -> list[tuple[str, str, list[Topic]]]:
        keys = {"green": "1", "yellow": "2", "red": "3"}
        return [(level, key, [topic for topic in self.topics if topic.level == level]) for level, key in keys.items()]

    @cached_property
    def plan(self) -> Plan | None:
        return getattr(self.interaction.topic, "plan", None)

    @cached_property
    def worked(self) -> Worked:
        """What was done here besides answering."""
        return Worked(self.interaction, self.standing_flags)

    @cached_property
    def remedy_form(self) -> VerbForm:
        return self._form(RemedyForm)

    @cached_property
    def templates(self) -> list[Choice]:
        """Words of the library that fit, each as it would read here."""
        return choices(self.interaction, self.user, [flag.topic for flag in self.standing_flags])

    @cached_property
    def earlier(self) -> list[Earlier]:
        """How we answered this before."""
        return earlier_answers(self.interaction, access.visible(self.user))

    @cached_property
    def handoffs(self) -> list[HandOff]:
        """The talks that answers of ours offered here."""
        is_answered = self.interaction.responded_at is not None
        return list(self.interaction.handoffs.select_related("talked_by")) if is_answered else []

    @property
    def open_handoff(self) -> HandOff | None:
        """The talk whose outcome nobody has written down."""
        return next((one for one in self.handoffs if one.recorded_at is None), None)

    @property
    def closing_notes(self) -> list[HandOff]:
        return [one for one in self.handoffs if one.closing_note]

    @cached_property
    def outcome_form(self) -> OutcomeForm | None:
        if isinstance(self.bound, OutcomeForm):
            return self.bound
        return OutcomeForm(self.open_handoff, query=self.query) if self.open_handoff else None

    @cached_property
    def history_count(self) -> int:
        """How often this contact wrote before, as far as the reader may see, up to a bound."""
        before = access.visible(self.user).filter(contact=self.interaction.contact_id, pk__lt=self.interaction.pk)
        return before.order_by().values("pk")[:MOST_HISTORY].count()

    @cached_property
    def people(self) -> list[User]:
        """Who may be given this."""
        return list(access.people_of(self.interaction.team))

    @cached_property
    def requests(self) -> list[SecondPersonRequest]:
        """What waits for a second person: only what was red ever asked for one."""
        if all(flag.level != "red" for flag in self.flags):
            return []
        return list(self.interaction.requests.filter(decided_at=None).select_related("asked_by"))

    @cached_property
    def panels(self) -> list[Panel]:
        return ports.panels(self.interaction, self.user)

    @property
    def is_life_safety(self) -> bool:
        return any(flag.topic.is_life_safety for flag in self.standing_flags)

    @cached_property
    def safety(self) -> Safety:
        return Safety(self.interaction)

    @cached_property
    def red(self) -> Red:
        return Red(self.interaction, self.user, self.flags)

    @property
    def clock_used(self) -> int:
        """How much of the time to answer is gone, in percent."""
        whole = max(self.interaction.due_at - self.interaction.received_at, timedelta(seconds=1))
        return min(max(round((timezone.now() - self.interaction.received_at) / whole * 100), 0), 100)


_ENDS_OF_A_DRAFT = {"interactions.sent_back", "interactions.drafted", "interactions.recalled", "interactions.reopened"}

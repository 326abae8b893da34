"""What the reply box says of what stands in it: whether one may write, what is missing, and what sending will do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from interactions import checks, limits, ports
from interactions.checks import Line, Unconfirmed
from interactions.inbox import number
from interactions.limits import Length
from interactions.models import Draft, Interaction
from interactions.placeholders import FILLING, PLACEHOLDER, unfilled
from interactions.ports import Requirement
from interactions.written import Written
from playbook.variables import KNOWN, Variable

State = Interaction.State


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder that stands in the text: what the playbook knows of it, and what was typed for it."""

    name: str
    variable: Variable | None
    value: str

    @property
    def field(self) -> str:
        return f"{FILLING}{self.name}"


@dataclass
class Composer(Written):
    # --- Whether one may write ----------------------------------------------------------------------------------------

    @cached_property
    def lock(self) -> str:
        """Why nothing may be written, in the sentence of the check that refuses; empty when one may."""
        case, user = self.interaction, self.user
        return (
            checks.allows(checks.check_may, user, "draft", case)
            or checks.allows(checks.check_open, case)
            or checks.allows(checks.check_not_held, case, user)
            or checks.allows(checks.check_draftable, case)
            or checks.allows(case.channel.check_fits, "")
            or self._window_lock
        )

    @property
    def _window_lock(self) -> str:
        is_over = checks.allows(checks.check_window, self.interaction)
        return is_over and f"{is_over} {_('Answer when they write again, or close this and say how you reached them.')}"

    @property
    def closes_at(self) -> datetime | None:
        """When the network stops taking an answer, where that is soon."""
        channel = self.interaction.channel
        if channel.reply_window is None:
            return None
        moment = limits.closes_at(channel, self.interaction.last_heard_at)
        return moment if limits.is_soon(moment, timezone.now()) else None

    @property
    def may_recall(self) -> bool:
        """Whether this person may take back what is approved, or the newest that waits."""
        if self.interaction.state not in {State.DRAFTED, State.APPROVED}:
            return False
        return self.newest is not None and self.may_take_back(self.newest)

    def may_take_back(self, version: Draft) -> bool:
        right = "draft" if version.author_id == self.user.pk else "approve"
        return not checks.allows(checks.check_may, self.user, right, self.interaction)

    # --- What the text still needs ------------------------------------------------------------------------------------

    @property
    def left(self) -> list[Gap]:
        """Each placeholder of the text once."""
        names = dict.fromkeys(name[1:-1] for name in unfilled(self.text))
        return [Gap(name, KNOWN.get(name), self.fillings.get(name, "")) for name in names]

    @property
    def preview(self) -> list[tuple[bool, str]]:
        """The text as it would read, in pieces: whether a piece is a placeholder nobody has filled, and its words."""
        pieces, last, text = [], 0, self.text_to_send
        for found in PLACEHOLDER.finditer(text):
            pieces += [(False, text[last : found.start()]), (True, found.group())]
            last = found.end()
        return [*pieces, (False, text[last:])]

    @property
    def length(self) -> Length:
        return limits.length_of(self.interaction.channel, self.text_to_send)

    @cached_property
    def _lines(self) -> list[tuple[Line, bool]]:
        """The checklist as it stands for the text, each line with whether a person ticked it."""
        if not self.text.strip():
            found = [Line(item) for item in checks.ticked_by_hand(self.interaction, self.user)]
        else:
            found = checks.lines_for(
                self.interaction,
                self.text_to_send,
                author=self.user,
                is_public=self.is_public,
                has_handoff=all(self.handoff.values()),
            )
        ticked = set(self._chosen("ticks"))
        return [(line, line.item.slug in ticked) for line in found]

    @property
    def lines_by_hand(self) -> list[tuple[Line, bool]]:
        return [(line, is_ticked) for line, is_ticked in self._lines if line.is_by_hand]

    @property
    def lines_found(self) -> list[tuple[Line, bool]]:
        """Where the machine found something in the text."""
        return [(line, is_ticked) for line, is_ticked in self._lines if not line.is_by_hand and not line.is_clear]

    @property
    def lines_clear(self) -> list[Line]:
        """Where it looked and found nothing."""
        return [line for line, _is_ticked in self._lines if line.is_clear]

    # --- What sending will do -----------------------------------------------------------------------------------------

    @cached_property
    def requirement(self) -> Requirement:
        """What the policy would ask of this text by this person."""
        return ports.sign_off(
            Draft(
                interaction=self.interaction,
                author=self.user,
                based_on=self.based_on,
                text=self.text,
                template=self.template,
                is_public=self.is_public,
                asks_second_pair=self.asks_second_pair,
                has_files=bool(self.files),
            )
        )

    @property
    def needs_sign_off(self) -> bool:
        return bool(self.requirement.needed)

    @property
    def voice(self) -> str:
        """Whose name stands over it on the network."""
        return self.interaction.channel.handle or self.interaction.channel.name

    @property
    def others(self) -> list[tuple[Draft, bool]]:
        """What waits beside it and would end if it went out at once, each with whether it was set aside."""
        named = set(self._chosen("sets_aside"))
        below = self.based_on.line if self.based_on else None
        return [(one, str(one.pk) in named) for one in self.candidates if one.line != below]

    # --- What came back -----------------------------------------------------------------------------------------------

    @property
    def questions(self) -> list[str]:
        """What has to be confirmed before the text that came back is sent; empty where it is about something else."""
        is_asked = self.form is not None and isinstance(self.form.refusal, Unconfirmed)
        return checks.questions(self.interaction, is_public=self.is_public) if is_asked else []

    @property
    def confirmation(self) -> str:
        about: dict[str, Any] = {"is_public": self.is_public, "files": self.files}
        return checks.confirmation(self.interaction, self.user, self.text_to_send, **about)

    @property
    def newer(self) -> list[Interaction]:
        """What the customer wrote after the version that the refused text was an answer to."""
        version = number(self.form.typed("seen_thread_version")) if self.form is not None else None
        missed = self.interaction.thread_version - version if version is not None else 0
        return list(self.interaction.follow_ups.order_by("-pk")[:missed])[::-1] if missed > 0 else []

    @property
    def refusals(self) -> Sequence[Any]:
        if self.form is None:
            return []
        return [error for errors in self.form.errors.values() for error in errors]

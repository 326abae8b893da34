"""The ways out of the queues, and back: closing and opening again, putting off and taking back."""

from functools import cached_property

from accounts.models import User
from interactions import checks
from interactions.forms import CloseForm, ReopenForm, SnoozeForm, VerbForm
from interactions.models import Interaction


class WithEndings:
    """What a case offers: the message, the reader, the list one came from, the form that came back."""

    interaction: Interaction
    user: User
    query: str
    bound: VerbForm | None

    def may(self, right: str) -> bool:
        return not checks.allows(checks.check_may, self.user, right, self.interaction)

    def _form(self, kind: type[VerbForm]) -> VerbForm:
        """The form that came back stands in the place of its fresh self."""
        return self.bound if isinstance(self.bound, kind) else kind(self.interaction, query=self.query)

    @property
    def may_close(self) -> bool:
        return self.interaction.state != Interaction.State.CLOSED and self.may("close")

    @property
    def may_reopen(self) -> bool:
        return not self.interaction.is_open and self.interaction.head_id is None and self.may("flag")

    @property
    def may_snooze(self) -> bool:
        return self.may("close") and not checks.allows(checks.check_snoozable, self.interaction)

    @property
    def may_wake(self) -> bool:
        return self.interaction.snoozed_until is not None and self.may("close")

    @cached_property
    def close_form(self) -> VerbForm:
        return self._form(CloseForm)

    @cached_property
    def reopen_form(self) -> VerbForm:
        return self._form(ReopenForm)

    @cached_property
    def snooze_form(self) -> VerbForm:
        return self._form(SnoozeForm)

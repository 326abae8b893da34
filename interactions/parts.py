"""What the parts of a conversation's page have in common: the message, the reader, and the form that came back."""

from accounts.models import User
from interactions import checks
from interactions.forms import VerbForm
from interactions.models import Interaction

# The part in which the form of a verb stands.
OF_VERB = dict.fromkeys(("confirm_flags", "assess", "moderate"), "triage")
OF_VERB |= dict.fromkeys(("consent", "share", "gift", "refer", "improve"), "good")


class Part:
    """Everything a part shows is asked for when a template prints it. ``bound``: a form that came back refused."""

    def __init__(self, interaction: Interaction, user: User, *, query: str = "", bound: VerbForm | None = None) -> None:
        self.interaction = interaction
        self.user = user
        self._query = query
        self._bound = bound

    @property
    def opened(self) -> str:
        """The verb whose form came back."""
        return self._bound.verb if self._bound else ""

    @property
    def may_flag(self) -> bool:
        return self._may("flag")

    @property
    def may_draft(self) -> bool:
        return self._may("draft")

    @property
    def may_assign(self) -> bool:
        return self._may("assign")

    @property
    def may_note(self) -> bool:
        return self._may("note")

    def _may(self, right: str) -> bool:
        return not checks.allows(checks.check_may, self.user, right, self.interaction)

    def _form(self, kind: type[VerbForm]) -> VerbForm:
        """The form that came back, or a fresh one."""
        return self._bound if isinstance(self._bound, kind) else kind(self.interaction, query=self._query)

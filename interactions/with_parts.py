"""The parts beside a conversation that are asked for when one wants them: the triage screen, and the good things."""

from functools import cached_property

from accounts.models import User
from interactions.forms import VerbForm
from interactions.good import Good
from interactions.models import Interaction
from interactions.parts import OF_VERB
from interactions.triaging import Triage


class WithParts:
    """What a case offers its parts: the message, the reader, the list one came from, the form that came back."""

    interaction: Interaction
    user: User
    query: str
    bound: VerbForm | None

    @cached_property
    def triage(self) -> Triage:
        return Triage(self.interaction, self.user, query=self.query, bound=self.bound)

    @cached_property
    def good(self) -> Good:
        return Good(self.interaction, self.user, query=self.query, bound=self.bound)

    @property
    def opened_part(self) -> str:
        """The part whose form came back: it is shown open."""
        return OF_VERB.get(self.bound.verb, "") if self.bound else ""

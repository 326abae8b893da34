"""The part that on-call shows beside every message: where one turns with it, and what was asked about it."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from accounts.refusals import NotAllowed
from interactions.models import Interaction
from interactions.ports import Panel
from oncall.actions.asking import standing_question
from oncall.checks import check_may_ask, may_answer
from oncall.models import Question
from oncall.turning import Turning, team_for, where_to_turn


@dataclass(frozen=True)
class Asked:
    """A question that stands: who was paged for it, and whether its reader may take it."""

    question: Question
    people: tuple[str, ...]
    may_answer: bool


class Beside:
    """Asked for once each, and only when a template prints it."""

    def __init__(self, interaction: Interaction, user: User) -> None:
        self.interaction = interaction
        self._user = user

    @cached_property
    def turning(self) -> Turning:
        return where_to_turn(self.interaction.topic, team_for(self.interaction))

    @cached_property
    def asked(self) -> Asked | None:
        question = standing_question(self.interaction)
        if question is None:
            return None
        pages = question.alert.pages.select_related("user").order_by("pk")
        people = tuple(dict.fromkeys(str(page.user) for page in pages))
        return Asked(question, people, question.alert.is_live and may_answer(self._user, question.alert))

    @cached_property
    def may_ask(self) -> bool:
        if self.interaction.state == Interaction.State.CLOSED:
            return False
        try:
            check_may_ask(self._user, self.interaction)
        except NotAllowed:
            return False
        return True


def turn_panel(interaction: Interaction, user: User) -> Panel:
    """For its topic, and for the team that owns the topic, else the one that has the message."""
    return Panel("oncall/_turn_panel.html", {"beside": Beside(interaction, user)})


def panels(interaction: Interaction, user: User) -> list[Panel]:
    return [turn_panel(interaction, user)]

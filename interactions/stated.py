"""Filled holding messages that wait for their names, on any colour."""

from dataclasses import dataclass

from accounts.models import User
from interactions import checks
from interactions.models import HoldingStatement, Interaction, Reply

MOST_SHOWN = 5


@dataclass(frozen=True)
class Statement:
    """A filled holding message with the names under it, and why this person may not add theirs."""

    statement: HoldingStatement
    names: list[User]
    lock: str

    @property
    def missing(self) -> int:
        return max(self.statement.signatures_needed - len(self.names), 0)


def statements_on(interaction: Interaction, user: User) -> list[Statement]:
    """What may still go out with its last name, the newest first. One query where nothing waits."""
    if checks.allows(checks.check_holdable, interaction):
        return []
    replied = Reply.objects.filter(interaction=interaction, kind=Reply.Kind.HOLDING).values("statement")
    rows = interaction.statements.filter(flag_version=interaction.flag_version).exclude(pk__in=replied)
    rows = rows.select_related("message", "created_by").order_by("-id")
    lock = checks.allows(checks.check_may_sign_holding, interaction, user)
    return [Statement(row, checks.names_under(row, interaction), lock) for row in rows[:MOST_SHOWN]]

"""Who acts: a person, a machine with a token, or the product itself."""

from accounts.models import User


class System:
    """The product acting by itself: triage, sweeps, the network's answer. It has no row and no rights to check."""

    pk = None
    is_machine = True

    def __str__(self) -> str:
        return "Escalation Desk"


SYSTEM = System()
Actor = User | System


def person_or_none(actor: Actor) -> User | None:
    """What a foreign key to the user stores for this actor."""
    return actor if isinstance(actor, User) else None

"""What the core hears of the room below. Each is idempotent: a delivery may be made twice."""

from accounts.actors import SYSTEM
from accounts.models import Team, User
from audit.models import Event
from interactions.actions import take_back


def take_back_from_leaver(event: Event) -> None:
    """``accounts.team_left``: what waited for this person waits for anybody of the team."""
    leaver, team = User.objects.get(pk=event.facts["user"]), Team.objects.get(pk=event.facts["team"])
    take_back(by=SYSTEM, leaver=leaver, team=team)

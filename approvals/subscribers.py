"""What this room hears. Idempotent: a delivery may be made twice."""

from accounts.models import Team
from approvals import actions
from approvals.actions import rejudging
from approvals.models import Probation, Review
from audit.models import Event


def weigh(event: Event) -> None:
    """``approvals.reviewed``: the author may be ready for a level now, or need a reader again."""
    review = Review.objects.select_related("author", "team").get(pk=event.subject_id)
    if review.team is not None:
        actions.weigh(review.author, team=review.team)


def weigh_all() -> int:
    """Time changes figures too: corrections grow old and dates come. How many probations were looked at."""
    running = list(Probation.objects.live().filter(user__is_active=True).select_related("user", "team"))
    for probation in running:
        actions.weigh(probation.user, team=probation.team)
    return len(running)


def judge_author_again(event: Event) -> None:
    """A probation started, ended or let a level go: what this person wrote may need other names now."""
    rejudging.judge_author_again(event.facts["user"], event.facts["of_team"])


def judge_team_again(event: Event) -> None:
    """Somebody came to a team or left it: everybody of it are others now, or nobody is left to sign."""
    team = Team.objects.select_related("brand").get(pk=event.facts["team"])
    rejudging.judge_team_again(team)
    rejudging.warn_if_stuck(team, f"stuck:{event.pk}")

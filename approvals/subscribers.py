"""What this room hears. Idempotent: a delivery may be made twice."""

from approvals import actions
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

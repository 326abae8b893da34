"""What others ask about probation."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from accounts.models import Brand
from approvals.models import Graduation, Probation, ProbationRules


def is_on_probation(user_ids: Collection[int], team_id: int, level: str) -> set[int]:
    """Which of these people are read by another because of a probation that runs in the team; one query.

    Who has graduated a level is on probation no more for it. Red, and what nobody has judged yet, is never graduated.
    """
    graduated = Graduation.objects.filter(probation=OuterRef("pk"), level=level)
    running = Probation.objects.live().filter(~Exists(graduated), team_id=team_id, user_id__in=user_ids)
    return set(running.values_list("user_id", flat=True))


def rules_of(brand: Brand) -> ProbationRules:
    """What the company asks for this brand; the house's advice, unsaved, where it has chosen nothing."""
    return ProbationRules.objects.filter(brand=brand).first() or ProbationRules(brand=brand)

"""Who can be asked by name for a signature, and who stands in for them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Team, User
from accounts.rights import people_with
from approvals.models import Absence, Probation
from approvals.probations import is_on_probation
from interactions.models import Draft, Interaction, Signature

MOST_DEPUTIES = 5  # a deputy may be away too; who all point at one another stand in for nobody


def can_sign(draft: Draft, team: Team) -> QuerySet[User]:
    """Those who may put their name under this draft for the team: they had no hand in it and have not signed yet."""
    hands = [draft.author_id, *([draft.based_on.author_id] if draft.based_on else [])]
    case = draft.interaction
    signed = Signature.objects.filter(
        draft=draft.pk, thread_version=case.thread_version, flag_version=case.flag_version
    ).values("by")
    return people_with("approve", team).exclude(pk__in=hands).exclude(pk__in=signed)


def absence_of(person: User | int, now: datetime) -> Absence | None:
    """The absence that is in force, with its deputy; of several the one that lasts longest."""
    rows = Absence.objects.at(now).filter(user=person).select_related("deputy")
    return rows.order_by("-ends_at").first()


def away_between(people: Collection[int], start: datetime, end: datetime) -> list[tuple[int, datetime, datetime]]:
    """Who of these is away at some time of [start, end), from when and until when: fills ``oncall.ports.away``."""
    rows = Absence.objects.filter(user__in=people, starts_at__lt=end, ends_at__gt=start)
    return list(rows.values_list("user_id", "starts_at", "ends_at"))


def available(person: User, draft: Draft, team: Team, now: datetime) -> User | None:
    """This person, or whoever stands in for them today and may sign; None when nobody can be asked by name."""
    candidate: User | None = person
    for _deputy in range(MOST_DEPUTIES):
        absence = absence_of(candidate, now) if candidate else None
        if absence is None:
            break
        candidate = absence.deputy
    else:
        candidate = None
    return can_sign(draft, team).filter(pk=candidate.pk).first() if candidate else None


def mentor_of(draft: Draft, interaction: Interaction) -> User | None:
    """Who helps the author find their feet, while somebody has to read along: they are asked first."""
    running = Probation.objects.live().filter(user=draft.author_id, team=interaction.team_id, mentor__isnull=False)
    probation = running.select_related("mentor").first()
    if probation is None or not is_on_probation([draft.author_id], interaction.team_id, interaction.level):
        return None
    return probation.mentor

"""Names that reviewers asked for beyond the policy."""

from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.models import SecondLook
from interactions.models import Draft
from interactions.ports import Requirement, Step


def widened(requirement: Requirement, draft: Draft) -> Requirement:
    """The requirement with one name more for each reviewer who asked for another pair of eyes on this text, on an
    earlier version of its line, or on another answer of its author; never fewer. One query for a saved draft."""
    looks = list(_looks(draft)) if draft.pk else []
    if not looks:
        return requirement
    more = Counter(team for team, _by in {(look.team, look.by_id) for look in looks})
    steps = [Step(step.team, step.needed + more.pop(step.team, 0)) for step in requirement.steps]
    steps += [Step(team, number) for team, number in more.items()]
    names = dict.fromkeys(str(look.by) for look in looks)
    said = tuple(_("%(name)s asks for another pair of eyes.") % {"name": name} for name in names)
    return Requirement(tuple(steps), requirement.reasons + said, requirement.policy_version)


def _looks(draft: Draft) -> list[SecondLook]:
    here = SecondLook.objects.filter(draft__interaction=draft.interaction_id)
    asked = here.filter(Q(draft__line=draft.line) | Q(draft__author=draft.author_id))  # a new line shakes none off
    return list(asked.select_related("by", "team"))

"""Judging anew what waits, when the policy or the people it speaks of changed. Never what was approved, and nothing is
posted by it: where no name is missing any more, somebody is told and lets the answer go."""

import logging

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from accounts.actors import SYSTEM
from accounts.models import Brand, Team
from accounts.rights import people_with
from approvals import rules, turns
from approvals.answers import requirement_for
from approvals.models import Turn
from approvals.policy import EVERYBODY, OWN_TEAM
from approvals.policy_telling import tell_free, tell_stuck
from audit.record import record
from interactions.checks import signatures_on
from interactions.models import Draft, Interaction
from interactions.turns import given_by_team, still_needed

log = logging.getLogger(__name__)
AT_ONCE = 200
NEVER_JUDGED = 0  # no policy has this version: the next sweep judges it


def rejudge(limit: int = AT_ONCE) -> int:
    """Give a turn anew to what was judged by an older policy; how many interactions were looked at."""
    seen = 0
    for brand_id, version in _behind():
        late = Turn.objects.filter(brand=brand_id, policy_version__lt=version).order_by("policy_version", "pk")
        ids = dict.fromkeys(late.values_list("interaction_id", flat=True)[: limit - seen])
        for interaction_id in ids:
            _judge_alone(interaction_id)
        seen += len(ids)
        if seen >= limit:
            break
    return seen


def judge_author_again(user_id: int, team_id: int) -> None:
    """Whatever waits at this team and has this person's hand in it: they are on probation now, or no more."""
    hand = Draft.objects.filter(interaction=OuterRef("interaction"), author=user_id)
    Turn.objects.filter(Exists(hand), home=team_id).update(policy_version=NEVER_JUDGED)


def judge_team_again(team: Team) -> None:
    """Who everybody is has changed, for the rules that ask everybody of this team."""
    _version, in_force = rules.in_force(team.brand_id)
    asked = {ask.team for rule in in_force for ask in rule.asks if ask.needed == EVERYBODY}
    if team.pk in asked:
        Turn.objects.filter(brand=team.brand_id).update(policy_version=NEVER_JUDGED)
    elif OWN_TEAM in asked:
        Turn.objects.filter(home=team).update(policy_version=NEVER_JUDGED)


def warn_if_stuck(team: Team, key: str) -> None:
    """The rules ask a team in which nobody may approve any more: who edits them hears of it, once a key."""
    _version, in_force = rules.in_force(team.brand_id)
    asked = {ask.team for rule in in_force for ask in rule.asks}
    is_asked = team.pk in asked or (OWN_TEAM in asked and team.channels.filter(is_active=True).exists())
    if is_asked and not people_with("approve", team).exists():
        tell_stuck(team, key)


def _behind() -> list[tuple[int, int]]:
    """The brands of which something waits that an older policy judged, with the version in force; one query."""
    late = Turn.objects.filter(brand=OuterRef("pk"), policy_version__lt=OuterRef("current"))
    brands = Brand.objects.annotate(current=Coalesce(F("sign_off_policy__version"), rules.SHIPPED_VERSION))
    return list(brands.filter(Exists(late)).values_list("pk", "current"))


def _judge_alone(interaction_id: int) -> None:
    """One interaction that cannot be judged holds up no other; it is tried again by the next sweep."""
    try:
        _judge(interaction_id)
    except Exception:
        log.exception("Judging interaction %s anew failed", interaction_id)


@transaction.atomic
def _judge(interaction_id: int) -> None:
    """Under the interaction's lock, so that nobody signs meanwhile. Done twice it changes nothing."""
    locked = Interaction.objects.locked(interaction_id)
    asked = dict(Turn.objects.filter(interaction=locked).values_list("draft_id", "team_id"))
    turns.keep(locked)
    for turn in Turn.objects.filter(interaction=locked).select_related("draft__author", "team"):
        draft = turn.draft
        draft.interaction = locked
        missing = still_needed(requirement_for(draft), given_by_team(signatures_on(draft, locked), locked))
        if asked.get(draft.pk) != turn.team_id or not missing:
            _tell(draft, turn, missing)


def _tell(draft: Draft, turn: Turn, missing: int) -> None:
    facts = {"interaction": draft.interaction_id, "draft": draft.pk, "version": turn.policy_version}
    facts |= {"of_team": turn.team_id, "missing": missing}
    if missing or tell_free(draft, turn.policy_version):
        record("approvals.judged_again", by=SYSTEM, subject=draft, brand=turn.brand_id, facts=facts)

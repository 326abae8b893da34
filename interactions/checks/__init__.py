"""Every rule of the core, once. ``check_...`` raises a Refusal whose sentence a person can read; ``allows`` asks it."""

from collections.abc import Callable
from typing import Any

from accounts.refusals import Refusal
from interactions.checks.cases import (
    check_draftable,
    check_holdable,
    check_is_real,
    check_not_held,
    check_open,
    check_seen,
    check_snoozable,
    check_unchanged,
    may_stand,
    releases_in_force,
    releases_in_force_of,
)
from interactions.checks.checklist import Line, check_checklist, lines_for, ticked_by_hand
from interactions.checks.confirming import Unconfirmed, check_confirmed, confirmation, questions
from interactions.checks.handoffs import (
    check_no_outcome_yet,
    check_offer,
    check_outcome_recorded,
    check_talk,
    has_offer,
)
from interactions.checks.matching import check_may_match
from interactions.checks.people import check_is_person, check_may
from interactions.checks.plans import check_done, check_of_team, check_remedies, check_undone
from interactions.checks.safety import check_holding_is_made_for_it, check_no_template, is_life_safety
from interactions.checks.signing import (
    check_has_not_signed,
    check_may_decide,
    check_may_sign_holding,
    check_newest,
    check_room_beside,
    check_second_pair_of_eyes,
    check_turn,
    check_waits,
    names_needed,
    names_under,
    signatures_on,
)
from interactions.checks.staleness import why_not_usable, why_stale
from interactions.checks.texts import (
    check_consideration,
    check_files,
    check_template,
    check_text,
    check_window,
    check_words_fit,
)

__all__ = [
    "Line",
    "Unconfirmed",
    "allows",
    "check_checklist",
    "check_confirmed",
    "check_consideration",
    "check_done",
    "check_draftable",
    "check_files",
    "check_has_not_signed",
    "check_holdable",
    "check_holding_is_made_for_it",
    "check_is_person",
    "check_is_real",
    "check_may",
    "check_may_decide",
    "check_may_match",
    "check_may_sign_holding",
    "check_newest",
    "check_no_outcome_yet",
    "check_no_template",
    "check_not_held",
    "check_of_team",
    "check_offer",
    "check_open",
    "check_outcome_recorded",
    "check_remedies",
    "check_room_beside",
    "check_second_pair_of_eyes",
    "check_seen",
    "check_snoozable",
    "check_talk",
    "check_template",
    "check_text",
    "check_turn",
    "check_unchanged",
    "check_undone",
    "check_waits",
    "check_window",
    "check_words_fit",
    "confirmation",
    "has_offer",
    "is_life_safety",
    "lines_for",
    "may_stand",
    "names_needed",
    "names_under",
    "questions",
    "releases_in_force",
    "releases_in_force_of",
    "signatures_on",
    "ticked_by_hand",
    "why_not_usable",
    "why_stale",
]


def allows(check: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """The sentence with which the check refuses, or an empty string: what a disabled button says."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return str(refusal)
    return ""

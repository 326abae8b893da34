"""What is probably meant otherwise in a policy, said when it is saved. Pure: facts in, sentences out.

Nothing here is refused: a policy for a team of one is better than none. Whoever saves it should know.
"""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class StepFacts:
    """Whom a step names, in words and by id over the next weeks."""

    target: str
    people: frozenset[int]


def lint_policy(
    *,
    applies: bool,
    steps: Sequence[StepFacts],
    last_resort: Collection[int],
    unconfirmed: Sequence[str],
) -> list[str]:
    """Sentences in the order of their weight. ``unconfirmed`` are those who are reached at their sign-in address alone,
    because no other of theirs was confirmed."""
    said = []
    if not applies:
        said.append(_("It pages nobody: it is for no topic, and another policy is for all the others."))
    said += [
        _("Step %(number)d (%(target)s) names nobody. It is passed over.") % {"number": number, "target": step.target}
        for number, step in enumerate(steps, 1)
        if not step.people
    ]
    everybody = frozenset().union(*(step.people for step in steps), last_resort)
    if len(everybody) == 1:
        said.append(_("One person alone is paged by it. If they do not answer, nobody does."))
    said += [_repeated(number, step) for number, step in _repetitions(steps)]
    if unconfirmed:
        names = ", ".join(unconfirmed)
        said.append(_("Reached by e-mail alone, with no address confirmed: %(names)s.") % {"names": names})
    return said


def lint_methods(waits: Sequence[int], *, step_wait: int | None, are_verified: bool) -> list[str]:
    """Of a person's own rules. ``step_wait``: the shortest time until a policy pages the next person anyway."""
    said = []
    if not are_verified:
        said.append(_("None of your addresses is confirmed. You are paged at the one you sign in with."))
    if waits and min(waits) > 0:
        said.append(_("Every method waits, so the first is used at once."))
    if step_wait is not None and any(wait - min(waits) >= step_wait for wait in waits):
        minutes = {"minutes": step_wait}
        said.append(
            _("A method that waits %(minutes)d minutes or more comes after the next person was paged.") % minutes
        )
    return said


def _repetitions(steps: Sequence[StepFacts]) -> list[tuple[int, StepFacts]]:
    """Steps that name exactly whom the one before them names."""
    pairs = itertools.pairwise(steps)
    return [
        (number, after)
        for number, (before, after) in enumerate(pairs, 2)
        if before.people == after.people != frozenset()
    ]


def _repeated(number: int, step: StepFacts) -> str:
    told = {"number": number, "target": step.target}
    return _("Step %(number)d (%(target)s) pages the same people as the step before it.") % told

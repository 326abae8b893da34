"""Practice and quizzes: what a person learned, kept for them and for whoever looks after their team."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import check_can
from audit.record import record
from playbook.current import judged_by, version_of
from playbook.edits import holding
from playbook.mapping import map_in_force
from playbook.maps.walking import walk
from playbook.models import Training
from playbook.practising import QUIZ, Handling, marked, samples


@transaction.atomic
def practise(
    *, by: User, brand: Brand, sample: str, map_slug: str, sha256: str, given: Sequence[int], key: UUID
) -> Training:
    """Keep a way that was walked on a sample: right is who ends at its flag. Sent twice it counts once.

    Raises NotAllowed, Invalid where the way does not end, Conflict where the map is another by now.
    """
    _check_person(by, brand)
    known = samples().get(sample)
    in_force = map_in_force(brand.pk, map_slug)
    if known is None:
        raise Invalid(_("There is no sample of this name."))
    if in_force is None or in_force.sha256 != sha256:
        raise Conflict(_("The map was changed while you walked it. Go through it again."))
    leaf = walk(in_force.map, given).leaf
    if leaf is None:
        raise Invalid(_("This way does not end yet. Answer the next question."))
    level = in_force.names.known.level_of(leaf)
    told = {sample: {"given": level, "right": known.level, "end": leaf.title}}
    facts = {"map_slug": in_force.map.slug, "taxonomy_number": in_force.number}
    return _keep("practised", by=by, brand=brand, kind=Training.Kind.PRACTICE, key=key, told=told, **facts)


@transaction.atomic
def take_quiz(*, by: User, brand: Brand, answers: Mapping[str, str], key: UUID) -> Training:
    """Keep a quiz: engage, identify or escalate for each of its samples. Sent twice it counts once.

    Raises NotAllowed, Invalid while an answer is missing or is none.
    """
    _check_person(by, brand)
    told = marked(answers)
    if len(told) != QUIZ or not {each["given"] for each in told.values()} <= set(Handling.values):
        raise Invalid(_("Answer every question, then send it."))
    version = judged_by(brand.pk, version_of(brand.pk))
    number = version.number if version else 0
    return _keep("quiz_taken", by=by, brand=brand, kind=Training.Kind.QUIZ, key=key, told=told, taxonomy_number=number)


def _check_person(by: User, brand: Brand) -> None:
    check_can(by, "see_brand", brand)
    if by.is_machine:
        raise NotAllowed(_("A machine does not practise here."))


def _keep(name: str, *, by: User, brand: Brand, kind: str, key: UUID, told: Any, **facts: Any) -> Training:
    with holding(brand):  # one at a time, so that a page sent twice is one row
        if kept := Training.objects.filter(key=key).first():
            if kept.person_id != by.pk:
                raise Conflict(_("This page was sent by somebody else."))
            return kept
        right = sum(each["given"] == each["right"] for each in told.values())
        row = Training.objects.create(
            brand=brand,
            person=by,
            kind=kind,
            key=key,
            right=right,
            asked=len(told),
            given=told,
            taken_at=timezone.now(),
            **facts,
        )
        said = {"training": row.pk, "right": right, "asked": row.asked}
        record(f"playbook.{name}", by=by, subject=row, brand=brand, facts=said)
    return row

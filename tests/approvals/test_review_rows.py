"""Reviews as rows: what the database refuses, whatever way it is asked."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from approvals import actions
from approvals.models import Review
from interactions.models import Draft, Interaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def a_review(cast: Cast, draft: Draft, **facts: object) -> Review:
    standard = {"draft": draft, "author": draft.author, "by": cast.dev, "verdict": "approve"}
    return Review(**(standard | {"created_at": timezone.now()} | facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"verdict": "return"},
        {"verdict": "return", "reason_code": "tone"},
        {"verdict": "return", "note": "Warmer"},
        {"verdict": "edit"},
        {"verdict": "approve", "edit_share": 0.1},
        {"verdict": "maybe"},
        {"verdict": "return", "reason_code": "rude", "note": "x"},
    ],
)
def test_the_database_refuses_half_a_review(cast: Cast, facts: dict[str, object]) -> None:
    draft = cast.drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_review(cast, draft, **facts).save()


def test_the_database_refuses_a_review_of_ones_own_draft(cast: Cast) -> None:
    draft = cast.drafted(by="dev")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_review(cast, draft, by=cast.dev).save()


def test_a_review_is_never_changed_or_deleted(cast: Cast) -> None:
    draft = cast.drafted()
    review = actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    for attack in (lambda: Review.objects.update(note="Colder"), review.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    assert Review.objects.get().note == "Warmer"


def test_no_state_is_written_past_the_core(cast: Cast) -> None:
    draft = cast.drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.filter(pk=draft.interaction_id).update(state="approved")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE interactions_draft SET text = '' WHERE id = %s", [draft.pk])

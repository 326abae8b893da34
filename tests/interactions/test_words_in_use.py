"""How the words of the library did lately is read from indexes, however many drafts there ever were."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from interactions import using
from interactions.models import Draft, HoldingStatement
from playbook.models import HoldingMessage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MANY = 3000


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Many drafts of a case, and one in a hundred of them from the template."""
    case = cast.flagged("baggage")
    long_ago = timezone.now() - timedelta(days=400)
    Draft.objects.bulk_create(
        Draft(
            interaction=case,
            number=number,
            text="We found it.",
            author=cast.jonas,
            created_at=long_ago if number % 3 else timezone.now(),
            template=cast.template if number % 100 == 0 else None,
            is_public=True,
            thread_version=1,
            flag_version=1,
        )
        for number in range(1, MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast


def test_drafts_of_a_template_are_found_by_it(full: Cast) -> None:
    assert "drafts_from_template" in using.drafts_from([full.template.pk]).explain()
    assert using.drafts_from([full.template.pk]).count() == len(range(300, MANY, 300))


def test_statements_of_a_holding_message_are_found_by_it(full: Cast) -> None:
    case, now = full.flagged("hacking"), timezone.now()
    other = HoldingMessage.objects.create(brand=full.brand, name="Another", text="Soon.")
    HoldingStatement.objects.bulk_create(
        HoldingStatement(
            interaction=case,
            message=other if number % 100 else full.holding,
            message_version=1,
            text="Soon.",
            next_update_at=now,
            flag_version=1,
            created_by=full.amara,
            created_at=now,
        )
        for number in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "statements_of_message" in using.statements_from([full.holding.pk]).explain()

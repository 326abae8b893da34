"""The demo's day looks like a day."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import Event
from escalation_site.demo.clock import at
from interactions.models import Interaction, Note

pytestmark = pytest.mark.django_db


def test_its_messages_came_over_the_last_hours_and_the_colleagues_work_after_them(
    settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    call_command("sync_roles", verbosity=0)
    before = timezone.now()
    call_command("demo")
    now = timezone.now()
    came = list(Interaction.objects.order_by("pk").values_list("received_at", flat=True))
    assert before - timedelta(hours=5) < came[0] < before - timedelta(hours=4)
    assert came[-1] < now - timedelta(minutes=20)
    assert max(later - sooner for sooner, later in pairwise(came)) < timedelta(minutes=30)
    assert not [row for row in Interaction.objects.all() if row.received_at < row.occurred_at]
    noted = list(Note.objects.order_by("pk").values_list("created_at", flat=True))
    assert came[-1] < noted[0] < noted[-1] < now
    told = Event.objects.filter(name__startswith="interactions.").exclude(name="interactions.acknowledged")  # after it
    ats = list(told.order_by("pk").values_list("at", flat=True))
    assert ats == sorted(ats)


def fail_yesterday() -> None:
    with at(timezone.now() - timedelta(days=1)):
        assert timezone.now() == timezone.now() < datetime.now(UTC) - timedelta(hours=23)
        raise KeyError


def test_afterwards_it_is_now_again_whatever_went_wrong() -> None:
    real = timezone.now
    with pytest.raises(KeyError):
        fail_yesterday()
    assert timezone.now is real

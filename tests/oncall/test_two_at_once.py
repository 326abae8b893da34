"""Where a life is at stake nobody is paged alone."""

import pytest

from playbook.models import Topic
from tests.oncall.conftest import Desk

pytestmark = pytest.mark.django_db


def test_whoever_comes_next_is_paged_with_the_first_at_once(desk: Desk) -> None:
    Topic.objects.filter(slug="hacking").update(is_life_safety=True)
    assert desk.paged(desk.red("hacking")) == ["Priya", "Tomás"]
    assert desk.paged(desk.red("major-account")) == ["Priya"]

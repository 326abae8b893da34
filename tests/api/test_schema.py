"""The schema says what the API does: attacked with what it allows and with what it does not."""

import itertools
from collections.abc import Iterator
from io import StringIO

import pytest
import schemathesis
from django.core import signals
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.actions import create_token
from accounts.actors import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]


@pytest.fixture(autouse=True)
def _requests_leave_the_tests_connection_open() -> Iterator[None]:
    """As Django's own test client does it."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def test_the_schema_is_valid_and_names_everything() -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_every_answer_is_one_the_schema_names(cast: Cast) -> None:
    cast.received("My suitcase", author="marta", thread_id="t1")
    key = create_token(by=SYSTEM, user=cast.amara, name="attack", scopes=["ingest", "read", "draft", "review"])
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 10
    for operation, mode in itertools.product(operations, schemathesis.GenerationMode):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def attack(case: schemathesis.Case) -> None:
            if "slug" in case.path_parameters:
                case.path_parameters["slug"] = cast.channel.slug  # else nothing but 404 is ever seen
            case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {key}"})

        attack()

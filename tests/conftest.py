"""What every test may lean on: the cast, and tables that can be emptied although the record refuses it."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from audit import guards
from audit.redis import breaker
from escalation_site import context
from playbook import current
from tests.cast import Cast, assemble
from tests.emptying import empty_without_triggers

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("desk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("desk")

# Rooms of tests that ask a database through processes of their own.
WITH_PROCESSES = {"faults", "races", "site"}
GOES_THE_WHOLE_WAY = "test_the_whole_way.py"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-alone", action="store_true", help="leave out what another database cannot change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-alone"):
        return
    left_out = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("journey"):  # a browser shows the same pages whatever holds their rows
        return Path(item.path).name == GOES_THE_WHOLE_WAY
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        fixtures & {"db", "transactional_db"}
        or item.get_closest_marker("django_db")
        or WITH_PROCESSES & set(Path(item.path).relative_to(item.config.rootpath).parts)
    )


@pytest.fixture(autouse=True, scope="session")
def _the_record_can_be_emptied_between_tests() -> Iterator[None]:
    """Transactional tests end by flushing every table, which the append-only triggers rightly refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guards(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        if operations.connection.vendor == "postgresql":
            empty_without_triggers(operations.connection)
            return
        with guards.lifted(operations.connection):
            flush(operations, statements)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _a_process_without_memories(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are rolled back under the process's caches; what the frame keeps for seconds must not run out between two
    pages whose queries are compared."""
    current.forget()
    breaker.reset()
    context.turns_lately.cache_clear()
    context.standing_still_lately.cache_clear()
    monkeypatch.setattr(context, "TURNS_KEPT_FOR", 3600)


@pytest.fixture
def cast(db: None) -> Cast:
    """Tern Air, its teams and people, a small playbook and a channel."""
    return assemble()


@pytest.fixture
def on_postgresql(db: None) -> bool:
    return connection.vendor == "postgresql"

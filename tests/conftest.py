"""What every test may lean on: the cast, and tables that can be emptied although the record refuses it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from audit import guards
from audit.redis import breaker
from escalation_site.context import turns_lately
from playbook import current
from tests.cast import Cast, assemble


@pytest.fixture(autouse=True, scope="session")
def _the_record_can_be_emptied_between_tests() -> Iterator[None]:
    """Transactional tests end by flushing every table, which the append-only triggers rightly refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guards(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        if operations.connection.vendor == "postgresql":
            # Knox leaves a table that refers to people, though our own tokens took the place of its model.
            statements = [statement.removesuffix(";") + " CASCADE;" for statement in statements]
        with guards.lifted(operations.connection):
            flush(operations, statements)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _a_process_without_memories() -> None:
    """Rows are rolled back under the process's caches."""
    current.forget()
    breaker.reset()
    turns_lately.cache_clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """Tern Air, its teams and people, a small playbook and a channel."""
    return assemble()


@pytest.fixture
def on_postgresql(db: None) -> bool:
    return connection.vendor == "postgresql"

"""A release is taken back, and taken again, with the company's work in its tables."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from approvals.models import Probation
from audit import guards
from interactions.models import Draft, Tick
from playbook.models import CrisisContact
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def _forth_in_the_end(cast: Cast) -> Iterator[None]:
    """Whatever becomes of a test, the next one finds today's tables."""
    yield
    with guards.lifted(connection):
        rows("DELETE FROM approvals_probation")
    migrate()


@pytest.mark.long  # years of history, which change no more
@pytest.mark.usefixtures("_forth_in_the_end")
def test_ticks_waiting_drafts_and_returns_survive_the_way_back_and_forth(cast: Cast) -> None:
    draft = cast.drafted(by="amara")
    for item in ("facts", "tone"):
        Tick.objects.create(draft=draft, item=item, by=cast.amara, ticked_at=NOW, part_hash="0" * 64)
    first, second = returned(cast, started_by=cast.jonas)

    with pytest.raises(ValueError, match=f"Probation {first.pk} .* Give it one"):  # nobody ended their own
        migrate("approvals", "0001")
    assert "outcome" in columns("approvals_probation"), "something was undone before it was refused"
    rows(f"UPDATE approvals_probation SET mentor_id = {cast.dev.pk} WHERE id = {first.pk}")
    rows(f"UPDATE approvals_probation SET mentor_id = {cast.ingrid.pk} WHERE id = {second.pk}")
    migrate("approvals", "0001")
    migrate("interactions", "0002")

    assert "is_waiting" not in columns("interactions_draft")
    assert column("ticks", draft) in (["facts", "tone"], '["facts", "tone"]')
    assert rows("SELECT id, started_by_id, ended_by_id FROM approvals_probation ORDER BY id") == [
        (first.pk, cast.jonas.pk, cast.dev.pk),
        (second.pk, cast.ingrid.pk, None),
    ]
    assert guarded("interactions_signature", "approvals_review")

    migrate()

    assert list(draft.ticks.values_list("item", "by")) == [("facts", cast.amara.pk), ("tone", cast.amara.pk)]
    assert list(Draft.objects.waiting()) == [draft]
    assert rows("SELECT draft_id, team_id, policy_version FROM approvals_turn") == [
        (draft.pk, cast.teams["care"].pk, 0)
    ]
    assert list(Probation.objects.order_by("pk").values_list("outcome", flat=True)) == ["ended", ""]
    assert guards.missing(connection) == []


@pytest.mark.long  # nearly the whole way back, with rows
@pytest.mark.usefixtures("_forth_in_the_end")
def test_contacts_of_red_flags_survive_the_way_back_and_forth(cast: Cast) -> None:
    given = {"brand": cast.brand, "phone": "+44 20 7946 0201"}
    line = CrisisContact.objects.create(kind="crisis_line", name="Samaritans", **given)
    of_topic = CrisisContact.objects.create(kind="authority", name="Regulator", stands_with="topics", **given)
    of_topic.topics.add(cast.topics["hacking"])
    CrisisContact.objects.create(kind="police", name="Police", stands_with="red", what_to_say="We are Tern.", **given)

    migrate("oncall", "0012")
    migrate("playbook", "0006")
    assert rows("SELECT name, phone, what_to_say FROM oncall_outsidebody ORDER BY name") == [
        ("Police", given["phone"], "We are Tern."),
        ("Regulator", given["phone"], "Regulator"),
    ]
    assert rows("SELECT id FROM playbook_crisiscontact") == [(line.pk,)]

    migrate()
    assert list(CrisisContact.objects.order_by("name").values_list("name", "stands_with", "topics__slug")) == [
        ("Police", "red", None),
        ("Regulator", "topics", "hacking"),
        ("Samaritans", "life", None),
    ]


def test_migrate_runs_where_triggers_are_missing_and_a_check_says_so_until_then(cast: Cast) -> None:
    guards.lift(connection, "audit_event")
    with pytest.raises(CommandError, match=r"audit_event has lost its append-only triggers"):
        check()
    call_command("migrate", verbosity=0, skip_checks=False)
    check()


def check() -> None:
    call_command("check", tags=["database"], databases=["default"], deploy=True)


def migrate(*to: str) -> None:
    call_command("migrate", *to, verbosity=0, skip_checks=False)


def returned(cast: Cast, *, started_by: User) -> tuple[Probation, Probation]:
    """Jonas’s probation, and the one that took its place by itself."""
    who = {"user": cast.jonas, "team": cast.teams["care"]}
    first = Probation.objects.create(
        **who,
        reason="First weeks",
        started_by=started_by,
        started_at=NOW - timedelta(days=9),
        ended_at=NOW,
        outcome="returned",
    )
    return first, Probation.objects.create(**who, reason="Serious corrections", started_at=NOW, follows=first)


def columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def column(name: str, draft: Draft) -> Any:
    return rows(f"SELECT {name} FROM interactions_draft WHERE id = {draft.pk}")[0][0]


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def guarded(*tables: str) -> bool:
    return not set(tables) & set(guards.missing(connection))

"""Append-only by the database itself: no statement of ours or of a shell's changes what stands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from approvals import actions as approvals
from approvals.readiness import Terms
from audit import guards
from audit.models import Event
from audit.sealing import seal
from interactions import actions
from interactions.actions.entering import Heard
from oncall import actions as oncall
from playbook.models import ChecklistItem, Topic
from tests.approvals.history import judged
from tests.audit import deeds, good_deeds, library_deeds, room_deeds
from tests.audit.map_deeds import MAPS
from tests.cast import Cast
from tests.connectors.pictures import png
from tests.interactions import goodness
from tests.interactions.test_release import _signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast: Cast) -> dict[str, models.Model]:
    """One row in every guarded table, by its table's name."""
    approvals.approve(cast.drafted("baggage"), by=cast.dev)
    waiting = cast.drafted("baggage")
    approvals.remark(waiting, by=cast.dev, phrase="found", note="Where?")
    approvals.ask_second_look(waiting, by=cast.dev, to=cast.ingrid)
    library_deeds.turn_down(cast)()
    ChecklistItem.objects.create(brand=cast.brand, slug="kind", wording="Kind", is_required=False)
    with_file = deeds.with_pictures(cast)
    file = actions.attach(with_file, by=cast.amara, name="bag.png", content=png(), alt="A suitcase")
    heard = Heard(key="1", kind="press", text="A bag", picture=png(), alt="The page")
    actions.enter(heard, by=cast.amara, team=cast.teams["care"])
    actions.draft(with_file, by=cast.amara, text="Thanks.", ticks=["kind"], files=[file])
    red = cast.flagged("hacking")
    _signed(cast, red)
    statement = actions.state_holding(
        cast.flagged("hacking"), by=cast.amara, message=cast.holding, next_update_at=later_today()
    )
    actions.sign_statement(statement, by=cast.priya)
    actions.flag(cast.received(), by=cast.amara, topics=[cast.topics["praise"]], reason="Kind words")
    actions.block_posting(cast.brand, by=cast.priya, reason="A leak", expires_at=later_today())
    Topic.objects.filter(slug="hacking").update(is_life_safety=True)
    actions.take_safety_step(red, by=cast.amara, kind="watching")
    room_deeds.asked_page(cast)
    oncall.log_in_room(room_deeds.signed(cast).incident, by=cast.dev, kind="fact", text="It is so.")
    _a_probation_with_a_past(cast)
    _good_things(cast)
    for verb in ("interactions.walk_map", "interactions.record_remedies", "playbook.take_quiz"):
        MAPS[verb](cast)()
    seal()
    found = {guard.table: guard.model._default_manager.first() for guard in guards.GUARDS}
    assert all(found.values()), f"give each guarded table a row: {found}"
    return found


def later_today() -> datetime:
    return timezone.now() + timedelta(hours=1)


def _good_things(cast: Cast) -> None:
    """Weighed, moderated by a house rule, rewarded, and shared with consent."""
    actions.assess(cast.received(), by=cast.amara, tone="negative", impact=1, urgency=1)
    rule = good_deeds.house_rule(cast)
    actions.moderate(cast.received(), by=cast.amara, rule=rule, kind="hidden", reason="It threatens Jo")
    goodness.budget(cast)
    agreed = actions.decide_gift(goodness.gift(cast), by=cast.dev, is_approved=True)
    actions.hand_over_gift(agreed, by=cast.amara, reference="V-1")
    goodness.share(cast)
    good_deeds.wished_for(cast)


def _a_probation_with_a_past(cast: Cast) -> None:
    """Proposed, extended, let go of one level, and started again after serious corrections."""
    care = cast.teams["care"]
    approvals.change_probation_rules(cast.brand, by=cast.dev, weeks=3, terms=Terms(greens_wanted=0))
    probation = approvals.start_probation(cast.jonas, team=care, by=cast.dev, reason="New here")
    approvals.weigh(cast.jonas, team=care)
    until = probation.started_at + timedelta(days=40)
    approvals.extend_probation(probation, by=cast.dev, until=until, reason="One more week")
    approvals.graduate(probation, by=cast.dev, level="green")
    for _one in range(2):
        judged(cast, "return", reason_code="facts")
    assert approvals.weigh(cast.jonas, team=care)


def test_a_row_that_stands_is_neither_changed_nor_deleted(rows: dict[str, Any], subtests: pytest.Subtests) -> None:
    for guard in guards.GUARDS:
        with subtests.test(guard.table):
            check_stands(rows, guard)


def check_stands(rows: dict[str, Any], guard: guards.Guard) -> None:
    row, table, key = rows[guard.table], guard.table, guard.model._meta.pk.column
    stored = guard.model._default_manager.filter(pk=row.pk)
    before = stored.values().get()
    for field in guard.model._meta.concrete_fields:
        if field.column not in guard.set_once:
            other = 1 if before[field.attname] is None else "NULL"
            check_refused(f'UPDATE {table} SET "{field.column}" = {other} WHERE "{key}" = {row.pk}')
    check_refused(f"DELETE FROM {table}")
    check_refused(f'DELETE FROM {table} WHERE "{key}" = {row.pk}')
    with pytest.raises(DatabaseError), transaction.atomic():
        stored._raw_delete(stored.db)
    assert stored.values().get() == before


def test_a_row_is_not_replaced_by_another_of_its_number(rows: dict[str, Any], subtests: pytest.Subtests) -> None:
    for guard in guards.GUARDS:
        with subtests.test(guard.table):
            check_is_not_replaced(rows, guard)


def check_is_not_replaced(rows: dict[str, Any], guard: guards.Guard) -> None:
    row = rows[guard.table]
    columns = ", ".join(f'"{field.column}"' for field in guard.model._meta.concrete_fields)
    table, key = guard.table, guard.model._meta.pk.column
    words = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    before = guard.model._default_manager.values().get(pk=row.pk)
    check_refused(f'{words} INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE "{key}" = {row.pk}')
    assert guard.model._default_manager.values().get(pk=row.pk) == before


def test_a_table_is_not_emptied(rows: dict[str, Any], on_postgresql: bool, subtests: pytest.Subtests) -> None:
    for guard in guards.GUARDS:
        with subtests.test(guard.table):
            emptied = f"TRUNCATE {guard.table} CASCADE" if on_postgresql else f"DELETE FROM {guard.table} WHERE 1"
            check_refused(emptied)
            assert guard.model._default_manager.exists()


def test_an_orm_update_of_an_event_is_refused(rows: dict[str, Any]) -> None:
    for changed in ({"facts": {}}, {"name": "interactions.closed"}, {"digest": "0" * 64}, {"brand": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.update(**changed)


def test_an_event_is_sealed_once(rows: dict[str, Any]) -> None:
    sealed = Event.objects.exclude(seal=None)[0]
    for other in ("NULL", "999"):
        check_refused(f"UPDATE audit_event SET seal_id = {other} WHERE id = {sealed.pk}")


def test_the_triggers_are_back_after_every_migrate(cast: Cast) -> None:
    on = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_no_update{on}")
    assert guards.missing(connection) == ["audit_event"]
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


def check_refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

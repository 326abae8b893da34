"""A forger with the database in hand and the triggers lifted: whatever is changed, the record says where."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from audit import guards, sealing
from audit.digests import merkle_root, seal_digest
from audit.models import Event, EventDetail, Seal
from audit.record import record
from audit.verification import breaks
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def change_a_fact(chain: list[Event]) -> str:
    Event.objects.filter(pk=chain[4].pk).update(facts={"number": 99})
    return f"Event {chain[4].pk} (interactions.noted) was changed"


def change_who_it_was(chain: list[Event]) -> str:
    Event.objects.filter(pk=chain[4].pk).update(actor_id=None, actor_kind="system")
    return f"Event {chain[4].pk} (interactions.noted) was changed"


def change_when_it_was(chain: list[Event]) -> str:
    Event.objects.filter(pk=chain[4].pk).update(at=chain[4].at + timedelta(microseconds=1))
    return f"Event {chain[4].pk} (interactions.noted) was changed"


def change_a_fact_and_its_digest(chain: list[Event]) -> str:
    """Consistent in itself: only the seal knows better."""
    Event.objects.filter(pk=chain[4].pk).update(digest=chain[3].digest, facts=chain[3].facts)
    EventDetail.objects.filter(pk=chain[4].pk).update(salt=chain[3].detail.salt, words=chain[3].detail.words)
    Event.objects.filter(pk=chain[4].pk).update(at=chain[3].at, detail_digest=chain[3].detail_digest)
    return f"The events of seal {chain[4].seal_id} are not those that were sealed."


def change_words(chain: list[Event]) -> str:
    EventDetail.objects.filter(pk=chain[4].pk).update(words={"why": "Because"})
    return f"The words of event {chain[4].pk} (interactions.noted) were changed."


def take_words_away(chain: list[Event]) -> str:
    EventDetail.objects.filter(pk=chain[4].pk).delete()
    return f"The words of event {chain[4].pk} (interactions.noted) are gone."


def delete_an_event(chain: list[Event]) -> str:
    EventDetail.objects.filter(pk=chain[4].pk).delete()
    Event.objects.filter(pk=chain[4].pk).delete()
    return f"Seal {chain[4].seal_id} counts 3 events, 2 are there."


def delete_the_last_event(chain: list[Event]) -> str:
    EventDetail.objects.filter(pk=chain[-1].pk).delete()
    Event.objects.filter(pk=chain[-1].pk).delete()
    return f"Seal {chain[-1].seal_id} counts 3 events, 2 are there."


def swap_two_events(chain: list[Event]) -> str:
    """Each keeps its words; only which came first is turned round."""
    one, two, spare = chain[3].pk, chain[4].pk, 10**9
    words = {pk: EventDetail.objects.get(pk=pk) for pk in (one, two)}
    EventDetail.objects.filter(pk__in=words).delete()
    for before, after in ((one, spare), (two, one), (spare, two)):
        Event.objects.filter(pk=before).update(id=after)
    for before, after in ((one, two), (two, one)):
        EventDetail.objects.create(event_id=after, salt=words[before].salt, words=words[before].words)
    return f"The events of seal {chain[3].seal_id} are not those that were sealed."


def move_an_event_to_another_seal(chain: list[Event]) -> str:
    Event.objects.filter(pk=chain[4].pk).update(seal=chain[0].seal_id)
    return f"Seal {chain[0].seal_id} counts 3 events, 4 are there."


def insert_an_event(chain: list[Event]) -> str:
    forged = Event.objects.get(pk=chain[4].pk)
    forged.pk, forged.detail_digest = None, ""
    forged.save(force_insert=True)
    return f"Event {forged.pk} (interactions.noted) was changed"


def forge_a_seal(chain: list[Event]) -> str:
    """Another key signs what was changed, all of it consistent."""
    seal = Seal.objects.get(pk=chain[-1].seal_id)
    root = merkle_root([chain[-1].digest, chain[-2].digest, chain[-3].digest])
    digest = seal_digest(seal.number, seal.previous, root, seal.count)
    signature = Ed25519PrivateKey.generate().sign(bytes.fromhex(digest)).hex()
    Seal.objects.filter(pk=seal.pk).update(root=root, signature=signature)
    return f"The signature of seal {seal.number} is not ours."


def cut_the_chain(chain: list[Event]) -> str:
    """A seal goes with all its events."""
    gone = chain[3].seal_id
    EventDetail.objects.filter(event__seal=gone).delete()
    Event.objects.filter(seal=gone).delete()
    Seal.objects.filter(pk=gone).delete()
    return f"Seal {gone} is missing; the next one found is {gone + 1}."


FORGERIES = [
    change_a_fact,
    change_who_it_was,
    change_when_it_was,
    change_a_fact_and_its_digest,
    change_words,
    take_words_away,
    delete_an_event,
    delete_the_last_event,
    swap_two_events,
    move_an_event_to_another_seal,
    insert_an_event,
    forge_a_seal,
    cut_the_chain,
]


def test_what_nobody_touched_holds(chain: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    assert list(breaks()) == []
    call_command("verify_record")
    assert "The record holds:" in capsys.readouterr().out


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forgery_is_named_first(
    chain: list[Event], forge: Callable[[list[Event]], str], capsys: pytest.CaptureFixture[str]
) -> None:
    with guards.lifted(connection):
        sentence = forge(chain)
    assert next(breaks()).startswith(sentence)
    with pytest.raises(CommandError) as broken:
        call_command("verify_record")
    assert broken.value.returncode == 1
    assert capsys.readouterr().err.strip().splitlines() == [next(breaks())]


def test_every_break_is_named_where_all_are_asked_for(chain: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    with guards.lifted(connection):
        change_a_fact(chain)
        forge_a_seal(chain)
    with pytest.raises(CommandError):
        call_command("verify_record", "--all")
    assert len(capsys.readouterr().err.strip().splitlines()) == len(list(breaks())) > 1


def test_an_event_that_nobody_sealed_for_a_minute_is_a_break(cast: Cast, chain: list[Event]) -> None:
    late = record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand)
    with time_machine.travel(timezone.now() + timedelta(seconds=50)):
        assert list(breaks()) == []
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert next(breaks()).startswith(f"Event {late.pk} and 0 more are unsealed for over 60 seconds.")


@pytest.mark.parametrize("guard", guards.GUARDS, ids=lambda guard: guard.table)
def test_a_table_without_its_triggers_is_a_break(chain: list[Event], guard: guards.Guard) -> None:
    on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard.table}_no_delete{on}")
    assert next(breaks()) == f"The table {guard.table} has lost the triggers that make it append-only."
    guards.install(connection)
    assert list(breaks()) == []


def test_a_key_of_another_house_opens_nothing(chain: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Ed25519PrivateKey.generate()
    monkeypatch.setattr("audit.verification.signing_key", lambda: stranger)
    assert next(breaks()) == "The signature of seal 1 is not ours."


def test_sealing_takes_what_committed_late_whatever_its_number(cast: Cast, chain: list[Event]) -> None:
    """An id drawn early and committed late is below what is sealed already."""
    late = record("interactions.noted", by=cast.amara, subject=cast.channel, brand=cast.brand)
    early = Event.objects.order_by("pk").first()
    assert early is not None
    with guards.lifted(connection):
        Event.objects.filter(pk=late.pk).update(id=-1)
    assert sealing.seal() == 1
    assert Event.objects.get(pk=-1).seal_id == Seal.objects.order_by("-number")[0].number
    assert list(breaks()) == []
    with guards.lifted(connection):
        Event.objects.filter(pk=-1).delete()


def test_nothing_to_seal_makes_no_seal(chain: list[Event]) -> None:
    before = Seal.objects.count()
    assert sealing.seal() == 0
    assert Seal.objects.count() == before

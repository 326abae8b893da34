"""Deciding on a proposal: another person, two others for a holding message, and exactly the version that was read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from accounts.sync import sync_roles
from audit.models import Event
from playbook import actions
from playbook.life import Life
from playbook.models import HoldingMessage, ResponseTemplate, Wording, WordingDecision
from tests.cast import assemble
from tests.playbook.library import fresh, held, in_use, proposed


def last() -> Event:
    return Event.objects.latest("pk")


def test_another_person_puts_it_into_use_and_their_name_is_kept(cast):
    words = actions.approve_wording(by=cast.ada, words=proposed(cast), number=1)
    assert (words.text, words.version, words.proposal) == ("{name}, here it is. {agent}", 1, None)
    assert (words.written_by, words.approvers, words.life) == (cast.amara, [cast.ada], Life.IN_USE)
    assert (last().name, last().facts["given"]) == ("playbook.template_approved", 1)


def test_an_approved_change_takes_the_place_of_the_words_in_use(cast):
    actions.propose_change(by=cast.amara, words=cast.template, text="{name}, it is here.")
    words = actions.approve_wording(by=cast.ada, words=cast.template, number=2)
    assert (words.text, words.version) == ("{name}, it is here.", 2)


@pytest.mark.parametrize(("name", "refusal"), [("amara", NotAllowed), ("dev", NotAllowed), ("nora", NotAllowed)])
def test_who_may_not_edit_the_playbook_approves_nothing(cast, name, refusal):
    with pytest.raises(refusal):
        actions.approve_wording(by=getattr(cast, name), words=proposed(cast), number=1)


def test_nobody_approves_what_they_wrote(cast):
    words = proposed(cast, cast.ada)
    with pytest.raises(Conflict, match="someone else approves"):
        actions.approve_wording(by=cast.ada, words=words, number=1)
    assert fresh(words).version == 0


def test_a_machine_approves_nothing(cast):
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="admin"))
    sync_roles()
    with pytest.raises(NotAllowed, match="A person approves it"):
        actions.approve_wording(by=bot, words=proposed(cast), number=1)
    assert proposed(cast, bot, name="By a machine").proposal.author == bot


def test_a_version_that_was_replaced_meanwhile_is_not_approved(cast):
    words = proposed(cast)
    actions.propose_change(by=cast.amara, words=words, text="Better.")
    with pytest.raises(Conflict, match="changed while you read"):
        actions.approve_wording(by=cast.ada, words=words, number=1)
    assert fresh(words).version == 0


def test_a_version_is_decided_once_and_the_second_reads_who_it_was(cast, second_admin):
    words = proposed(cast)
    actions.approve_wording(by=cast.ada, words=words, number=1)
    with pytest.raises(Conflict, match="Ada Lind approved this already"):
        actions.approve_wording(by=second_admin, words=words, number=1)
    with pytest.raises(Conflict, match="Nothing waits here"):
        actions.approve_wording(by=second_admin, words=words, number=7)


def test_a_holding_message_needs_two_and_neither_wrote_it(cast, second_admin):
    words = held(cast, cast.amara)
    first = actions.approve_wording(by=cast.ada, words=words, number=1)
    assert (first.version, first.life) == (0, Life.PROPOSED)
    with pytest.raises(Conflict, match="second person"):
        actions.approve_wording(by=cast.ada, words=words, number=1)
    second = actions.approve_wording(by=second_admin, words=words, number=1)
    assert (second.version, second.approvers, second.written_by) == (1, [cast.ada, second_admin], cast.amara)
    assert HoldingMessage.objects.usable().filter(pk=words.pk).exists()


def test_its_writer_is_neither_of_the_two(cast, second_admin):
    words = held(cast, cast.ada)
    actions.approve_wording(by=second_admin, words=words, number=1)
    with pytest.raises(Conflict, match="someone else"):
        actions.approve_wording(by=cast.ada, words=words, number=1)


def test_a_name_under_an_old_version_does_not_count_for_the_next(cast, second_admin):
    words = held(cast)
    actions.approve_wording(by=cast.ada, words=words, number=1)
    actions.propose_change(by=cast.amara, words=words, text="{name}, we know it.")
    assert actions.approve_wording(by=second_admin, words=words, number=2).version == 0
    assert actions.approve_wording(by=cast.ada, words=words, number=2).version == 2


def test_what_is_retired_is_not_decided_on(cast):
    words = proposed(cast)
    actions.retire(by=cast.ada, thing=words)
    with pytest.raises(Conflict, match="retired"):
        actions.approve_wording(by=cast.ada, words=words, number=1)
    actions.restore(by=cast.ada, thing=words)
    assert actions.approve_wording(by=cast.ada, words=words, number=1).version == 1


def test_a_proposal_is_turned_down_with_a_reason_and_the_words_in_use_stay(cast):
    actions.propose_change(by=cast.amara, words=cast.template, text="Mine.")
    with pytest.raises(Invalid, match="Say why"):
        actions.turn_down_wording(by=cast.ada, words=cast.template, number=2, reason=" ")
    words = actions.turn_down_wording(by=cast.ada, words=cast.template, number=2, reason="Too short.")
    assert (words.proposal, words.version, words.life) == (None, 1, Life.IN_USE)
    assert WordingDecision.objects.get().reason == "Too short."
    assert last().name == "playbook.template_turned_down"
    with pytest.raises(Conflict, match="Ada Lind turned this down"):
        actions.approve_wording(by=cast.ada, words=words, number=2)


def test_its_author_takes_it_back_without_a_word_and_others_do_not(cast):
    words = proposed(cast)
    with pytest.raises(NotAllowed):
        actions.turn_down_wording(by=cast.jonas, words=words, number=1, reason="No.")
    assert actions.turn_down_wording(by=cast.amara, words=words, number=1).life == Life.TURNED_DOWN


def test_who_signed_does_not_turn_it_down_as_well(cast):
    words = held(cast)
    actions.approve_wording(by=cast.ada, words=words, number=1)
    with pytest.raises(Conflict, match="You approved this version"):
        actions.turn_down_wording(by=cast.ada, words=words, number=1, reason="No.")


def test_words_that_were_read_again_get_their_next_day(cast):
    ahead = timezone.localdate() + timedelta(days=90)
    words = actions.mark_reviewed(by=cast.ada, words=cast.template, review_by=ahead)
    assert (words.review_by, last().name) == (ahead, "playbook.template_reviewed")
    with pytest.raises(NotAllowed):
        actions.mark_reviewed(by=cast.amara, words=cast.template, review_by=ahead)
    with pytest.raises(Invalid, match="after today"):
        actions.mark_reviewed(by=cast.ada, words=cast.template, review_by=timezone.localdate())
    with pytest.raises(Invalid, match="expires before"):
        actions.mark_reviewed(by=cast.ada, words=in_use(cast, expires_on=ahead - timedelta(days=1)), review_by=ahead)
    with pytest.raises(Conflict, match="in use"):
        actions.mark_reviewed(by=cast.ada, words=proposed(cast), review_by=ahead)


# --- What the database refuses ----------------------------------------------------------------------------------------

ROWS = {
    "a template approved by its writer": lambda c: ResponseTemplate(
        brand=c.brand, name="h", text="x", version=1, written_by=c.ada, approved_by=c.ada
    ),
    "an approved template without words": lambda c: ResponseTemplate(
        brand=c.brand, name="h", version=1, approved_by=c.ada
    ),
    "an approved template without a version": lambda c: ResponseTemplate(
        brand=c.brand, name="h", text="x", approved_by=c.ada
    ),
    "a holding message signed twice by one": lambda c: HoldingMessage(
        brand=c.brand, name="h", text="x", version=1, first_approver=c.ada, second_approver=c.ada
    ),
    "a holding message without its first name": lambda c: HoldingMessage(
        brand=c.brand, name="h", text="x", version=1, second_approver=c.ada
    ),
    "a holding message signed first by its writer": lambda c: HoldingMessage(
        brand=c.brand, name="h", text="x", version=1, written_by=c.ada, first_approver=c.ada, second_approver=c.dev
    ),
    "a holding message signed second by its writer": lambda c: HoldingMessage(
        brand=c.brand, name="h", text="x", version=1, written_by=c.dev, first_approver=c.ada, second_approver=c.dev
    ),
    "a version of nothing": lambda c: Wording(number=1, text="x", created_at=timezone.now()),
    "a version of two things": lambda c: Wording(
        number=1, text="x", created_at=timezone.now(), template=c.template, message=c.holding
    ),
    "an empty version": lambda c: Wording(number=1, text="", created_at=timezone.now(), template=c.template),
    "an approval of one's own words": lambda c: decision(c, author=c.ada, is_approval=True),
    "a no without a reason": lambda c: decision(c, author=c.amara, is_approval=False),
}


def decision(cast, **facts) -> WordingDecision:
    actions.propose_change(by=cast.amara, words=cast.template, text="Mine.")
    return WordingDecision(wording=Wording.objects.get(), by=cast.ada, decided_at=timezone.now(), **facts)


@pytest.mark.parametrize("row", ROWS)
def test_the_database_refuses(cast, row):
    made = ROWS[row](cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize("model", [Wording, WordingDecision])
def test_versions_and_decisions_never_change(cast, model):
    actions.turn_down_wording(by=cast.ada, words=proposed(cast), number=1, reason="No.")
    field = "text" if model is Wording else "reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{field: "Changed"})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=model.objects.get().pk)._raw_delete("default")


# --- At the same moment -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "expected"), [(proposed, ["Conflict", "done"]), (held, ["done", "done"])])
@pytest.mark.django_db(transaction=True)
def test_two_people_approve_at_once(kind, expected):
    cast = assemble()
    bea = User.objects.create_user("bea@tern.example", full_name="Bea Lund")
    Membership.objects.create(team=cast.teams["care"], user=bea, role=Role.objects.get(slug="admin"))
    sync_roles()
    words = kind(cast)

    def approve(pk: int) -> str:
        try:
            actions.approve_wording(by=User.objects.get(pk=pk), words=fresh(words), number=1)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, [cast.ada.pk, bea.pk])) == expected
    assert fresh(words).version == 1
    assert WordingDecision.objects.count() == expected.count("done")

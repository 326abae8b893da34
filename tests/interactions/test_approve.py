"""Nothing unsigned goes out (P1), and nobody signs alone (P2)."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from audit.models import Event
from interactions import actions
from interactions.edits import edit_share
from interactions.models import Approval, Draft, Interaction, Reply
from interactions.models.drafts import Basis, text_hash
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LONG = (
    "Jonas here. We found your suitcase in London this morning and it flies to Lisbon today at three in the afternoon."
)


def test_a_yellow_draft_waits_and_is_approved_by_another_person(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="jonas")
    assert Interaction.objects.get(pk=draft.interaction_id).state == "drafted"
    approval = actions.approve(draft, by=cast.dev)
    assert approval is not None
    assert (approval.by, approval.basis, approval.text_hash) == (cast.dev, "review", text_hash(draft.text))
    assert Reply.objects.get().approval == approval


def test_a_green_draft_is_approved_by_the_policy_and_the_record_says_so(cast: Cast) -> None:
    draft = cast.drafted("praise", by="amara")
    approval = Approval.objects.get(draft=draft)
    assert (approval.basis, approval.by) == ("policy", None)
    assert Event.objects.get(name="interactions.approved").facts["basis"] == "policy"


@pytest.mark.parametrize("name", ["dev", "ingrid", "ada", "priya"])
def test_nobody_approves_their_own_text(cast: Cast, name: str) -> None:
    draft = cast.drafted("baggage", by=name)
    with pytest.raises(NotAllowed, match="own text"):
        actions.approve(draft, by=getattr(cast, name))


def test_a_superuser_is_no_signatory(cast: Cast) -> None:
    root = get_user_model().objects.create_superuser("root@tern.example", "x", full_name="Root")
    with pytest.raises(NotAllowed):
        actions.approve(cast.drafted("baggage"), by=root)


@pytest.mark.parametrize("name", ["amara", "axel", "nora"])
def test_who_may_not_approve_is_told_so(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.approve(cast.drafted("baggage", by="jonas"), by=getattr(cast, name))


def test_the_policy_is_no_way_around_a_person(cast: Cast) -> None:
    with pytest.raises(Refusal):
        actions.approve(cast.drafted("baggage"), by=cast.dev, basis=Basis.POLICY)


def test_a_small_edit_on_another_persons_text_counts_as_the_second_pair_of_eyes(cast: Cast) -> None:
    below = cast.drafted("baggage", by="jonas", text=LONG)
    edited = _edit(cast, below, LONG.replace("this morning", "today"))
    approval = actions.approve(edited, by=cast.dev, basis=Basis.EDIT)
    assert approval is not None
    assert (approval.basis, approval.below_author, approval.by) == ("edit", cast.jonas, cast.dev)


def test_a_large_edit_needs_a_third_person(cast: Cast) -> None:
    below = cast.drafted("baggage", by="jonas", text=LONG)
    edited = _edit(cast, below, "Something else entirely, written by me from the first word to the last.")
    with pytest.raises(NotAllowed, match="third person"):
        actions.approve(edited, by=cast.dev, basis=Basis.EDIT)
    assert actions.approve(edited, by=cast.ingrid) is not None


def test_an_edit_on_ones_own_edit_is_not_a_second_pair_of_eyes(cast: Cast) -> None:
    below = cast.drafted("baggage", by="jonas", text=LONG)
    once = _edit(cast, below, LONG.replace("this morning", "today"))
    twice = _edit(cast, once, LONG.replace("this morning", "now"))
    with pytest.raises(NotAllowed):
        actions.approve(twice, by=cast.dev, basis=Basis.EDIT)


def test_an_older_version_cannot_be_approved(cast: Cast) -> None:
    old = cast.drafted("baggage", by="jonas")
    actions.draft(old.interaction, by=cast.jonas, text="Better words.", consideration="Yes")
    with pytest.raises(Conflict, match="older version"):
        actions.approve(old, by=cast.dev)


def test_the_slower_of_two_approvers_learns_who_was_quicker(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    actions.approve(draft, by=cast.dev)
    with pytest.raises(Conflict, match="Dev Malhotra approved this a moment ago"):
        actions.approve(draft, by=cast.ingrid)


def test_a_new_message_of_the_customer_makes_the_approval_stale(cast: Cast) -> None:
    draft = cast.drafted("baggage", author="marta", thread_id="t1")
    actions.approve(draft, by=cast.dev)
    cast.received("Wait, it is two bags", author="marta", thread_id="t1")
    interaction = Interaction.objects.get(pk=draft.interaction_id)
    assert (interaction.state, interaction.approval) == ("drafted", None)
    assert Reply.objects.get().state == "recalled"
    assert actions.approve(draft, by=cast.dev) is not None


def test_a_template_that_changed_makes_the_text_unapprovable(cast: Cast) -> None:
    yellow = cast.flagged("baggage")
    draft = actions.draft(yellow, by=cast.jonas, text="We found it.", consideration="Yes", template=cast.template)
    cast.template.version += 1
    cast.template.save()
    with pytest.raises(Conflict, match="template"):
        actions.approve(draft, by=cast.dev)


def test_a_text_changed_behind_its_authors_back_is_not_approved(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    Draft.objects.filter(pk=draft.pk).update(text="Send us your password.")
    with pytest.raises(Conflict, match="behind"):
        actions.approve(draft, by=cast.dev)


def test_red_needs_a_release_before_anything_is_drafted(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.draft(cast.flagged("hacking"), by=cast.amara, text="We are on it.")


def test_what_was_sent_back_is_with_its_author_again(cast: Cast) -> None:
    draft = cast.drafted("baggage")
    with pytest.raises(Invalid):
        actions.send_back(draft, by=cast.dev, reason="")
    assert actions.send_back(draft, by=cast.dev, reason="Name a time.").state == "flagged"
    again = actions.draft(draft.interaction, by=cast.jonas, text="At three.", consideration="Yes", based_on=draft)
    assert again.number == 2


def test_the_author_takes_a_text_back_while_it_is_here(cast: Cast) -> None:
    draft = cast.drafted("praise", by="amara")
    assert actions.recall(draft.interaction, by=cast.amara).state == "flagged"
    assert Reply.objects.get().state == "recalled"


def test_someone_elses_text_is_not_taken_back_by_an_agent(cast: Cast) -> None:
    draft = cast.drafted("praise", by="amara")
    with pytest.raises(NotAllowed):
        actions.recall(draft.interaction, by=cast.jonas)


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "nothing to send"), ("Dear {name}", "Fill in"), ("x" * 6000, "too long")]
)
def test_a_text_that_cannot_go_out_is_refused_with_a_sentence(cast: Cast, text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        actions.draft(cast.flagged("praise"), by=cast.amara, text=text)


def test_yellow_asks_for_one_sentence_of_consideration(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Yellow asks"):
        actions.draft(cast.flagged("baggage"), by=cast.amara, text="We found it.")


def test_what_nobody_flagged_cannot_be_answered(cast: Cast) -> None:
    with pytest.raises(Conflict, match="Flag it first"):
        actions.draft(cast.received(), by=cast.amara, text="Hello.")


def test_writing_to_what_one_did_not_see_is_a_conflict(cast: Cast) -> None:
    green = cast.flagged("praise", author="marta", thread_id="t1")
    cast.received("Oh, and another thing", author="marta", thread_id="t1")
    with pytest.raises(Conflict, match="wrote again"):
        actions.draft(green, by=cast.amara, text="Thank you.", seen_thread_version=green.thread_version)


def test_the_database_refuses_an_approval_without_a_second_hand(cast: Cast) -> None:
    draft = cast.drafted("baggage", by="dev")
    fields = {
        "interaction": draft.interaction,
        "draft": draft,
        "author": cast.dev,
        "by": cast.dev,
        "basis": "review",
        "policy_version": 1,
        "signatures_needed": 1,
        "signatures_given": 1,
        "text_hash": draft.text_hash,
        "thread_version": 1,
        "flag_version": 1,
        "template_version": 0,
        "approved_at": draft.created_at,
    }
    for forged in ({}, {"basis": "policy"}, {"basis": "edit"}, {"by": cast.ingrid, "signatures_given": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.create(**(fields | forged))


def test_the_database_refuses_approved_without_an_approval(cast: Cast) -> None:
    green = cast.flagged("praise")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.filter(pk=green.pk).update(state="approved")


def test_an_approval_never_changes(cast: Cast) -> None:
    cast.drafted("praise", by="amara")
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(text_hash="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.all().delete()


def _edit(cast: Cast, below: Draft, text: str) -> Draft:
    return actions.draft(below.interaction, by=cast.dev, text=text, consideration="Clearer", based_on=below)


def test_who_wrote_the_version_below_an_edit_does_not_sign_the_edit(cast: Cast) -> None:
    below = cast.drafted("baggage", by="ingrid", text=LONG)
    edited = _edit(cast, below, "Something else entirely, written by me from the first word to the last.")
    with pytest.raises(NotAllowed, match="third person"):
        actions.approve(edited, by=cast.ingrid)
    assert actions.approve(edited, by=cast.priya) is not None


def test_judging_an_edit_takes_no_time_however_its_words_repeat() -> None:
    assert 0 < edit_share("a " * 25_000, "a b " * 12_500) < 1

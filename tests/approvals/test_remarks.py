"""Remarks: anchored to a phrase, seen by the author in place, applied by either, settled by a later version."""

import pytest

from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals import actions
from approvals.models import Remark
from audit.models import Event
from interactions import actions as core
from interactions.models import Composing
from tests.approvals.conftest import SignIn, fresh
from tests.approvals.test_pages import page_facts
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
PHRASE = "on Tuesday"


def test_a_remark_keeps_its_place_and_leaves_its_event(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    remark = actions.remark(draft, by=cast.dev, phrase=PHRASE, note="Is it sure?", rewrite="by Wednesday")
    assert TEXT[remark.start : remark.end] == remark.quote == PHRASE
    event = Event.objects.get(name="approvals.remarked")
    assert (event.facts["draft"], event.facts["has_rewrite"]) == (draft.pk, True)
    assert PHRASE not in str(event.facts)
    assert event.detail.words["note"] == "Is it sure?"


def test_of_words_that_stand_twice_the_ones_meant_are_marked(cast: Cast) -> None:
    draft = cast.drafted(text="We know. We know it well.")
    assert actions.remark(draft, by=cast.dev, phrase="We know", note="Again?", near=9).start == 9
    assert actions.remark(draft, by=cast.dev, phrase="We know", note="Good.").start == 0


def test_what_the_draft_does_not_say_or_nobody_says_is_refused(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    with pytest.raises(Invalid, match="no such words"):
        actions.remark(draft, by=cast.dev, phrase="on Sunday", note="Why?")
    with pytest.raises(Invalid, match="Say something"):
        actions.remark(draft, by=cast.dev, phrase=PHRASE, note="  ", rewrite="")
    assert not Remark.objects.exists()


@pytest.mark.parametrize("name", ["jonas", "amara", "nora"])
def test_only_a_reviewer_remarks(cast: Cast, name: str) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    with pytest.raises(NotAllowed):
        actions.remark(draft, by=getattr(cast, name), phrase=PHRASE, note="Mine")


def test_a_decided_draft_takes_no_more_remarks(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    actions.approve(draft, by=cast.dev)
    with pytest.raises(Conflict):
        actions.remark(draft, by=cast.ingrid, phrase=PHRASE, note="Too late")


def test_the_author_takes_the_words_over_and_submits_them_themselves(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    remark = actions.remark(draft, by=cast.dev, phrase=PHRASE, rewrite="by Wednesday")
    jonas = signed_in("jonas")
    page = jonas.get(f"/approvals/{draft.pk}/").content.decode()
    assert "on “on Tuesday”" in page
    answer = jonas.post(f"/approvals/remarks/{remark.pk}/apply/")
    assert answer["Location"] == f"/inbox/{draft.interaction_id}/#reply"
    kept = Composing.objects.get(user=cast.jonas)
    assert kept.text == "We found it, and it flies to you by Wednesday with the morning plane."
    assert fresh(draft.interaction_id).drafts.count() == 1


def test_a_second_rewrite_goes_into_the_words_already_taken_over(cast: Cast) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    first = actions.remark(draft, by=cast.dev, phrase=PHRASE, rewrite="by Wednesday")
    second = actions.remark(draft, by=cast.dev, phrase="We found it", rewrite="I found it")
    actions.apply_remark(first, by=cast.jonas)
    kept = actions.apply_remark(second, by=cast.jonas)
    assert kept.text == "I found it, and it flies to you by Wednesday with the morning plane."
    with pytest.raises(Conflict, match="settled"):
        actions.apply_remark(first, by=cast.jonas)


def test_nobody_else_takes_it_over_for_the_author(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    remark = actions.remark(draft, by=cast.dev, phrase=PHRASE, rewrite="by Wednesday")
    note = actions.remark(draft, by=cast.dev, phrase=PHRASE, note="Sure?")
    assert signed_in("amara").post(f"/approvals/remarks/{remark.pk}/apply/").status_code == 403
    assert signed_in("nora").post(f"/approvals/remarks/{remark.pk}/apply/").status_code == 404
    with pytest.raises(Invalid, match="no other words"):
        actions.apply_remark(note, by=cast.jonas)
    assert not Composing.objects.exists()


def test_the_reviewer_finds_the_words_in_their_own_wording(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    remark = actions.remark(draft, by=cast.dev, phrase=PHRASE, rewrite="by Wednesday")
    page = signed_in("dev").get(f"/approvals/{draft.pk}/edit/?apply={remark.pk}").content.decode()
    assert "it flies to you by Wednesday with" in page
    for nothing in ("x", "9" * 40, "0", "-1"):
        page = signed_in("dev").get(f"/approvals/{draft.pk}/edit/?apply={nothing}").content.decode()
        assert TEXT in page


def test_a_remark_is_settled_by_the_version_without_its_words(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    actions.remark(draft, by=cast.dev, phrase=PHRASE, note="Is it sure?")
    actions.remark(draft, by=cast.dev, phrase="morning plane", note="Which one?")
    later = core.draft(
        fresh(draft.interaction_id),
        by=cast.jonas,
        text=TEXT.replace(PHRASE, "soon"),
        consideration="Surer",
        based_on=draft,
    )
    page = signed_in("dev").get(f"/approvals/{later.pk}/").content.decode()
    assert "Settled remarks" in page
    assert "on “morning plane”" in page
    assert "on “on Tuesday”" not in page


def test_it_is_written_on_a_form_without_script(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text="We found it.\nIt flies to you.")
    dev = signed_in("dev")
    words = page_facts(draft, phrase="found it.\r\nIt flies", note="One sentence.", rewrite="")
    assert dev.post(f"/approvals/{draft.pk}/remark/", words).status_code == 302
    assert Remark.objects.get().quote == "found it.\nIt flies"
    missed = dev.post(f"/approvals/{draft.pk}/remark/", words | {"phrase": "walks"})
    assert missed.status_code == 422
    assert "One sentence." in missed.content.decode()
    assert "no such words" in missed.content.decode()


def test_hostile_words_in_a_remark_stay_words(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text="A <b>bold</b> word.")
    actions.remark(draft, by=cast.dev, phrase="<b>bold", note="<script>x</script>", rewrite="<i>")
    page = signed_in("jonas").get(f"/approvals/{draft.pk}/").content.decode()
    assert "<script>x" not in page
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page

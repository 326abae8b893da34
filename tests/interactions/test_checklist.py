"""The checklist guards every path: who ticked what and when, what an edit takes back, what the machine finds."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.refusals import Invalid
from approvals import actions as approvals
from interactions import actions, checks
from interactions.actions.handing_off import Offer
from interactions.checks import checklist
from interactions.models import Draft, Tick
from interactions.ticking import part_hash
from playbook.models import ChecklistItem, Playbook
from tests.cast import Cast
from tests.interactions.pages import signed_in

pytestmark = pytest.mark.django_db
TEXT = "We hear you, Rob. The refund went out today. Thank you for your patience!"


def item(cast: Cast, slug: str, **facts: object) -> ChecklistItem:
    return ChecklistItem.objects.create(brand=cast.brand, slug=slug, wording=slug.capitalize(), **facts)


def draft(cast: Cast, text: str = TEXT, by: str = "jonas", topic: str = "baggage", **facts: object) -> Draft:
    interaction = cast.flagged(topic)
    return actions.draft(interaction, by=getattr(cast, by), text=text, consideration="Seen.", **facts)


def test_a_required_line_is_ticked_or_nothing_is_submitted(cast: Cast) -> None:
    item(cast, "kind")
    item(cast, "nice", is_required=False)
    with pytest.raises(Invalid, match="Tick these first: Kind"):
        draft(cast)
    assert not Draft.objects.exists()
    assert draft(cast, ticks=["kind"]).ticks.get().item == "kind"


def test_a_tick_says_who_stood_by_it_and_when(cast: Cast) -> None:
    item(cast, "kind")
    moment = timezone.now() - timedelta(hours=1)
    with time_machine.travel(moment, tick=False):
        tick = draft(cast, ticks=["kind", "kind", "unheard of"]).ticks.get()
    assert (tick.by, tick.ticked_at, tick.item) == (cast.jonas, moment, "kind")


def test_lines_fit_by_level_topic_network_and_seniority(cast: Cast) -> None:
    item(cast, "green-only", levels=["green"])
    item(cast, "elsewhere", networks=["pigeon"])
    item(cast, "here", networks=[cast.channel.network])
    item(cast, "newcomers", is_for_newcomers=True)
    item(cast, "praise-only").topics.add(cast.topics["praise"])
    item(cast, "baggage-only").topics.add(cast.topics["baggage"])
    interaction = cast.flagged("baggage")
    fitting = [line.slug for line in checks.ticked_by_hand(interaction, cast.jonas)]
    assert fitting == ["here", "baggage-only"]
    approvals.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New")
    assert "newcomers" in [line.slug for line in checks.ticked_by_hand(interaction, cast.jonas)]
    assert "newcomers" not in [line.slug for line in checks.ticked_by_hand(interaction, cast.amara)]


def test_an_edit_takes_back_the_ticks_of_what_it_touched_and_keeps_the_others(cast: Cast) -> None:
    for slug, part in (("read", "none"), ("opens", "opening"), ("ends", "ending"), ("whole", "whole")):
        item(cast, slug, part=part, is_required=False)
    first = draft(cast, ticks=["read", "opens", "ends", "whole"])
    edited = TEXT.replace("patience", "kindness")
    approvals.approve_with_edits(first, by=cast.dev, text=edited)
    second = Draft.objects.get(number=2)
    kept = {tick.item: tick.by for tick in second.ticks.select_related("by")}
    assert kept == {"read": cast.jonas, "opens": cast.jonas}


def test_a_reviewer_stands_by_what_their_edit_touched_or_cannot_send_it(cast: Cast) -> None:
    item(cast, "whole")
    item(cast, "read", part="none")
    first = draft(cast, ticks=["whole", "read"])
    edited = TEXT.replace("patience", "kindness")
    with pytest.raises(Invalid, match="Tick these first: Whole"):
        approvals.approve_with_edits(first, by=cast.dev, text=edited)
    approvals.approve_with_edits(first, by=cast.dev, text=edited, ticks=["whole", "read"])
    ticks = {tick.item: tick.by for tick in Tick.objects.filter(draft__number=2).select_related("by")}
    assert ticks == {"whole": cast.dev, "read": cast.jonas}


def test_a_line_that_became_required_since_stops_the_signature(cast: Cast) -> None:
    waiting = draft(cast)
    item(cast, "kind")
    with pytest.raises(Invalid, match="Kind"):
        approvals.approve(waiting, by=cast.dev)


@pytest.mark.parametrize("text", ["Write to rob.pereira@mail.example, please.", "Is it still +44 7700 900123?"])
def test_personal_data_blocks_a_public_answer_and_offers_the_private_way(cast: Cast, text: str) -> None:
    interaction = cast.flagged("baggage")
    said = {"by": cast.jonas, "text": text, "consideration": "Seen."}
    with pytest.raises(Invalid, match="in private"):
        actions.draft(interaction, **said, is_public=True)
    assert actions.draft(interaction, **said, is_public=False).text == text


def test_what_is_on_file_about_a_customer_is_personal_too(cast: Cast) -> None:
    interaction = cast.flagged("baggage")
    interaction.contact.facts = {"bookings": [{"reference": "QX91LM"}], "tier": "Gold", "since": 7}
    interaction.contact.save()
    said = {"by": cast.jonas, "consideration": "Seen.", "is_public": True}
    with pytest.raises(Invalid, match="in private"):
        actions.draft(interaction, text="Your booking QX91LM is fine.", **said)


def test_our_own_number_may_be_said_once_the_playbook_lists_it(cast: Cast) -> None:
    interaction = cast.flagged("baggage")
    said = {"by": cast.jonas, "text": "Is +44 20 7946 0018 busy again?", "consideration": "Seen.", "is_public": True}
    with pytest.raises(Invalid, match="in private"):
        actions.draft(interaction, **said)
    Playbook.objects.update_or_create(brand=cast.brand, defaults={"own_words": ["+44 20 7946 0018"]})
    assert actions.draft(interaction, **said)


def test_what_the_machine_asks_about_is_ticked_by_a_person_and_what_it_finds_clear_is_not(cast: Cast) -> None:
    item(cast, "promise-amount", kind="machine")
    assert draft(cast, text="We hear you.")
    with pytest.raises(Invalid, match="Promise-amount"):
        draft(cast, text="We will refund you £250 for it.")
    assert draft(cast, text="We will refund you £250 for it.", ticks=["promise-amount"])


def test_an_advisory_machine_line_is_shown_and_stops_nothing(cast: Cast) -> None:
    item(cast, "promise-amount", kind="machine", is_required=False)
    assert draft(cast, text="We will refund you £250 for it.")
    interaction = cast.flagged("baggage")
    (line,) = checks.lines_for(interaction, "We will refund you £250.", author=cast.jonas, is_public=True)
    assert line.findings
    assert not line.is_clear
    assert not line.is_asked


def test_ticks_cannot_be_written_anew(cast: Cast) -> None:
    item(cast, "kind")
    tick = draft(cast, ticks=["kind"]).ticks.get()
    with pytest.raises(Exception, match="append-only"):
        Tick.objects.filter(pk=tick.pk).update(by=cast.amara)


sentences = st.lists(st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,3}[.!?]", fullmatch=True), min_size=1, max_size=6)


@given(sentences, sentences)
def test_a_part_is_touched_exactly_when_its_words_change(before: list[str], after: list[str]) -> None:
    one, other = " ".join(before), "\n ".join(after)
    assert (part_hash(one, "whole") == part_hash(other, "whole")) == (before == after)
    assert (part_hash(one, "opening") == part_hash(other, "opening")) == (before[:2] == after[:2])
    assert (part_hash(one, "ending") == part_hash(other, "ending")) == (before[-2:] == after[-2:])
    assert part_hash(one, "none") == part_hash(other, "none")


@pytest.mark.parametrize("has_offer", [True, False])
def test_a_talk_offered_beside_the_text_answers_for_name_and_number_on_every_path(
    cast: Cast, has_offer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Submitting, signing, the page of the review and its edit see the same offer as the reply box."""
    seen: list[bool] = []
    look = checklist.findings_in

    def watched(*given: object, **of: object) -> object:
        seen.append(bool(of["has_handoff"]))
        return look(*given, **of)  # type: ignore[arg-type]

    monkeypatch.setattr(checklist, "findings_in", watched)
    item(cast, "offline-contact", kind="machine")
    offered = Offer("Dev", "020 7946 0000", "We need the address") if has_offer else None
    said = {"text": "Please call us.", "is_public": True, "consideration": "Seen."}
    revision = actions.answer(cast.flagged("baggage"), by=cast.jonas, handoff=offered, **said)
    browser = signed_in(cast.dev)
    for address in (f"/approvals/{revision.pk}/", f"/approvals/{revision.pk}/edit/"):
        assert browser.get(address).status_code == 200
    edited = approvals.approve_with_edits(revision, by=cast.dev, text="Please call us!", as_new_version=True)
    assert edited is None
    approvals.approve(Draft.objects.latest("pk"), by=cast.ingrid)
    assert len(seen) >= 5
    assert set(seen) == {has_offer}

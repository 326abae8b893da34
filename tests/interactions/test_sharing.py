"""Showing what somebody said once more: never without their consent, never signed by one alone, never on red."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions
from interactions.models import Share
from tests.cast import Cast
from tests.interactions import goodness
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db
OUT = "https://harbour.example/7"


def test_praise_is_thanked_and_shared_in_one_flow(cast: Cast) -> None:
    row = cast.flagged("praise", "The new seats are lovely, thank you!")
    browser = signed_in(cast.jonas)
    assert "Thank and share" in read(cast.jonas, f"/inbox/{row.pk}/good/")
    kept = browser.post(f"/interactions/{row.pk}/consent/", {"way": "thread", "words": "Sure!", "shows_name": "on"})
    assert kept.status_code == 302
    asked = browser.post(f"/interactions/{row.pk}/share/", {"channel": cast.channel.pk, "text": "Thank you, Kim."})
    assert asked.status_code == 302
    share = Share.objects.get()
    shown = read(cast.dev, "/good/shares/")
    assert "The new seats are lovely" in shown
    assert "Thank you, Kim." in shown
    decided = {"is_approved": "1", "text_seen": share.text_hash}
    assert signed_in(cast.dev).post(f"/interactions/shares/{share.pk}/decide/", decided).status_code == 302
    assert browser.post(f"/interactions/shares/{share.pk}/shared/", {"url": OUT}).status_code == 302
    assert Share.objects.get().state == "shared"
    assert OUT in read(cast.dev, "/good/shares/")


def test_without_consent_nothing_is_asked_and_private_words_are_shown_to_nobody(cast: Cast) -> None:
    row = cast.flagged("praise")
    with pytest.raises(Conflict, match="without their consent"):
        actions.ask_to_share(row, by=cast.jonas, channel=cast.channel, text="Look")
    private = cast.flagged("praise", is_public=False, kind="message")
    with pytest.raises(Invalid, match="shown to nobody"):
        actions.note_consent(private, by=cast.jonas, way="private", words="Yes")
    with pytest.raises(Invalid, match="their words"):
        actions.note_consent(row, by=cast.jonas, way="thread", words=" ")


def test_nobody_signs_what_they_asked_for_and_the_database_says_so_too(cast: Cast) -> None:
    share = goodness.share(cast, by="dev")
    with pytest.raises(NotAllowed, match="somebody else signs"):
        actions.decide_share(share, by=cast.dev, is_approved=True, text_seen=share.text_hash)
    with pytest.raises(NotAllowed):
        actions.decide_share(share, by=cast.amara, is_approved=True, text_seen=share.text_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.update(state="approved", decided_by=cast.dev, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.update(state="shared", decided_by=cast.ingrid, shared_at=timezone.now(), url="")


def test_exactly_the_words_that_were_read_are_signed(cast: Cast) -> None:
    share = goodness.share(cast)
    with pytest.raises(Conflict, match="Read it again"):
        actions.decide_share(share, by=cast.dev, is_approved=True, text_seen="something else")
    with pytest.raises(Invalid, match="Say why"):
        actions.decide_share(share, by=cast.dev, is_approved=False, text_seen="")
    actions.decide_share(share, by=cast.dev, is_approved=False, text_seen="", reason="Too loud")
    with pytest.raises(Conflict, match="decided a moment ago"):
        actions.decide_share(share, by=cast.ingrid, is_approved=True, text_seen=share.text_hash)
    again = actions.ask_to_share(share.interaction, by=cast.jonas, channel=cast.channel, text="Softer")
    assert again.state == "waiting"


def test_consent_that_is_taken_back_ends_what_is_not_out(cast: Cast) -> None:
    waiting, ready, out = goodness.share(cast), goodness.signed(cast), goodness.signed(cast)
    actions.note_shared(out, by=cast.jonas, url=OUT)
    for share in (waiting, ready, out):
        actions.withdraw_consent(share.consent, by=cast.jonas)
    assert [Share.objects.get(pk=one.pk).state for one in (waiting, ready, out)] == ["ended", "ended", "shared"]
    with pytest.raises(Conflict, match="may not go out"):
        actions.note_shared(ready, by=cast.jonas, url=OUT)
    with pytest.raises(Conflict, match="taken back already"):
        actions.withdraw_consent(waiting.consent, by=cast.jonas)
    assert goodness.consent(cast).withdrawn_at is None  # another message, another consent


def test_a_share_is_asked_once_for_a_channel_and_fits_it(cast: Cast) -> None:
    share = goodness.share(cast)
    with pytest.raises(Conflict, match="or somebody asked"):
        actions.ask_to_share(share.interaction, by=cast.amara, channel=cast.channel, text="Again")
    with pytest.raises(Conflict, match="stands here already"):
        actions.note_consent(share.interaction, by=cast.amara, way="thread", words="Yes")
    other = goodness.consent(cast).interaction
    cast.channel.max_length = 10
    with pytest.raises(Invalid, match="longer than"):
        actions.ask_to_share(other, by=cast.jonas, channel=cast.channel, text="x" * 11)
    with pytest.raises(Invalid, match="what we say"):
        actions.ask_to_share(other, by=cast.jonas, channel=cast.channel, text=" ")
    cast.channel.brand = cast.other_brand
    with pytest.raises(Invalid, match="no channel of this brand"):
        actions.ask_to_share(other, by=cast.jonas, channel=cast.channel, text="Look")


def test_it_stands_somewhere_or_it_is_not_out(cast: Cast) -> None:
    share = goodness.signed(cast)
    for url in ("", "javascript:alert(1)", "http://harbour.example/7"):
        with pytest.raises(Invalid, match="https://"):
            actions.note_shared(share, by=cast.jonas, url=url)
    with pytest.raises(Conflict, match="may not go out"):
        actions.note_shared(goodness.share(cast), by=cast.jonas, url=OUT)


def test_red_stops_a_share_at_each_step(cast: Cast) -> None:
    consent, waiting, ready = goodness.consent(cast), goodness.share(cast), goodness.signed(cast)
    for row in (consent.interaction, waiting.interaction, ready.interaction):
        actions.flag(row, by=cast.amara, topics=[cast.topics["hacking"]])
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.ask_to_share(consent.interaction, by=cast.jonas, channel=cast.channel, text="Look")
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.decide_share(waiting, by=cast.dev, is_approved=True, text_seen=waiting.text_hash)
    with pytest.raises(NotAllowed, match="Red stops"):
        actions.note_shared(ready, by=cast.jonas, url=OUT)


def test_consent_is_for_the_words_they_had_written_then(cast: Cast) -> None:
    waiting, ready, out = goodness.share(cast), goodness.signed(cast), goodness.signed(cast)
    actions.note_shared(out, by=cast.jonas, url=OUT)
    for share, change in ((waiting, {"is_edit": True}), (ready, {"is_deletion": True}), (out, {"is_edit": True})):
        row = share.interaction
        message = cast.message("Worst crew ever.", remote_id=row.remote_id, author=row.contact.remote_id, **change)
        actions.receive(cast.channel, [message])
    with pytest.raises(Conflict, match="changed or deleted"):
        actions.decide_share(waiting, by=cast.dev, is_approved=True, text_seen=waiting.text_hash)
    with pytest.raises(Conflict, match="changed or deleted"):
        actions.note_shared(ready, by=cast.jonas, url=OUT)
    page = read(cast.dev, "/good/shares/")
    assert page.count("Ask them again before it is shown") == 2
    assert page.count("Take it down there") == 1
    assert "It is out" not in page
    assert 'value="1"' not in page
    actions.withdraw_consent(waiting.consent, by=cast.jonas)
    actions.note_consent(waiting.interaction, by=cast.jonas, way="thread", words="Yes, as it is now")
    again = actions.ask_to_share(waiting.interaction, by=cast.jonas, channel=cast.channel, text="Oh well.")
    assert actions.decide_share(again, by=cast.dev, is_approved=True, text_seen=again.text_hash).state == "approved"


def test_what_is_out_when_the_consent_is_taken_back_is_to_be_taken_down(cast: Cast) -> None:
    out = goodness.signed(cast)
    actions.note_shared(out, by=cast.jonas, url=OUT)
    actions.withdraw_consent(out.consent, by=cast.jonas)
    for address in ("/good/shares/", f"/inbox/{out.interaction_id}/good/"):
        assert "Take it down there" in read(cast.jonas, address)


def test_whoever_asked_takes_it_back_without_a_word(cast: Cast) -> None:
    share = goodness.share(cast)
    assert actions.decide_share(share, by=cast.jonas, is_approved=False, text_seen="").state == "declined"


def test_what_is_signed_and_not_out_yet_is_taken_back_by_either_of_the_two(cast: Cast) -> None:
    share, other = goodness.signed(cast), goodness.signed(cast)
    assert "Take it back" in read(cast.jonas, "/good/shares/")
    with pytest.raises(NotAllowed):
        actions.decide_share(share, by=cast.amara, is_approved=False, text_seen="", reason="No")
    with pytest.raises(Invalid, match="Say why"):
        actions.decide_share(share, by=cast.dev, is_approved=False, text_seen="")
    with pytest.raises(Conflict, match="decided a moment ago"):
        actions.decide_share(share, by=cast.ingrid, is_approved=True, text_seen=share.text_hash)
    taken = actions.decide_share(share, by=cast.dev, is_approved=False, text_seen="", reason="The advert was stopped")
    assert (taken.state, taken.reason) == ("declined", "The advert was stopped")
    with pytest.raises(Invalid, match="Say why"):
        actions.decide_share(other, by=cast.jonas, is_approved=False, text_seen="")
    ended = actions.decide_share(other, by=cast.jonas, is_approved=False, text_seen="", reason="They moved on")
    assert ended.state == "declined"
    for one in (share, other):
        with pytest.raises(Conflict, match="may not go out"):
            actions.note_shared(one, by=cast.jonas, url=OUT)


def test_whoever_may_not_sign_or_share_gets_no_form_for_it(cast: Cast) -> None:
    waiting, ready = goodness.share(cast), goodness.signed(cast)
    page = read(cast.axel, "/good/shares/")
    assert "This made our day." in page
    for address in (f"/interactions/shares/{waiting.pk}/decide/", f"/interactions/shares/{ready.pk}/shared/"):
        assert address not in page
    assert f"/interactions/shares/{ready.pk}/shared/" in read(cast.amara, "/good/shares/")


def test_a_share_goes_with_its_message_to_another_team(cast: Cast) -> None:
    share = goodness.share(cast)
    terms = {"to_team": cast.teams["communications"], "reason": "A journalist"}
    transfer = actions.hand_over_contact(share.interaction.contact, by=cast.dev, **terms)
    assert "Nothing to share yet" in read(cast.jonas, "/good/shares/")
    assert "This made our day." in read(cast.priya, "/good/shares/")
    actions.give_back(transfer, by=cast.priya)
    assert "This made our day." in read(cast.jonas, "/good/shares/")


def test_others_see_no_shares(cast: Cast) -> None:
    goodness.share(cast)
    assert "Nothing to share yet" in read(cast.nora, "/good/shares/")

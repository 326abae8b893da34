"""A red interaction through its address: stop, holding messages, releases, and the names under both (P3)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import actions
from interactions.models import HoldingStatement, Interaction, Release, Reply
from tests.cast import Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def ahead(hours: int) -> str:
    return (timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_red_stops_and_says_who_would_have_to_sign(cast: Cast) -> None:
    row = cast.flagged("hacking")
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Red · Stop. Nobody replies until a release is signed." in page
    assert "The reply box is locked." in page
    assert 'id="reply-form"' not in page
    assert "Priya Raman" in page
    assert "Ruth Adeyemi" in page


def test_a_release_is_written_signed_by_each_team_and_opens_the_box(cast: Cast) -> None:
    row = cast.flagged("hacking")
    given = {"says": "One answer about the lock", "expires_at": ahead(4), "for_user": ""}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/release/", given).status_code == 302
    written = Release.objects.get()
    address = f"/interactions/releases/{written.pk}/sign/"
    assert "Sign for" not in read(cast.amara, f"/inbox/{row.pk}/")
    assert "Sign for Communications" in read(cast.priya, f"/inbox/{row.pk}/")
    assert signed_in(cast.amara).post(address, {"role": "communications"}).status_code == 403
    assert signed_in(cast.priya).post(address, {"role": "communications"}).status_code == 302
    assert signed_in(cast.priya).post(address, {"role": "legal"}).status_code == 403
    assert signed_in(cast.ruth).post(address, {"role": "nobody"}).status_code == 422
    assert 'id="reply-form"' not in read(cast.amara, f"/inbox/{row.pk}/")
    assert signed_in(cast.ruth).post(address, {"role": "legal"}).status_code == 302
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "In force until" in page
    assert 'id="reply-form"' in page
    revoke = f"/interactions/releases/{written.pk}/revoke/"
    assert signed_in(cast.amara).post(revoke).status_code == 403
    assert signed_in(cast.ruth).post(revoke).status_code == 302
    assert 'id="reply-form"' not in read(cast.amara, f"/inbox/{row.pk}/")


def test_a_release_for_one_person_opens_the_box_for_that_person_alone(cast: Cast) -> None:
    row = cast.flagged("hacking")
    until = timezone.now() + timedelta(hours=1)
    written = actions.release(row, by=cast.priya, says="Amara answers", expires_at=until, for_user=cast.amara)
    actions.sign_release(written, role="communications", by=cast.priya)
    actions.sign_release(written, role="legal", by=cast.ruth)
    assert 'id="reply-form"' in read(cast.amara, f"/inbox/{row.pk}/")
    assert 'id="reply-form"' not in read(cast.jonas, f"/inbox/{row.pk}/")


@pytest.mark.parametrize("change", [{"says": " "}, {"expires_at": ahead(-1)}, {"expires_at": ahead(24 * 40)}])
def test_a_release_that_says_nothing_or_never_ends_is_refused_with_what_was_typed(
    cast: Cast, change: dict[str, str]
) -> None:
    row = cast.flagged("hacking")
    given = {"says": "One answer", "expires_at": ahead(4), "for_user": ""} | change
    answer = signed_in(cast.amara).post(f"/interactions/{row.pk}/release/", given)
    assert answer.status_code == 422
    assert given["expires_at"] in answer.content.decode()
    assert Release.objects.count() == 0


def test_a_holding_message_is_filled_and_goes_out_with_its_second_name(cast: Cast) -> None:
    cast.holding.topics.add(cast.topics["hacking"])
    row = cast.flagged("hacking", author="marta-k")
    assert "Marta K, we are looking into it. Next update {next_update}." in read(cast.amara, f"/inbox/{row.pk}/")
    given = {"message": cast.holding.pk, "next_update_at": ahead(1)}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/holding/", given).status_code == 302
    statement = HoldingStatement.objects.get()
    address = f"/interactions/statements/{statement.pk}/sign/"
    assert "2 more names." in read(cast.priya, f"/inbox/{row.pk}/")
    assert signed_in(cast.amara).post(address).status_code == 403
    assert signed_in(cast.priya).post(address).status_code == 302
    assert signed_in(cast.priya).post(address).status_code == 409
    assert Reply.objects.count() == 0
    assert "Sign and post" in read(cast.tomas, f"/inbox/{row.pk}/")
    assert signed_in(cast.tomas).post(address).status_code == 302
    assert Reply.objects.get().kind == "holding"
    assert "we are looking into it" in read(cast.amara, f"/inbox/{row.pk}/")
    assert Interaction.objects.get(pk=row.pk).is_held


def test_an_update_promised_for_the_past_is_refused(cast: Cast) -> None:
    cast.holding.topics.add(cast.topics["hacking"])
    row = cast.flagged("hacking")
    given = {"message": cast.holding.pk, "next_update_at": ahead(-1)}
    answer = signed_in(cast.amara).post(f"/interactions/{row.pk}/holding/", given)
    assert answer.status_code == 422
    assert "in the future" in answer.content.decode()


def test_closing_red_waits_for_a_second_person(cast: Cast) -> None:
    row = cast.flagged("hacking")
    given = {"closed_as": "not_for_us", "reason": "Another airline"}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/close/", given).status_code == 302
    assert Interaction.objects.get(pk=row.pk).state == "flagged"
    page = read(cast.dev, f"/inbox/{row.pk}/")
    confirm = re.search(r'formaction="(/interactions/requests/\d+/confirm/)', page)
    assert confirm
    assert signed_in(cast.dev).post(confirm[1]).status_code == 302
    assert Interaction.objects.get(pk=row.pk).state == "closed"


def test_the_auditor_reads_everything_and_is_offered_nothing(cast: Cast) -> None:
    page = read(cast.axel, f"/inbox/{cast.flagged('hacking').pk}/")
    assert 'action="/interactions/' not in page

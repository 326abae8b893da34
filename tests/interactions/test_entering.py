"""Press, calls and tips, entered by hand: messages like any other, with a link, a picture, and who saw it."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from interactions import actions
from interactions.models import Evidence, Interaction
from tests.cast import Cast
from tests.connectors.pictures import png
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def given(cast: Cast, **more: Any) -> dict[str, Any]:
    heard = {
        "key": str(uuid.uuid4()),
        "kind": "press",
        "team": cast.teams["care"].pk,
        "text": "My account was hacked, writes <the> Gazette.",
        "author": "Gazette",
        "link": "https://gazette.example/hacked",
        "seen_by": "Hana at the desk",
        "is_public": "1",
    }
    return heard | more


def enter(cast: Cast, who: str = "amara", status: int = 302, **more: Any) -> str:
    answer = signed_in(getattr(cast, who)).post("/inbox/enter/", given(cast, **more))
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode() or str(answer["Location"])


def test_what_was_entered_is_triaged_and_shown_with_its_picture_link_and_witness(cast: Cast) -> None:
    picture = SimpleUploadedFile("page.png", png())
    address = enter(cast, picture=picture, alt="The front page")
    row, kept = Interaction.objects.get(), Evidence.objects.get()
    assert (row.kind, row.team_id, row.state) == ("press", cast.teams["care"].pk, "received")
    assert Event.objects.filter(name="interactions.received", subject_id=row.pk).exists()
    page = read(cast.amara, address)
    for part in (
        "https://gazette.example/hacked",
        "Seen or heard by Hana at the desk",
        'alt="The front page"',
        f"/inbox/evidence/{kept.pk}/",
        kept.digest[:12],
        "Amara Osei entered this by hand",
    ):
        assert part in page, part
    assert (
        "hacked, writes &lt;the&gt; Gazette" in page.replace("<mark>", "").replace("</mark>", "")
        or "&lt;the&gt;" in page
    )
    assert signed_in(cast.dev).get(f"/inbox/evidence/{kept.pk}/")["Content-Type"] == "image/png"
    assert signed_in(cast.nora).get(f"/inbox/evidence/{kept.pk}/").status_code == 404
    assert Event.objects.filter(name="interactions.entered").count() == 1


def test_a_form_that_is_sent_twice_enters_one(cast: Cast) -> None:
    key = str(uuid.uuid4())
    assert enter(cast, key=key) == enter(cast, key=key)
    row = Interaction.objects.get()
    assert row.notes.count() == 1
    enter(cast, author="gazette ", text="And again.")
    assert Interaction.objects.exclude(pk=row.pk).get().contact_id == row.contact_id


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": " "}, "This field is required"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"kind": "rumour"}, "Select a valid choice"),
        ({"picture": SimpleUploadedFile("p.png", png())}, "Say in a few words what the picture shows"),
        ({"picture": SimpleUploadedFile("p.png", b"MZ\x90"), "alt": "A page"}, "This is no picture we know"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(cast: Cast, more: dict[str, Any], sentence: str) -> None:
    page = enter(cast, status=422, **more)
    assert sentence in page
    assert "Hana at the desk" in page
    assert not Interaction.objects.exists()


def test_it_is_entered_for_a_team_one_works_for_and_answered_elsewhere(cast: Cast) -> None:
    enter(cast, "nora", status=404)
    enter(cast, "axel", status=404)
    enter(cast, team="", status=422)
    enter(cast, text="What a nice crew", author="", key="rubbish")
    row = Interaction.objects.get()
    assert row.contact.name == "Unknown"
    actions.flag(row, by=cast.amara, topics=[cast.topics["praise"]])
    assert "The reply box is locked." in read(cast.amara, f"/inbox/{row.pk}/")

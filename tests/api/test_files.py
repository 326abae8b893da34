"""Files that go along with an answer, from outside: added, named by a draft, signed with its text, refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.test import APIClient

from accounts.models import User
from connectors.media import LARGEST
from interactions import files
from interactions.models import Attachment, Draft, Interaction, Reply
from interactions.models.drafts import signed_hash
from tests.api.conftest import Carrying
from tests.api.test_answers import DRAFT, bot, drafts, review, seen
from tests.cast import Cast
from tests.connectors.pictures import SECRET, png

__all__ = ["bot"]
pytestmark = pytest.mark.django_db
ALT = "A grey suitcase"


@pytest.fixture(autouse=True)
def _pictures(cast: Cast, tmp_path: Path, settings: Any) -> None:
    """The channel takes pictures, and they are kept in a directory of this test."""
    cast.channel.settings |= {"takes_pictures": True}
    cast.channel.save()
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {files.STORAGE: storage}


def add(client: APIClient, interaction: Interaction, content: bytes | None = None, alt: str = ALT) -> Response:
    upload = SimpleUploadedFile("C:\\photos\\bag.png", png() if content is None else content)
    address = reverse("api:files", args=[interaction.public_id])
    return client.post(address, {"upload": upload, "alt": alt}, format="multipart")


def test_a_file_goes_along_with_the_draft_that_names_it_and_is_signed_with_its_text(
    cast: Cast, carrying: Carrying
) -> None:
    interaction, jonas = cast.flagged("baggage"), carrying("jonas", "draft")
    said = add(jonas, interaction)
    assert said.status_code == 201, said.json()
    file = Attachment.objects.get()
    assert said.json() == {
        "id": file.pk,
        "name": "bag.png",
        "type": "image/png",
        "size": file.size,
        "alt": ALT,
        "sha256": file.digest,
    }
    assert SECRET not in files.read(file.digest)
    draft = jonas.post(drafts(interaction), DRAFT | {"files": [file.pk]}, format="json")
    assert (draft.status_code, draft.json()["files"]) == (201, [said.json()])
    standing = Draft.objects.get()
    assert standing.text_hash == signed_hash(DRAFT["text"], [file]) != signed_hash(DRAFT["text"])
    signed = carrying("dev", "review").post(review(interaction), seen(interaction, verdict="approve"), format="json")
    assert (signed.status_code, signed.json()["state"]) == (200, "approved")
    assert Reply.objects.get().approval.draft.files == [file]


def test_the_same_file_again_is_the_same_and_another_file_is_another_draft(cast: Cast, carrying: Carrying) -> None:
    interaction, jonas = cast.flagged("baggage"), carrying("jonas", "draft")
    first = add(jonas, interaction).json()["id"]
    again = add(jonas, interaction)
    assert (again.status_code, again.json()["id"]) == (200, first)
    other = add(jonas, interaction, png(colour=b"\x90\x20\x30")).json()["id"]
    numbers = [
        jonas.post(drafts(interaction), DRAFT | {"files": named}, format="json").json()["number"]
        for named in ([first], [first], [first, first], [first, other], [other, first])
    ]
    assert numbers == [1, 1, 1, 2, 3]


def test_left_out_the_files_of_the_version_below_go_along_and_an_empty_list_leaves_them_behind(
    cast: Cast, carrying: Carrying
) -> None:
    interaction, jonas = cast.flagged("baggage"), carrying("jonas", "draft")
    file = add(jonas, interaction).json()
    jonas.post(drafts(interaction), DRAFT | {"files": [file["id"]]}, format="json")
    newer = {"text": "It is in London, and it is on its way.", "consideration": "Seen.", "based_on": 1}
    assert jonas.post(drafts(interaction), DRAFT | newer, format="json").json()["files"] == [file]
    without = DRAFT | newer | {"based_on": 2, "files": []}
    assert jonas.post(drafts(interaction), without, format="json").json()["files"] == []


def test_a_machine_adds_a_file_and_its_draft_waits_for_a_person(cast: Cast, carrying: Carrying, bot: User) -> None:
    interaction, machine = cast.flagged("praise"), carrying("bot", "draft")
    named = {"text": "Thank you!", "files": [add(machine, interaction).json()["id"]]}
    assert machine.post(drafts(interaction), named, format="json").json()["state"] == "waiting"
    assert not Reply.objects.exists()


def test_a_yes_to_a_text_is_no_yes_to_a_file_beside_it(cast: Cast, carrying: Carrying) -> None:
    interaction, amara = cast.flagged("praise"), carrying("amara", "draft")
    interaction.channel.is_protected = True
    interaction.channel.save()
    named, said = {"files": [add(amara, interaction).json()["id"]]}, {"text": "Thank you!"}
    word = {"confirmed": amara.post(drafts(interaction), said, format="json").json()["confirm"]}
    asked = amara.post(drafts(interaction), said | named | word, format="json")
    assert (asked.status_code, Reply.objects.count()) == (409, 0)
    word = {"confirmed": asked.json()["confirm"]}
    assert amara.post(drafts(interaction), said | named | word, format="json").status_code == 201


@pytest.mark.parametrize(
    ("content", "alt", "status"),
    [
        (b"", ALT, 422),
        (b"MZ\x90 a program", ALT, 422),
        (b"<svg onload=alert(1)>", ALT, 422),
        (b"%PDF-1.7 a letter", ALT, 422),  # this channel takes pictures alone
        (png()[:40], ALT, 422),
        (png(), "", 422),
        (png(), "   ", 422),
        (png(), "x" * 301, 422),
        (png(), "a\0b", 422),
        (png() + b"\0" * (LARGEST - 60), ALT, 422),
        (png() + b"\0" * (LARGEST + 70_000), ALT, 413),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_kept_nowhere(
    cast: Cast, carrying: Carrying, content: bytes, alt: str, status: int
) -> None:
    answer = add(carrying("jonas", "draft"), cast.flagged("baggage"), content, alt)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
    assert not Attachment.objects.exists()
    assert storages[files.STORAGE].listdir("") == ([], [])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 422),
        (b"rubbish", "multipart/form-data; boundary=x", 422),
        (b"rubbish", "multipart/form-data", 400),
        (b"--x\r\n" + b'Content-Disposition: form-data; name="upload"\r\n\r\nno file\r\n--x--', "", 422),
        (1_010 * b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n', "", 400),
        (110 * b'--x\r\nContent-Disposition: form-data; name="upload"; filename="a"\r\n\r\n\r\n', "", 400),
        (b'{"upload": "bag.png"}', "application/json", 415),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(
    cast: Cast, carrying: Carrying, body: bytes, kind: str, status: int
) -> None:
    address = reverse("api:files", args=[cast.flagged("baggage").public_id])
    kind = kind or "multipart/form-data; boundary=x"
    answer = carrying("jonas", "draft").post(address, body, content_type=kind)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


def test_a_file_of_another_case_and_one_that_is_none_go_along_with_nothing(cast: Cast, carrying: Carrying) -> None:
    jonas, other = carrying("jonas", "draft"), cast.flagged("baggage")
    elsewhere = add(jonas, other).json()["id"]
    for named in ([elsewhere], [10**9], [0], ["x"], list(range(1, 22))):
        answer = jonas.post(drafts(cast.flagged("baggage")), DRAFT | {"files": named}, format="json")
        assert (answer.status_code, bool(answer.json()["detail"])) == (422, True), named
    assert not Draft.objects.exists()


def test_nobody_changes_anothers_draft_with_a_file(cast: Cast, carrying: Carrying) -> None:
    interaction = cast.flagged("baggage")
    carrying("jonas", "draft").post(drafts(interaction), DRAFT, format="json")
    amara = carrying("amara", "draft")
    named = {"files": [add(amara, interaction).json()["id"]]}
    assert amara.post(drafts(interaction), DRAFT | named, format="json").status_code == 409
    assert Draft.objects.get().files == []


@pytest.mark.parametrize(
    ("name", "scopes", "status"),
    [("", (), 401), ("jonas", ("read",), 403), ("axel", ("draft",), 403), ("nora", ("draft",), 404)],
)
def test_who_may_not_adds_nothing(cast: Cast, carrying: Carrying, name: str, scopes: Any, status: int) -> None:
    client = carrying(name, *scopes) if name else APIClient()
    assert add(client, cast.flagged("baggage")).status_code == status
    assert not Attachment.objects.exists()

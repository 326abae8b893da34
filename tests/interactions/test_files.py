"""Files that go along with an answer: kept under their hash, signed with the text, posted as they were signed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from approvals import actions as approvals
from approvals.models import SignOffRule
from audit.models import Event
from connectors.contract import Outgoing, Receipt
from connectors.webhook.connector import Webhook
from interactions import actions, files, publishing
from interactions.models import Attachment, Draft, Enclosed, Interaction, Reply
from tests.cast import Cast
from tests.connectors.pictures import SECRET, png
from tests.interactions.pages import box, read, send, signed_in

pytestmark = pytest.mark.django_db
TEXT = "Here is your bag, Marta. It flies to Lisbon today at three in the afternoon."


@pytest.fixture(autouse=True)
def _pictures(cast: Cast, tmp_path: Path, settings: Any) -> None:
    """The channel takes pictures, and they are kept in a directory of this test."""
    cast.channel.settings |= {"takes_pictures": True}
    cast.channel.save()
    options = {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {
        files.STORAGE: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    }


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    out: list[Outgoing] = []

    def publish(_self: Webhook, outgoing: Outgoing) -> Receipt:
        out.append(outgoing)
        return Receipt(f"post-{len(out)}")

    monkeypatch.setattr(Webhook, "publish", publish)
    return out


def added(cast: Cast, row: Interaction, by: str = "jonas", **more: Any) -> Attachment:
    given: dict[str, Any] = {"name": "bag.png", "content": png(), "alt": "A grey suitcase"} | more
    return actions.attach(row, by=getattr(cast, by), **given)


def enclosing(cast: Cast, **more: Any) -> tuple[Draft, Attachment]:
    row = cast.flagged("baggage")
    file = added(cast, row)
    said = {"text": TEXT, "consideration": "Seen", "files": [file]} | more
    return actions.draft(row, by=cast.jonas, **said), file


def upload(user: User, row: Interaction, content: bytes = png(), **form: Any) -> HttpResponse:
    given = {"text": TEXT, "is_public": "1", "seen_thread_version": row.thread_version, "upload_alt": "A suitcase"}
    sent = {"upload": SimpleUploadedFile("C:\\photos\\bag.png", content)}
    return signed_in(user).post(f"/interactions/{row.pk}/attach/", given | sent | form)


def test_it_is_added_kept_with_what_was_typed_and_sent_along(cast: Cast, posts: list[Outgoing]) -> None:
    row = cast.flagged("praise")
    assert upload(cast.amara, row).status_code == 302
    file = Attachment.objects.get()
    assert (file.name, file.content_type, file.alt) == ("bag.png", "image/png", "A suitcase")
    assert SECRET not in files.read(file.digest)
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert box(page) == TEXT
    assert f'name="attachments" value="{file.pk}" checked' in page
    assert Event.objects.get(name="interactions.file_added").facts["digest"] == file.digest
    send(cast, "amara", row, TEXT, attachments=[file.pk])
    publishing.sweep()
    (post,) = posts
    assert [(each.name, each.alt) for each in post.media] == [("bag.png", "A suitcase")]
    assert "<img" in read(cast.amara, f"/inbox/{row.pk}/")


def test_one_that_is_unticked_stays_behind(cast: Cast, posts: list[Outgoing]) -> None:
    row = cast.flagged("praise")
    upload(cast.amara, row)
    send(cast, "amara", row, TEXT)
    publishing.sweep()
    assert [post.media for post in posts] == [()]


def test_a_file_alone_is_kept_for_later(cast: Cast) -> None:
    row = cast.flagged("praise")
    assert upload(cast.amara, row, text="").status_code == 302
    assert 'name="attachments"' in read(cast.amara, f"/inbox/{row.pk}/")


@pytest.mark.parametrize(
    ("content", "form", "sentence"),
    [
        (b"<svg onload=alert(1)>", {}, "is something else"),
        (png()[:40], {}, "The picture is broken"),
        (png(), {"upload_alt": " "}, "what the picture shows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(6 * 1024 * 1024), {}, "larger than 5 MB"),
        (b"", {}, "Choose a file first"),
    ],
)
def test_what_cannot_go_along_is_refused_in_a_sentence_and_the_text_stays(
    cast: Cast, content: bytes, form: dict[str, str], sentence: str
) -> None:
    row = cast.flagged("praise")
    answer = upload(cast.amara, row, content, **form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert box(answer.content.decode()) == TEXT
    assert not Attachment.objects.exists()


def test_a_channel_of_words_alone_offers_no_file_and_takes_none(cast: Cast) -> None:
    cast.channel.settings |= {"takes_pictures": False}
    cast.channel.save()
    row = cast.flagged("praise")
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "text only" in page
    assert "/attach/" not in page
    with pytest.raises(Invalid, match="takes text only"):
        added(cast, row)


def test_a_file_of_one_conversation_goes_into_no_other(cast: Cast) -> None:
    file = added(cast, cast.flagged("praise"))
    other = cast.flagged("praise")
    with pytest.raises(Invalid, match="another conversation"):
        actions.draft(other, by=cast.amara, text=TEXT, files=[file])
    assert send(cast, "amara", other, TEXT, attachments=[file.pk]).status_code == 422


def test_who_may_not_answer_adds_nothing_and_who_may_not_see_gets_nothing(cast: Cast) -> None:
    draft, file = enclosing(cast)
    with pytest.raises(NotAllowed):
        added(cast, draft.interaction, by="axel")
    for name, status in (("amara", 200), ("dev", 200), ("axel", 200), ("nora", 404)):
        for address in (f"/inbox/files/{file.pk}/", f"/approvals/{draft.pk}/files/{file.pk}/"):
            assert signed_in(getattr(cast, name)).get(address).status_code == status, (name, address)
    answer = signed_in(cast.dev).get(f"/inbox/files/{file.pk}/")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    other, _file = enclosing(cast)
    assert signed_in(cast.dev).get(f"/approvals/{other.pk}/files/{file.pk}/").status_code == 404


def test_the_reviewer_sees_it_and_an_edit_keeps_it(cast: Cast, posts: list[Outgoing]) -> None:
    draft, file = enclosing(cast)
    page = read(cast.dev, f"/approvals/{draft.pk}/")
    assert f'alt="{file.alt}"' in page
    assert "No machine reads what stands in a file" in page
    assert approvals.approve_with_edits(draft, by=cast.dev, text=TEXT.replace("today", "tomorrow")) is not None
    publishing.sweep()
    assert [[each.name for each in post.media] for post in posts] == [["bag.png"]]


def test_the_same_text_with_another_file_is_another_draft(cast: Cast) -> None:
    draft, file = enclosing(cast)
    row, said = draft.interaction, {"text": TEXT, "consideration": "Seen"}
    assert actions.draft(row, by=cast.jonas, based_on=draft, files=[file], **said) == draft
    assert actions.draft(row, by=cast.jonas, based_on=draft, **said) == draft, "unsaid: as it was"
    again = actions.draft(row, by=cast.jonas, based_on=draft, files=[], **said)
    assert (again.number, again.has_files) == (2, False)
    other = added(cast, row, alt="Another suitcase")
    assert actions.draft(row, by=cast.jonas, based_on=again, files=[other], **said).text_hash != draft.text_hash
    with pytest.raises(Conflict):
        approvals.approve(draft, by=cast.dev)


def test_a_template_with_a_file_is_no_approved_template_any_more(cast: Cast) -> None:
    """A rule that spares approved words does not spare a picture that nobody approved with them."""
    approvals.write_policy(cast.brand, by=cast.ada)
    SignOffRule.objects.update(spared_up_to=0.2)
    for has_file in (False, True):
        row = cast.flagged("baggage")
        said = {"text": f"{row.contact}, we found your bag.", "consideration": "Seen", "template": cast.template}
        enclosed = [added(cast, row)] if has_file else []
        assert actions.draft(row, by=cast.jonas, files=enclosed, **said).approvals.exists() is not has_file


def exchanged(cast: Cast, draft: Draft, file: Attachment) -> None:
    """Other bytes under the same name in the storage."""
    path = Path(storages[files.STORAGE].path(f"{file.digest[:2]}/{file.digest}"))
    path.write_bytes(png(colour=b"\xff\0\0"))


def taken_away(cast: Cast, draft: Draft, file: Attachment) -> None:
    storages[files.STORAGE].delete(f"{file.digest[:2]}/{file.digest}")


def left_out(cast: Cast, draft: Draft, file: Attachment) -> None:
    Draft.objects.filter(pk=draft.pk).update(has_files=False)


def put_in(cast: Cast, draft: Draft, file: Attachment) -> None:
    other = added(cast, draft.interaction, alt="Somebody else’s suitcase")
    Enclosed.objects.create(draft=draft, attachment=other, position=9)


def test_what_no_database_takes_is_a_visible_mark_in_what_a_picture_shows(cast: Cast) -> None:
    assert added(cast, cast.flagged("baggage"), alt="A\0 bag").alt == "A\ufffd bag"


def test_a_file_that_was_kept_half_way_is_kept_whole_when_it_is_added_again(cast: Cast) -> None:
    path = Path(storages[files.STORAGE].path(files._path(files.digest_of(b"whole"))))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"who")
    assert files.read(files.keep(b"whole")) == b"whole"
    assert [kept.name for kept in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("tamper", [exchanged, taken_away, left_out, put_in])
def test_nothing_but_the_files_that_were_signed_ever_leaves(cast: Cast, posts: list[Outgoing], tamper: Any) -> None:
    draft, file = enclosing(cast)
    approvals.approve(draft, by=cast.dev)
    tamper(cast, draft, file)
    publishing.sweep()
    assert posts == []
    assert Reply.objects.get().state in {"failed", "recalled"}


def test_the_database_keeps_what_was_added_as_it_was(cast: Cast) -> None:
    _draft, file = enclosing(cast)
    for change in ({"alt": "Another"}, {"digest": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.filter(pk=file.pk).update(**change)
    facts = {"interaction": file.interaction, "name": "x", "size": 1, "digest": "0" * 64, "added_by": cast.jonas}
    for wrong in ({"content_type": "image/svg+xml", "alt": "x"}, {"content_type": "image/png", "alt": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.create(added_at=timezone.now(), **facts, **wrong)


def test_one_case_holds_so_many_files_and_the_same_one_is_kept_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = cast.flagged("praise")
    assert added(cast, row) == added(cast, row)
    monkeypatch.setattr("interactions.actions.attaching.MOST_OF_ONE_CASE", 1)
    with pytest.raises(Invalid, match="more files than one answer needs"):
        added(cast, row, alt="Another")


@pytest.mark.parametrize("name", ["", "...", "../../etc/passwd", 'a"b<c>.svg', "\u202egnp.exe", "x" * 500])
def test_a_name_is_a_name(cast: Cast, name: str) -> None:
    file = added(cast, cast.flagged("praise"), name=name)
    assert file.name.endswith(".png")
    assert len(file.name) <= 120
    assert not set(file.name) & set('/\\"<>')
    assert file.name.isprintable()

"""Files that go along: known by their first bytes, rid of what nobody meant to publish."""

import base64
import email
import email.policy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.refusals import Invalid
from connectors import media
from connectors.accounts import Account
from connectors.contract import Outgoing
from connectors.email.outgoing import written
from connectors.media import MediaLimits, Medium
from connectors.models import Channel
from connectors.webhook import signatures
from connectors.webhook.connector import Webhook
from tests.connectors.pictures import SECRET, jpeg, png, webp
from tests.connectors.test_http import saying, serving

GIF, PDF = b"GIF89a\x01\0\x01\0\0\0\0;", b"%PDF-1.7\n"
KINDS = {"image/png": png(), "image/jpeg": jpeg(), "image/webp": webp(), "image/gif": GIF, "application/pdf": PDF}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_its_first_bytes_say(kind: str) -> None:
    assert media.type_of(KINDS[kind]) == kind


@pytest.mark.parametrize("content", [b"", b"<svg onload=x>", b"MZ\x90", b"<html>", b"RIFF....AVI ", b"\x89PNG"])
def test_what_we_do_not_know_is_nothing(content: bytes) -> None:
    assert media.type_of(content) == ""


@pytest.mark.parametrize("content", [png(), jpeg(), webp()], ids=["png", "jpeg", "webp"])
def test_place_owner_and_whatever_hangs_on_behind_are_gone_and_the_rest_stays(content: bytes) -> None:
    cleaned = media.without_secrets(content)
    assert SECRET in content
    assert SECRET not in cleaned
    assert media.type_of(cleaned) == media.type_of(content)
    assert media.without_secrets(cleaned) == cleaned, "doing it twice changes nothing"
    for kept in (b"IDAT", b"\xff\xdb", b"VP8L"):
        assert (kept in content) == (kept in cleaned)


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8, 99])
def test_a_picture_that_was_taken_upright_stays_upright(orientation: int, order: str) -> None:
    cleaned = media.without_secrets(jpeg(orientation, order))
    is_turned = orientation in {3, 6, 8}
    assert (b"Exif\0\0" in cleaned) is is_turned
    if is_turned:
        assert cleaned == media.without_secrets(jpeg(orientation, order))
        assert media._orientation(cleaned[cleaned.index(b"Exif\0\0") + 6 :]) == orientation


@pytest.mark.parametrize("content", [png(), jpeg(), webp()], ids=["png", "jpeg", "webp"])
def test_a_picture_cut_off_anywhere_is_broken_or_whole_and_never_an_accident(content: bytes) -> None:
    for end in range(12, len(content)):
        try:
            assert SECRET not in media.without_secrets(content[:end])
        except media.BrokenError:
            continue


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x08\0\0\0WEBP"]), st.binary(max_size=200))
def test_rubbish_behind_a_true_beginning_is_no_accident(beginning: bytes, rest: bytes) -> None:
    try:
        media.without_secrets(beginning + rest)
    except media.BrokenError:
        return


class Sized:
    name = "bag.png"

    def __init__(self, content_type: str = media.PNG, size: int = 10) -> None:
        self.content_type, self.size = content_type, size


@pytest.mark.parametrize(
    ("network", "settings", "files", "sentence"),
    [
        ("webhook", {}, [Sized()], "takes text only"),
        ("webhook", {"takes_pictures": True}, [Sized()] * 5, "at most 4 files"),
        ("webhook", {"takes_pictures": True}, [Sized(media.PDF)], "JPEG, PNG, GIF, WebP"),
        ("webhook", {"takes_pictures": True}, [Sized(size=1024 * 1024 + 1)], "takes 1 MB"),
        ("webhook", {"takes_pictures": True}, [Sized()] * 4, ""),
        ("email", {}, [Sized(media.PDF)] * 5, ""),
        ("email", {}, [Sized()] * 6, "at most 5 files"),
        ("file", {}, [Sized()], "takes text only"),
    ],
)
def test_a_channel_says_which_files_it_takes(
    network: str, settings: dict[str, bool], files: list[Sized], sentence: str
) -> None:
    channel = Channel(name="Harbour", network=network, settings=settings)
    if not sentence:
        channel.check_takes(files)
        return
    with pytest.raises(Invalid, match=sentence):
        channel.check_takes(files)


def test_limits_read_well() -> None:
    assert MediaLimits(2, frozenset({media.PDF, media.JPEG}), 1536 * 1024).names == "JPEG, PDF"
    assert MediaLimits(largest=1536 * 1024).megabytes == "1.5"


def test_a_mail_carries_them() -> None:
    enclosed = (Medium("bag ä.png", media.PNG, png()), Medium("terms.pdf", media.PDF, PDF))
    post = Outgoing(text="Here it is.", key="k", to="tess@shop.example", media=enclosed)
    mail = written(post, own_address="care@ternair.example", own_name="Care")
    read = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    parts = {part.get_filename(): part for part in read.iter_attachments()}
    assert parts["terms.pdf"].get_content() == PDF
    assert parts["bag ä.png"].get_content_type() == media.PNG
    assert read.get_body().get_content().strip() == "Here it is."


def test_a_peer_that_takes_pictures_gets_them_under_the_same_signature() -> None:
    secret = signatures.new_secret()
    with serving(saying(201, b'{"id": 77}')) as server:
        settings = {"url": f"http://127.0.0.1:{server.port}/reply", "takes_pictures": True}
        account = Account(settings=settings, secrets={"incoming_secrets": secret, "reply_secret": secret})
        post = Outgoing(text="Here.", key="k", media=(Medium("bag.png", media.PNG, png(), "Your bag"),))
        Webhook(account).publish(post)
    (told,) = json.loads(server.seen[0].body)["data"]["media"]
    assert (told["name"], told["type"], told["alt"]) == ("bag.png", media.PNG, "Your bag")
    assert base64.b64decode(told["content"]) == png()

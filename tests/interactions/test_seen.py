"""Nobody acts upon what they have not seen, and nothing typed is lost by it."""

import re
from collections.abc import Callable

import pytest

from interactions import actions
from interactions.models import Interaction
from tests.cast import Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def token(page: str) -> str:
    found = set(re.findall(r'name="seen" value="([^"]+)"', page))
    assert len(found) == 1, found
    return found.pop()


CHANGES: dict[str, Callable[[Cast, Interaction], object]] = {
    "The customer wrote again meanwhile": lambda c, i: c.received("And?", author="marta", parent_id=i.remote_id),
    "It was flagged anew meanwhile": lambda c, i: actions.flag(i, by=c.dev, topics=[c.topics["baggage"]]),
    "Dev Malhotra has it since a moment ago": lambda c, i: actions.assign(i, by=c.dev, to=c.dev),
    "It has moved on meanwhile": lambda c, i: actions.draft(
        i, by=c.dev, text="We found it.", is_public=True, consideration="One bag."
    ),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_what_changed_since_one_looked_is_said_and_done_only_when_sent_once_more(cast: Cast, sentence: str) -> None:
    row = cast.flagged("praise", "Where is my bag?", author="marta")
    address = f"/interactions/{row.pk}"
    seen = token(read(cast.amara, f"/inbox/{row.pk}/"))
    CHANGES[sentence](cast, Interaction.objects.get(pk=row.pk))
    browser = signed_in(cast.amara)
    given = {"closed_as": "spam", "reason": "Not <for> us", "seen": seen}
    refused = browser.post(f"{address}/close/", given)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert sentence in page
    assert 'value="Not &lt;for&gt; us"' in page
    assert browser.post(f"{address}/snooze/", {"when": "hour", "seen": seen}).status_code == 409
    assert browser.post(f"{address}/assign/", {"to": cast.amara.pk, "seen": seen}).status_code == 409
    assert browser.post(f"{address}/flag/", {"topic": cast.topics["hacking"].pk, "seen": seen}).status_code == 409
    assert browser.post(f"{address}/assign/", {"to": cast.jonas.pk, "seen": token(page)}).status_code == 302


def test_a_program_or_an_old_page_that_sends_nothing_along_is_taken_as_it_comes(cast: Cast) -> None:
    row = cast.received()
    browser = signed_in(cast.amara)
    assert browser.post(f"/interactions/{row.pk}/assign/", {"to": cast.dev.pk, "seen": ""}).status_code == 302
    assert browser.post(f"/interactions/{row.pk}/assign/", {"to": "", "seen": "\x00.x" * 99}).status_code == 409

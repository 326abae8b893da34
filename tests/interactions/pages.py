"""What the tests of the inbox's pages share: a signed-in browser without a browser."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from interactions.models import Interaction
from tests.cast import Cast

HTMX = {"HX-Request": "true"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user: User, address: str, status: int = 200) -> str:
    """The page at this address as this person gets it."""
    answer = signed_in(user).get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(cast: Cast, who: str, interaction: Interaction, text: str = "Hello", **more: Any) -> Any:
    """What the composer's form does."""
    given = {"text": text, "is_public": "1", "seen_thread_version": interaction.thread_version} | more
    return signed_in(getattr(cast, who)).post(f"/interactions/{interaction.pk}/draft/", given)


def keep(user: User, interaction: Interaction, text: str, **more: Any) -> Any:
    """What the page's script sends every two seconds."""
    given = {"text": text, "is_public": "1", "seen_thread_version": 1} | more
    return signed_in(user).post(f"/interactions/{interaction.pk}/compose/", given, headers=HTMX)


def questions(captured: Any) -> list[str]:
    """What was asked of the database, without what bounds how long it may look."""
    return [sql for query in captured if "SAVEPOINT" not in (sql := query["sql"]) and "statement_timeout" not in sql]


def box(page: str) -> str:
    """What stands in the reply box, as it is escaped."""
    found = re.search(r'<textarea[^>]*id="reply"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found, "there is no box"
    return found[1]

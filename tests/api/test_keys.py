"""Keys: made once, scoped, refused in sentences."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from audit.models import Event
from tests.api.conftest import Carrying
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/interactions/"


def test_the_command_shows_a_key_once_and_the_key_opens(cast: Cast) -> None:
    out, err = StringIO(), StringIO()
    scopes = ["--scope", "read", "--scope", "ingest"]
    call_command("create_token", "amara@tern.example", "--name", "Reviews", *scopes, stdout=out, stderr=err)
    key = out.getvalue().strip()
    token = ApiToken.objects.get()
    assert (token.name, token.scopes, token.user) == ("Reviews", ["ingest", "read"], cast.amara)
    assert key not in token.digest + token.token_key
    assert "not shown again" in err.getvalue()
    event = Event.objects.get(name="accounts.token_created")
    assert key not in str(event.facts)
    assert APIClient(headers={"authorization": f"Bearer {key}"}).get(ADDRESS).status_code == 200


def test_nobody_by_that_address_is_a_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody signs in as"):
        call_command("create_token", "x@y.example", "--name", "n", "--scope", "read")


def test_a_scope_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("create_token", "amara@tern.example", "--name", "n", "--scope", "approve")


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", "Bearer a b", "Bearer \xff", "Bearer a\0b", "Basic x"]
)
def test_without_a_key_of_ours_it_is_401_with_a_sentence(cast: Cast, header: str | None) -> None:
    client = APIClient(HTTP_AUTHORIZATION=header) if header else APIClient()
    answer = client.get(ADDRESS)
    assert answer.status_code == 401
    assert answer.json()["detail"].endswith(".")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_key_of_someone_who_left_is_401(cast: Cast, carrying: Carrying) -> None:
    client = carrying("amara", "read")
    User.objects.filter(pk=cast.amara.pk).update(is_active=False)
    assert client.get(ADDRESS).status_code == 401


def test_a_key_without_the_scope_is_403_and_says_which(cast: Cast, carrying: Carrying) -> None:
    answer = carrying("amara", "ingest").get(ADDRESS)
    assert (answer.status_code, answer.json()) == (403, {"detail": "This key lacks the scope “read”."})


def test_a_session_is_no_key(cast: Cast) -> None:
    client = APIClient()
    client.force_login(cast.amara, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).status_code == 401

"""Keys to the API, and the client that carries one."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.actions import create_token
from accounts.actors import SYSTEM
from tests.cast import Cast

Carrying = Callable[..., APIClient]


@pytest.fixture
def carrying(cast: Cast) -> Carrying:
    """``carrying("amara", "ingest", "read")``: a client with Amara's key of these scopes."""

    def client(name: str, *scopes: str) -> APIClient:
        key = create_token(by=SYSTEM, user=getattr(cast, name), name="test", scopes=scopes)
        return APIClient(headers={"authorization": f"Bearer {key}"})

    return client

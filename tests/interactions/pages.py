"""What the tests of the inbox's pages share: a signed-in browser without a browser."""

from django.test import Client

from accounts.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user: User, address: str, status: int = 200) -> str:
    """The page at this address as this person gets it."""
    answer = signed_in(user).get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()

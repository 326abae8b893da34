import pytest
from django.test import Client

from accounts.models import User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def own_addresses(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.shell.urls"  # type: ignore[attr-defined]


@pytest.fixture
def amara(db: None) -> User:
    return User.objects.create_user("amara@example.com", PASSWORD, full_name="Amara Osei", is_staff=True)


@pytest.fixture
def amaras_browser(client: Client, amara: User) -> Client:
    client.force_login(amara)
    return client

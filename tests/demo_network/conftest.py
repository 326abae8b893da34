import pytest

from demo_network import posting


@pytest.fixture
def peer(db):
    return posting.open_to(
        handle="ternair",
        name="Tern Air",
        hook_url="http://127.0.0.1:1/hooks/harbour/",
        site_url="https://desk.example",
    )

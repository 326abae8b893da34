import pytest

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from tests.cast import PASSWORD


@pytest.fixture
def second_admin(cast) -> User:
    """Bea, who administers beside Ada: four eyes need two."""
    bea = User.objects.create_user("bea@tern.example", PASSWORD, full_name="Bea Lund")
    Membership.objects.create(team=cast.teams["care"], user=bea, role=Role.objects.get(slug="admin"))
    sync_roles()
    return bea

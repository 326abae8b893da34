import pytest

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from playbook import actions
from playbook.drafting import open_draft
from playbook.models import Rule, TaxonomyVersion
from tests.cast import PASSWORD


@pytest.fixture
def second_admin(cast) -> User:
    """Bea, who administers beside Ada."""
    bea = User.objects.create_user("bea@tern.example", PASSWORD, full_name="Bea Lund")
    Membership.objects.create(team=cast.teams["care"], user=bea, role=Role.objects.get(slug="admin"))
    sync_roles()
    return bea


@pytest.fixture
def draft(cast) -> TaxonomyVersion:
    """Baggage is red, knows trunks and forgets suitcases; thanks are praise."""
    rule = Rule.objects.get(topic=cast.topics["baggage"], name="bag")
    rule.any_of = ["trunk", "lost luggage"]
    actions.save_rule(by=cast.ada, rule=rule)
    baggage = cast.topics["baggage"]
    baggage.level, baggage.release_roles = "red", ["communications", "legal"]
    actions.save_topic(by=cast.ada, topic=baggage)
    actions.save_rule(by=cast.ada, rule=Rule(topic=cast.topics["praise"], name="Thanks", any_of=["thank you"]))
    return open_draft(cast.brand)

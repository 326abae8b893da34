"""Crises of one topic each, so that every message pages by itself; and what became of them, told from the rows."""

from connectors import secrets
from connectors.webhook.signatures import new_secret
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.models import ContactMethod
from playbook.models import Rule, Topic
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.interactions.doors import opened


def staged(desk: Cast, peer: Peer, crises: int) -> None:
    """The door is open, and every crisis goes to Priya, at the peer."""
    opened(desk)
    for number in range(crises):
        red = {"level": "red", "area": "crisis", "release_roles": ["legal"]}
        topic = Topic.objects.create(brand=desk.brand, slug=crisis(number), name=crisis(number), **red)
        Rule.objects.create(topic=topic, name=crisis(number), any_of=[crisis(number)])
    sealed = secrets.seal({"signing": new_secret()})
    ContactMethod.objects.create(
        user=desk.priya, kind="webhook", address=peer.address, secrets=sealed, is_verified=True
    )
    terms = {"brand": desk.brand, "name": "Red", "is_default": True, "topics": [], "last_resort": []}
    actions.save_policy(None, by=desk.ada, steps=[StepTerms(60, person=desk.priya)], **terms)


def crisis(number: int) -> str:
    """What the customer of this message writes, and the name of its topic."""
    return f"crisis{number:03}"

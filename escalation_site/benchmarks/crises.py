"""Red flags raised one after the other, each of a topic of its own and with somebody of its own to page.

A person who is paged often within a minute gets their pages in bundles, which is not what is measured here.
"""

import time
from itertools import count

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.nudge import nudge
from connectors import secrets
from connectors.contract import Author, Incoming
from connectors.webhook.signatures import new_secret
from escalation_site.benchmarks.company import Company
from escalation_site.benchmarks.peer import Peer
from interactions.actions import flag
from interactions.actions.receive import receive
from interactions.models import Interaction
from oncall.actions.policies import StepTerms, save_policy
from oncall.models import ContactMethod
from playbook.models import Topic

TASK = "escalation_site.benchmarks.tasks.nothing"
STEP_WAIT = 120  # minutes: nobody is paged a second time while we measure
PATIENCE = 30.0

Sent = tuple[str, int]  # what the peer knows it by, and when it began, in nanoseconds


class Crises:
    """``took`` waits for the other end of what was begun, and says how long it was under way in milliseconds."""

    def __init__(self, built: Company, peer: Peer) -> None:
        self._built = built
        self._peer = peer
        self._numbers = count(1)

    def raise_red(self) -> Sent:
        """A person flags red. The clock starts with the commit, before anything that follows it."""
        topic = self._topic()
        self._put_on_call(topic)
        channel = self._built.channels[1]
        receive(channel, [Incoming(topic.slug, "Is this true?", Author(topic.slug), timezone.now())])
        interaction = Interaction.objects.get(channel=channel, remote_id=topic.slug)
        committed: list[int] = []
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.monotonic_ns()), robust=True)
            flag(interaction, by=self._built.agent, topics=[topic])
        return topic.slug, committed[0]

    def send_empty(self) -> Sent:
        """A task that does nothing, by the nudge and the queue of pages."""
        number = next(self._numbers)
        sent = time.monotonic_ns()
        nudge(TASK, number, self._peer.task_port, queue="pages")
        return str(number), sent

    def took(self, sent: Sent) -> float:
        key, since = sent
        arrived = self._peer.arrival_of(key, PATIENCE)
        if arrived is None:
            raise TimeoutError(f"{key} did not arrive within {PATIENCE:.0f} s.")
        return (arrived - since) / 1e6

    def _topic(self) -> Topic:
        slug = f"crisis-{next(self._numbers)}"
        kind = {"level": "red", "area": "crisis", "release_roles": ["legal"]}
        return Topic.objects.create(
            brand=self._built.brand, slug=slug, name=slug, owner_team=self._built.teams[0], **kind
        )

    def _put_on_call(self, topic: Topic) -> None:
        person = User.objects.create_user(f"{topic.slug}@bench.example", full_name=topic.slug)
        ContactMethod.objects.create(
            user=person,
            kind=ContactMethod.Kind.WEBHOOK,
            address=self._peer.url,
            secrets=secrets.seal({"signing": new_secret()}),
            is_verified=True,
        )
        save_policy(
            None,
            by=self._built.owner,
            brand=self._built.brand,
            name=topic.slug,
            is_default=False,
            topics=[topic],
            steps=[StepTerms(wait_for=STEP_WAIT, person=person)],
            last_resort=[self._built.owner],
        )

"""The people of the tests: Tern Air, an airline, and a brand next door that must never see it.

Amara is an agent, Jonas a new one, Dev and Ingrid supervise, Priya and Tomás are on call for communications, Ruth for
legal, Ada administers, Axel audits; Nora works for another brand.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Brand, Membership, Role, Team, User
from accounts.sync import load_roles, sync_roles
from connectors.contract import Author, Incoming
from connectors.models import Channel
from interactions import actions
from interactions.models import Draft, Interaction
from playbook.models import HoldingMessage, Playbook, ResponseTemplate, Rule, Topic
from tests.stamping import Stamp

PASSWORD = "a long and boring password"
_numbers = itertools.count(1)

_TEAMS = {"care": "Care", "communications": "Communications", "legal": "Legal and privacy", "security": "Security"}
_PEOPLE = {
    "amara": ("Amara Osei", [("care", "agent")]),
    "jonas": ("Jonas Weber", [("care", "agent")]),
    "dev": ("Dev Malhotra", [("care", "supervisor")]),
    "ingrid": ("Ingrid Holm", [("care", "supervisor"), ("communications", "supervisor")]),
    "priya": ("Priya Raman", [("care", "on-call"), ("communications", "on-call")]),
    "tomas": ("Tomás Herrera", [("care", "on-call"), ("communications", "on-call")]),
    "ruth": ("Ruth Adeyemi", [("care", "on-call"), ("legal", "on-call")]),
    "ada": ("Ada Lind", [("care", "admin")]),
    "axel": ("Axel Brandt", [("care", "auditor")]),
}


@dataclass
class Cast:
    brand: Brand
    other_brand: Brand
    teams: dict[str, Team]
    people: dict[str, User]
    topics: dict[str, Topic]
    channel: Channel
    template: ResponseTemplate
    holding: HoldingMessage

    def __getattr__(self, name: str) -> User:
        """``cast.amara``: a person, fresh, so that no test sees another's cached rights."""
        people = self.__dict__.get("people", {})
        if name not in people:
            raise AttributeError(name)
        return User.objects.get(pk=people[name].pk)

    def message(self, text: str = "Where is my bag?", **facts: Any) -> Incoming:
        """A message of the public; every call is another one, by another person, unless told otherwise."""
        number = next(_numbers)
        author = facts.pop("author", f"customer-{number}")
        if isinstance(author, str):
            author = Author(remote_id=author, handle=f"@{author}", name=author.replace("-", " ").title())
        standard: dict[str, Any] = {"remote_id": f"m-{number}", "occurred_at": timezone.now()}
        return Incoming(text=text, author=author, **(standard | facts))

    def received(self, text: str = "Where is my bag?", **facts: Any) -> Interaction:
        """The interaction that a message became."""
        message = self.message(text, **facts)
        actions.receive(self.channel, [message])
        return Interaction.objects.get(channel=self.channel, remote_id=message.remote_id)

    def flagged(self, topic: str = "praise", text: str = "Hm.", **facts: Any) -> Interaction:
        return actions.flag(self.received(text, **facts), by=SYSTEM, topics=[self.topics[topic]])

    def drafted(self, topic: str = "baggage", by: str = "jonas", text: str = "We found it.", **facts: Any) -> Draft:
        """A draft that waits for a sign-off: yellow needs one."""
        return actions.draft(
            self.flagged(topic, **facts),
            by=getattr(self, by),
            text=text,
            consideration="It is one bag, and we have it.",
        )


def _assemble() -> Cast:
    brand = Brand.objects.create(slug="tern-air", name="Tern Air", time_zone="Europe/London")
    other = Brand.objects.create(slug="lumen", name="Lumen Energy")
    teams = {slug: Team.objects.create(brand=brand, slug=slug, name=name) for slug, name in _TEAMS.items()}
    other_team = Team.objects.create(brand=other, slug="care", name="Care")
    load_roles()
    roles = {role.slug: role for role in Role.objects.all()}
    people = {name: _person(name, full_name, held, teams, roles) for name, (full_name, held) in _PEOPLE.items()}
    people["nora"] = _person("nora", "Nora Falk", [("care", "supervisor")], {"care": other_team}, roles)
    sync_roles()
    topics = _playbook(brand, teams)
    channel = Channel.objects.create(
        brand=brand,
        team=teams["care"],
        slug="tern-air-demo",
        name="Harbour",
        network="webhook",
        handle="@TernAir",
        settings={"url": "http://127.0.0.1:1/"},
        undo_for=0,
    )
    template = ResponseTemplate.objects.create(
        brand=brand,
        name="Delayed bag, found",
        text="{name}, we found your bag.",
        version=1,
        approved_by=people["ada"],
        approved_at=timezone.now(),
    )
    holding = HoldingMessage.objects.create(
        brand=brand,
        name="We are looking",
        text="{name}, we are looking into it. Next update {next_update}.",
        version=1,
        first_approver=people["ada"],
        second_approver=people["ingrid"],
        approved_at=timezone.now(),
    )
    return Cast(brand, other, teams, people, topics, channel, template, holding)


# Everybody, with their rights.
assemble = Stamp(_assemble)


def _person(
    name: str, full_name: str, held: list[tuple[str, str]], teams: dict[str, Team], roles: dict[str, Role]
) -> User:
    user = User.objects.create_user(f"{name}@tern.example", PASSWORD, full_name=full_name)
    Membership.objects.bulk_create(Membership(team=teams[team], user=user, role=roles[role]) for team, role in held)
    return user


def _playbook(brand: Brand, teams: dict[str, Team]) -> dict[str, Topic]:
    Playbook.objects.create(brand=brand, version=1)
    care, security = teams["care"], teams["security"]
    praise = Topic.objects.create(
        brand=brand, slug="praise", name="Praise", level="green", area="care", owner_team=care
    )
    baggage = Topic.objects.create(
        brand=brand,
        slug="baggage",
        name="Delivery and baggage",
        level="yellow",
        area="support",
        owner_team=care,
        reply_within=30,
        allows_standing_release=True,
    )
    hacking = Topic.objects.create(
        brand=brand,
        slug="hacking",
        name="Hacking and security",
        level="red",
        area="crisis",
        owner_team=security,
        reply_within=15,
        release_roles=["communications", "legal"],
    )
    refund = Topic.objects.create(
        brand=brand,
        slug="major-account",
        name="Major account issues",
        level="red",
        area="support",
        owner_team=care,
        reply_within=20,
        release_roles=["communications", "legal"],
        allows_standing_release=True,
    )
    Rule.objects.create(topic=hacking, name="taken over", any_of=["account hacked", "never shared my password"])
    Rule.objects.create(topic=baggage, name="bag", any_of=["suitcase", "lost luggage"])
    return {topic.slug: topic for topic in (praise, baggage, hacking, refund)}


def long_ago(days: int = 3) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)

"""The company of the benchmarks: a brand with teams, people, channels and the shipped playbook."""

import io
from dataclasses import dataclass

from django.core.management import call_command

from accounts.actions import create_brand, create_team, join_team
from accounts.actors import SYSTEM
from accounts.models import Brand, Role, Team, User
from connectors.actions import connect
from connectors.models import Channel
from connectors.webhook.signatures import new_secret

TEAMS = ("care", "sales", "communications", "legal", "security")
SEEN = 3  # teams of the agent; the others' interactions are there and not theirs
CHANNELS_A_TEAM = 2


@dataclass(frozen=True)
class Company:
    brand: Brand
    teams: list[Team]
    agent: User
    owner: User
    others: list[User]
    channels: list[Channel]


def found() -> Company:
    """Made by the product's own actions, in an empty scratch place."""
    brand = create_brand(by=SYSTEM, slug="bench", name="Bench")
    teams = [create_team(by=SYSTEM, brand=brand, slug=slug, name=slug.title()) for slug in TEAMS]
    agent, *others = [User.objects.create_user(f"agent{n}@bench.example", full_name=f"Agent {n}") for n in range(10)]
    for number, person in enumerate([agent, *others]):
        for team in teams[:SEEN] if person == agent else [teams[number % len(teams)]]:
            join_team(by=SYSTEM, team=team, user=person, role=Role.objects.get(slug="agent"))
    owner = User.objects.create_user("owner@bench.example", full_name="On-call owner")
    join_team(by=SYSTEM, team=teams[0], user=owner, role=Role.objects.get(slug="on-call"))
    call_command("load_playbook", brand=brand.slug, stdout=io.StringIO())
    channels = [webhook(team, f"{team.slug}-{n}") for team in teams for n in range(CHANNELS_A_TEAM)]
    return Company(brand, teams, agent, owner, others, channels)


def webhook(team: Team, slug: str) -> Channel:
    secrets = {"incoming_secrets": new_secret()}
    return connect(by=SYSTEM, team=team, slug=slug, name=slug, network="webhook", secrets=secrets)

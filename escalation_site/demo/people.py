"""The demo's brand with its teams, people, rota and channel. Running it again changes nothing."""

import io
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.crypto import salted_hmac

from accounts.actions import create_brand, create_team, join_team
from accounts.actors import SYSTEM
from accounts.models import Brand, Role, Team, User
from approvals.actions import start_probation
from connectors.actions import change, connect
from connectors.models import Channel
from connectors.webhook.signatures import new_secret
from demo_network import posting
from escalation_site.demo.rota import put_on_call

STORY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "tern_air.toml").read_text())
NETWORK_NAME = "Harbour"


def password_of(email: str) -> str:
    """The same at every start and different in every installation, so that nothing has to be kept."""
    return f"tern-{salted_hmac('escalation_site.demo', email).hexdigest()[:10]}"


def email_of(key: str) -> str:
    return f"{key}@tern-air.example"


def people() -> dict[str, User]:
    return {person["key"]: User.objects.get(email=email_of(person["key"])) for person in STORY["person"]}


def assemble() -> Brand:
    """Everybody and everything that stands before the first message comes."""
    told = STORY["brand"]
    brand = create_brand(by=SYSTEM, slug=told["slug"], name=told["name"], time_zone=told["time_zone"])
    teams = {slug: create_team(by=SYSTEM, brand=brand, slug=slug, name=name) for slug, name in STORY["teams"].items()}
    for person in STORY["person"]:
        _join(person, teams)
    signers = [email_of("ada"), email_of("ingrid")]
    call_command("load_playbook", brand=brand.slug, approved_by=signers, stdout=io.StringIO())
    everybody = people()
    put_on_call(STORY, brand, everybody, by=everybody["ada"])
    _channel(teams["care"])
    return brand


def _join(person: dict[str, Any], teams: dict[str, Team]) -> None:
    email = email_of(person["key"])
    user = User.objects.create_user(
        email,
        password_of(email),
        full_name=person["name"],
        time_zone=person.get("time_zone", STORY["brand"]["time_zone"]),
        is_staff=person["key"] == "ada",
    )
    for slug, role in person["roles"].items():
        join_team(by=SYSTEM, team=teams[slug], user=user, role=Role.objects.get(slug=role))


def put_on_probation(everybody: dict[str, User]) -> None:
    for person in STORY["person"]:
        if reason := person.get("probation"):
            team = Team.objects.get(brand__slug=STORY["brand"]["slug"], slug=next(iter(person["roles"])))
            start_probation(everybody[person["key"]], team=team, by=everybody["dev"], reason=reason)


def _channel(team: Team) -> Channel:
    incoming, outgoing = new_secret(), new_secret()
    _tell_harbour((incoming, outgoing))
    return connect(
        by=SYSTEM,
        team=team,
        slug=STORY["brand"]["slug"],
        name=NETWORK_NAME,
        network="webhook",
        handle=f"@{STORY['brand']['handle']}",
        settings=_harbour_addresses(),
        secrets={"incoming_secrets": incoming, "reply_secret": outgoing},
    )


def move_harbour() -> None:
    """Both sides learn the address of this start: the port may be another one than last time."""
    _tell_harbour()
    channel = Channel.objects.get(slug=STORY["brand"]["slug"])
    if channel.settings != _harbour_addresses():
        change(by=SYSTEM, channel=channel, settings=_harbour_addresses())


def _harbour_addresses() -> dict[str, str]:
    hook = f"{settings.SITE_URL}/demo/hook/"
    return {"url": hook, "lookup_url": hook}


def _tell_harbour(secrets: tuple[str, str] | None = None) -> None:
    posting.open_to(
        handle=STORY["brand"]["handle"],
        name=STORY["brand"]["name"],
        hook_url=f"{settings.SITE_URL}/hooks/{STORY['brand']['slug']}/",
        site_url=settings.SITE_URL,
        secrets=secrets,
    )

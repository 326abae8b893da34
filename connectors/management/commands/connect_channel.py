import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import SYSTEM
from accounts.models import Team
from accounts.refusals import Refusal
from connectors.actions import connect
from connectors.registry import choices, connector_class, is_known
from connectors.webhook.signatures import new_secret


class Command(BaseCommand):
    help = "Connect an account on a network. Secrets are named by the environment variable that holds them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        networks = ", ".join(network for network, _label in choices())
        parser.add_argument("slug", help="short name; a webhook's address is /hooks/<slug>/")
        parser.add_argument("network", help=networks)
        parser.add_argument("--brand", required=True, help="slug of the brand")
        parser.add_argument("--team", required=True, help="slug of the team that answers here")
        parser.add_argument("--name", help="the name people see (default: the slug)")
        parser.add_argument("--handle", default="", help="the brand's name on that network")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting")
        parser.add_argument("--secret", action="append", default=[], metavar="NAME=VARIABLE", help="a secret")
        parser.add_argument("--list", action="store_true", help="say which settings the network has, and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not is_known(options["network"]):
            raise CommandError(f"We know no network “{options['network']}”.")
        if options["list"]:
            self._list(options["network"])
            return
        team = Team.objects.filter(brand__slug=options["brand"], slug=options["team"]).first()
        if team is None:
            raise CommandError(f"{options['brand']} has no team “{options['team']}”.")
        secrets = self._secrets(options)
        try:
            channel = connect(
                by=SYSTEM,
                team=team,
                slug=options["slug"],
                name=options["name"] or options["slug"],
                network=options["network"],
                handle=options["handle"],
                settings=_pairs(options["set"]),
                secrets=secrets,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{channel} is connected to {channel.network_label} for {team}.")

    def _list(self, network: str) -> None:
        for setting in connector_class(network).settings:
            kind = "--secret" if setting.is_secret else "--set"
            self.stdout.write(f"{kind} {setting.name}=…  {setting.label}. {setting.hint}".rstrip())

    def _secrets(self, options: dict[str, Any]) -> dict[str, str]:
        """What the environment holds; a webhook without a secret gets a new one, which is shown this once."""
        named = _pairs(options["secret"])
        if missing := [variable for variable in named.values() if variable not in os.environ]:
            raise CommandError(f"The environment has no variable {missing[0]}.")
        secrets = {name: os.environ[variable] for name, variable in named.items()}
        if options["network"] == "webhook" and "incoming_secrets" not in secrets:
            secrets["incoming_secrets"] = new_secret()
            self.stdout.write(f"The sender signs with {secrets['incoming_secrets']}. Nothing shows it again.")
        return secrets


def _pairs(given: list[str]) -> dict[str, str]:
    if odd := [pair for pair in given if "=" not in pair]:
        raise CommandError(f"“{odd[0]}” should read NAME=VALUE.")
    return dict(pair.split("=", 1) for pair in given)

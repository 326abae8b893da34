from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from accounts.actions import create_brand, create_team
from accounts.actors import SYSTEM


class Command(BaseCommand):
    help = "Create a brand with its first team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="short name for addresses, such as tern-air")
        parser.add_argument("name", help="the name people know, such as “Tern Air”")
        parser.add_argument("--team", default="care", help="slug of the first team (default: care)")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/London (default: UTC)")
        parser.add_argument("--language", default="en", help="language of the playbook (default: en)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            brand = create_brand(
                by=SYSTEM,
                slug=options["slug"],
                name=options["name"],
                time_zone=options["time_zone"],
                language=options["language"],
            )
        except IntegrityError as error:
            raise CommandError(f"There is a brand “{options['slug']}” already. Choose another slug.") from error
        team = create_team(by=SYSTEM, brand=brand, slug=options["team"], name=options["team"].capitalize())
        self.stdout.write(f"Created {brand} with the team {team}.")

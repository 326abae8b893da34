import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from accounts.actions import join_team
from accounts.actors import SYSTEM
from accounts.models import Role, Team, User


class Command(BaseCommand):
    help = "Create a person who may sign in, with a role on a team. The password is asked for, or read from a pipe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="the full name, as colleagues see it")
        parser.add_argument("--brand", required=True, help="slug of the brand")
        parser.add_argument("--team", required=True, help="slug of the team")
        parser.add_argument("--role", required=True, help="agent, supervisor, on-call, admin or auditor")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/London (default: UTC)")

    def handle(self, *_args: Any, **options: Any) -> None:
        team = Team.objects.filter(brand__slug=options["brand"], slug=options["team"]).first()
        role = Role.objects.filter(slug=options["role"]).first()
        if team is None:
            raise CommandError(f"{options['brand']} has no team “{options['team']}”. See manage.py create_brand.")
        if role is None:
            raise CommandError(f"There is no role “{options['role']}”. Run manage.py sync_roles for those there are.")
        self._create(options, _password(), team, role)

    def _create(self, options: dict[str, Any], password: str, team: Team, role: Role) -> None:
        try:
            validate_password(password)
            with transaction.atomic():
                user = User.objects.create_user(
                    options["email"], password, full_name=options["name"], time_zone=options["time_zone"]
                )
                join_team(by=SYSTEM, team=team, user=user, role=role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError(f"Somebody signs in as {options['email']} already.") from error
        self.stdout.write(f"{user} is {role} of {team} and signs in as {user.email}.")


def _password() -> str:
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

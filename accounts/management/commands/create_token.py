from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_token
from accounts.actors import SYSTEM
from accounts.models import ApiToken, User


class Command(BaseCommand):
    help = "Make a key to the API that acts as this user. It is shown once and cannot be read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="who the key acts as; their teams bound what it sees")
        parser.add_argument("--name", required=True, help="what the key is for, such as “review import”")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=ApiToken.Scope.values,
            help="what the key may do; name it again for more",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        token = create_token(by=SYSTEM, user=user, name=options["name"][:80], scopes=options["scope"])
        self.stdout.write(token)
        self.stderr.write(f"Send it as “Authorization: Bearer …”. It acts as {user} and is not shown again.")

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Role, Team
from accounts.sync import sync_roles


class Command(BaseCommand):
    help = "Load the roles and derive every team's groups and rights from them. Running it again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        sync_roles()
        self.stdout.write(f"{Role.objects.count()} roles on {Team.objects.count()} teams are in step.")

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Brand
from escalation_site.demo import people, stage


class Command(BaseCommand):
    help = "Create the demo brand Tern Air once, with its made-up network Harbour, and print who may sign in."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if Brand.objects.filter(slug=people.STORY["brand"]["slug"]).exists():
            people.move_harbour()
        else:
            with transaction.atomic():
                brand = people.assemble()
            with transaction.atomic():
                everybody = people.people()
                people.put_on_probation(everybody)
                stage.play(brand, everybody)
            stage.page(everybody)
        self.stdout.write(sign_ins())


def sign_ins() -> str:
    lines = ["", "Sign in as", ""]
    for person in people.STORY["person"]:
        email = people.email_of(person["key"])
        lines.append(f"  {email:<28} {people.password_of(email):<18} {person['title']}")
    lines += ["", "The customers are at /demo/ : post something there and see it arrive."]
    lines += [f"Pages go out by e-mail; without a mail server they lie in {settings.EMAIL_FILE_PATH}/.", ""]
    return "\n".join(lines)

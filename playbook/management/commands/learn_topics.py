"""Teach brands their second opinion, now or by the worker."""

import argparse
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandError

from accounts.actors import SYSTEM
from accounts.models import Brand
from accounts.refusals import Refusal
from playbook import actions


class Command(BaseCommand):
    help = "Learn topics from what people decided and from the shipped sample; switch the second opinion on or off."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--brand", metavar="SLUG", help="only this brand; otherwise every active brand")
        parser.add_argument("--without-sample", action="store_true", help="from people's own decisions alone")
        parser.add_argument("--later", action="store_true", help="leave it to the worker")
        parser.add_argument("--switch", choices=["on", "off"], help="ask the second opinion, or leave the rules alone")

    def handle(self, *_args: Any, **options: Any) -> None:
        named = {"slug": options["brand"]} if options["brand"] else {}
        brands = list(Brand.objects.filter(is_active=True, **named))
        if not brands:
            raise CommandError("There is no such active brand.")
        for brand in brands:
            try:
                self.stdout.write(f"{brand}: {self._done(brand, options)}")
            except Refusal as refusal:
                raise CommandError(f"{brand}: {refusal}") from refusal

    def _done(self, brand: Brand, options: dict[str, Any]) -> str:
        if options["switch"]:
            actions.switch_second_opinion(by=SYSTEM, brand=brand, is_on=options["switch"] == "on")
            return f"the second opinion is {options['switch']}."
        if options["later"]:
            current_app.send_task("playbook.tasks.learn", [brand.pk])
            return "the worker learns."
        kept = actions.learn(by=SYSTEM, brand=brand, with_sample=not options["without_sample"])
        return f"version {kept.number}, from {kept.decisions} decisions and {kept.sample} messages of the sample."

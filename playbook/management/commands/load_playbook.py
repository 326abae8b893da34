"""Give brands the playbook of a file: what is missing is created, what admins changed is left alone."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import SYSTEM
from accounts.models import Brand, User
from accounts.refusals import Refusal
from playbook import actions
from playbook.content.presets import PRESETS, content_of, preset_of
from playbook.content.reading import SHIPPED, ContentError, read
from playbook.loading import Loaded, load
from playbook.models import HoldingMessage, ResponseTemplate


class Command(BaseCommand):
    help = "Load topics, rules, plans, templates, holding messages and the checklist from a readable file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--brand", metavar="SLUG", help="only this brand; otherwise every active brand")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--file", type=Path, default=SHIPPED, help="a playbook file; otherwise the shipped one")
        trades = [preset.slug for preset in PRESETS]
        source.add_argument("--preset", choices=trades, help="the shipped one with the topics of a trade")
        parser.add_argument("--replace", action="store_true", help="put the file's content over what admins changed")
        parser.add_argument(
            "--approved-by",
            metavar="EMAIL",
            action="append",
            default=[],
            help="an admin who has read the shipped texts and signs them; holding messages need this twice",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            preset = preset_of(options["preset"] or "")
            content = content_of(preset) if preset else read(options["file"])
            signers = [self._signer(email) for email in options["approved_by"]]
            for brand in self._brands(options["brand"]):
                self._report(brand, load(by=SYSTEM, brand=brand, content=content, replace=options["replace"]))
                self._sign(brand, signers)
        except (ContentError, Refusal) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _brands(self, slug: str | None) -> list[Brand]:
        brands = Brand.objects.filter(is_active=True, **({"slug": slug} if slug else {}))
        if not brands:
            named = f"no active brand “{slug}”" if slug else "no brand yet"
            raise CommandError(f"There is {named}. Make one with: manage.py create_brand")
        return list(brands)

    def _signer(self, email: str) -> User:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        return user

    def _sign(self, brand: Brand, signers: list[User]) -> None:
        """Only what the product brought: what a person proposed is read on its page."""
        for signer in signers:
            for model in (ResponseTemplate, HoldingMessage):
                shipped = model.objects.waiting().filter(brand=brand, proposal__author=None)
                for words in shipped.exclude(proposal__decisions__by=signer).select_related("brand", "proposal"):
                    actions.approve_wording(by=signer, words=words, number=words.proposal.number)

    def _report(self, brand: Brand, loaded: Loaded) -> None:
        for verb, kinds in (("added", loaded.added), ("replaced", loaded.replaced)):
            for kind, names in kinds.items():
                self.stdout.write(f"{brand.slug}: {verb} {len(names)} {kind}: {', '.join(names)}")
        if not loaded:
            self.stdout.write(f"{brand.slug}: nothing is missing, nothing was changed.")
        for slug in sorted(loaded.missing_teams):
            self.stdout.write(f"{brand.slug}: the file names the team “{slug}”, which the brand does not have.")

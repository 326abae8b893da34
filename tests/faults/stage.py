"""Puts the cast and its crises into whatever database the environment names: ``python -m tests.faults.stage``.

Told by arguments: the peer's address, the secret of the channel, how many crises. Says the channel's slug.
"""

import sys
from types import SimpleNamespace
from typing import Any, cast

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.core.management import call_command

from connectors.secrets import seal
from tests.cast import assemble
from tests.faults.scene import staged


def main(address: str, secret: str, crises: str) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    desk = assemble()
    staged(desk, cast("Any", SimpleNamespace(address=address)), crises=int(crises))
    desk.channel.settings = {"url": address, "lookup_url": address}
    desk.channel.secrets = seal({"incoming_secrets": secret})
    desk.channel.save()
    sys.stdout.write(desk.channel.slug)


if __name__ == "__main__":
    main(*sys.argv[1:])

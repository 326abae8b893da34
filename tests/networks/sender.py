"""Posts one reply to a fediverse server at a word, and may be killed meanwhile: ``python -m tests.networks.sender``."""

import json
import sys

import django

django.setup()

from connectors.accounts import Account  # noqa: E402
from connectors.contract import Outgoing  # noqa: E402
from connectors.mastodon.connector import Mastodon  # noqa: E402

told = json.loads(sys.argv[1])
connector = Mastodon(Account(settings={"server": told["server"]}, secrets={"token": told["token"]}))
outgoing = Outgoing(**told["outgoing"])
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
connector.publish(outgoing)

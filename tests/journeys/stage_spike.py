"""A brand of its own on which the real burst breaks in, up to a moment ago: ``python -m tests.journeys.stage_spike``.

Says as JSON who may sign in, and how many rooms were proposed.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.utils import timezone

from accounts.actions import create_brand, create_team, join_team
from accounts.actors import SYSTEM
from accounts.models import Role, User
from connectors.actions import connect
from connectors.webhook.signatures import new_secret
from escalation_site.demo.clock import at
from escalation_site.demo.people import email_of
from interactions import actions as core
from oncall.actions.proposing import look_for_spikes
from tests import real_burst

WHO, PASSWORD = "nadia", "a burst of many words"


def main() -> None:
    brand = create_brand(by=SYSTEM, slug="kite", name="Kite Rail")
    team = create_team(by=SYSTEM, brand=brand, slug="care", name="Care")
    nadia = User.objects.create_user(email_of(WHO), PASSWORD, full_name="Nadia Okafor")
    join_team(by=SYSTEM, team=team, user=nadia, role=Role.objects.get(slug="on-call"))
    secret = {"incoming_secrets": new_secret(), "reply_secret": new_secret()}
    place = {"slug": "kite", "name": "Posts", "network": "webhook", "handle": "@kite"}
    address = {"url": "http://127.0.0.1:1/", "lookup_url": "http://127.0.0.1:1/"}
    channel = connect(by=SYSTEM, team=team, settings=address, secrets=secret, **place)
    proposed = 0
    for quarter, came in real_burst.by_quarters(later=real_burst.until(timezone.now())):
        with at(quarter + real_burst.QUARTER - timedelta(seconds=1)):
            core.receive(channel, came)
            proposed += look_for_spikes()
    json.dump({"who": WHO, "password": PASSWORD, "proposed": proposed}, sys.stdout)


if __name__ == "__main__":
    main()

"""Lets a new agent's drafts wait for a sign-off: ``python -m tests.journeys.stage_drafts 20``. Says where each
is reviewed; they are due first."""

import sys

import django

django.setup()

# The line above loads the apps, which the lines below need.
# isort: split
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from connectors.contract import Author, Incoming
from connectors.models import Channel
from escalation_site.demo.people import email_of
from interactions import actions, checks
from interactions.models import Interaction
from playbook.models import Topic

TEXT = "We found it, {name}, and it flies to you with the morning plane. Jonas"


def main(count: int) -> None:
    jonas = User.objects.get(email=email_of("jonas"))
    channel = Channel.objects.filter(network="harbour").first() or Channel.objects.order_by("pk")[0]
    topic = Topic.objects.live().filter(brand=channel.brand, level="yellow").order_by("reply_within", "pk")[0]
    for _ in range(count):
        number = Interaction.objects.count()
        name = f"Robin {number}"
        said = Incoming(
            remote_id=f"staged-{number}",
            text="Which gate was it, please?",
            author=Author(remote_id=f"staged-{number}", handle=f"@robin{number}", name=name),
            occurred_at=timezone.now(),
        )
        actions.receive(channel, [said])
        case = Interaction.objects.get(remote_id=said.remote_id)
        case = actions.flag(case, by=SYSTEM, topics=[topic])
        text = TEXT.format(name=name)
        lines = checks.lines_for(case, text, author=jonas, is_public=case.is_public)
        ticks = [line.item.slug for line in lines]
        draft = actions.draft(case, by=jonas, text=text, ticks=ticks, consideration="It is one bag, and we have it.")
        print(reverse("approvals:review", args=[draft.pk]))  # noqa: T201 - what the journey reads


if __name__ == "__main__":
    main(int(sys.argv[1]))

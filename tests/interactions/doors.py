"""How the tests knock: a peer that signs what it posts, and the command that takes a file in."""

import itertools
import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from connectors.models import Channel
from connectors.secrets import seal
from connectors.webhook import signatures
from tests.cast import Cast

SECRET = signatures.new_secret()
_numbers = itertools.count(1)


def opened(cast: Cast) -> Channel:
    """The cast's channel with a secret to sign with."""
    cast.channel.secrets = seal({"incoming_secrets": SECRET})
    cast.channel.save()
    return cast.channel


def row(text: str = "Where is my bag?", **facts: Any) -> dict[str, Any]:
    """A message in our documented shape; every call is another one."""
    number = next(_numbers)
    return {"id": f"w-{number}", "text": text, "author": {"id": f"c-{number}", "handle": f"@c{number}"}} | facts


def knock(
    channel: Channel,
    given: Any,
    *,
    secret: str = SECRET,
    at: datetime | None = None,
    delivery: str = "",
    client: Client | None = None,
) -> HttpResponse:
    """Post a delivery to the channel's webhook, as bytes or as what becomes JSON."""
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    message_id = delivery or f"msg_{next(_numbers)}"
    signed = signatures.sign(message_id=message_id, at=at or timezone.now(), body=body, secrets=[secret])
    knocking = client or Client(enforce_csrf_checks=True)
    address = f"/hooks/{channel.slug}/"
    return knocking.post(address, body, content_type="application/json", headers=signed)


def ingest(path: Path | str, channel: str, **options: Any) -> tuple[str, str]:
    """Run the command; what it said on standard output and on standard error."""
    out, err = StringIO(), StringIO()
    call_command("ingest", str(path), channel=channel, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def lines(path: Path, *rows: Any) -> Path:
    """A file of JSON lines; what is text already stands there as it is."""
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in rows))
    return path

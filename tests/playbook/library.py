"""Short ways to a text in each state."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from playbook import actions
from playbook.models import HoldingMessage, ResponseTemplate
from tests.cast import Cast


def url(name: str, *args: Any) -> str:
    return reverse(f"playbook:{name}", args=args)


def fresh(words: Any) -> Any:
    return type(words).objects.select_related("brand", "proposal").get(pk=words.pk)


def proposed(cast: Cast, by: User | None = None, text: str = "{name}, here it is. {agent}", **facts: Any) -> Any:
    """A template that nobody has approved."""
    words = ResponseTemplate(brand=cast.brand, **({"name": "Here it is", "language": "en"} | facts))
    return actions.propose_new(by=by or cast.amara, words=words, text=text)


def held(cast: Cast, by: User | None = None, text: str = "{name}, we know.", **facts: Any) -> Any:
    """A holding message that nobody has approved."""
    words = HoldingMessage(brand=cast.brand, **({"name": "We know", "language": "en"} | facts))
    return actions.propose_new(by=by or cast.amara, words=words, text=text)


def in_use(cast: Cast, name: str = "In use", text: str = "{name}, done.", **facts: Any) -> ResponseTemplate:
    """A row as approval leaves it, written by nobody."""
    return ResponseTemplate.objects.create(
        brand=cast.brand, name=name, text=text, version=1, approved_by=cast.ada, approved_at=timezone.now(), **facts
    )


def day(written: str) -> date:
    return date.fromisoformat(written)

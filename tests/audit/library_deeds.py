"""The actions on the words of the playbook, each with something to act upon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from playbook import actions
from playbook.exchange import Row
from playbook.models import HoldingMessage, ResponseTemplate
from tests.cast import Cast


def propose_new(cast: Cast) -> Callable[[], Any]:
    message = HoldingMessage(brand=cast.brand, name="New", language="en")
    return lambda: actions.propose_new(by=cast.amara, words=message, text="{name}, we are looking.")


def propose_change(cast: Cast) -> Callable[[], Any]:
    return lambda: actions.propose_change(by=cast.amara, words=cast.template, text="{name}, your bag is here.")


def change_details(cast: Cast) -> Callable[[], Any]:
    return lambda: actions.change_details(by=cast.ada, words=cast.template, topics=[cast.topics["praise"]])


def approve(cast: Cast) -> Callable[[], Any]:
    words = propose_change(cast)()
    return lambda: actions.approve_wording(by=cast.ada, words=words, number=2)


def turn_down(cast: Cast) -> Callable[[], Any]:
    words = propose_change(cast)()
    return lambda: actions.turn_down_wording(by=cast.ada, words=words, number=2, reason="Too long.")


def mark_reviewed(cast: Cast) -> Callable[[], Any]:
    ahead = timezone.localdate() + timedelta(days=90)
    return lambda: actions.mark_reviewed(by=cast.ada, words=cast.template, review_by=ahead)


def import_words(cast: Cast) -> Callable[[], Any]:
    rows = [Row(name="New", language="en", text="Hello.")]
    return lambda: actions.import_words(by=cast.ada, brand=cast.brand, model=ResponseTemplate, rows=rows)


LIBRARY: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "playbook.propose_new": propose_new,
    "playbook.propose_change": propose_change,
    "playbook.change_details": change_details,
    "playbook.approve_wording": approve,
    "playbook.turn_down_wording": turn_down,
    "playbook.mark_reviewed": mark_reviewed,
    "playbook.import_words": import_words,
}

"""The whole configuration of a playbook as one readable file: topics, rules, plans, checklist, texts, whom to call, own
words. What the rooms above decide (who signs off, who is on call) refers to it and stays there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from accounts.models import Brand
from playbook.content.entries import AnswerContent
from playbook.exchange import Row
from playbook.importing import rows_of
from playbook.models import CrisisContact, HoldingMessage, Playbook, ResponseTemplate
from playbook.whole.document import Document
from playbook.whole.files import to_toml

_CONTACT = ("kind", "name", "stands_with", "country", "network", "phone", "url", "hint", "what_to_say")


def to_file(brand: Brand, document: Document, title: str) -> str:
    """The brand's configuration with this document as its topics and checklist."""
    head, _sep, rest = to_toml(document, title).partition("\n\n")
    own = Playbook.objects.filter(brand=brand).values_list("own_words", flat=True).first() or []
    parts = [head, f"own_words = {_value(own)}", rest]
    for name, model in (("templates", ResponseTemplate), ("holding_messages", HoldingMessage)):
        parts += [_table(name, _plain(row)) for row in rows_of(model, brand)]
    contacts = CrisisContact.objects.filter(brand=brand, is_retired=False).order_by("position", "pk")
    parts += [_table("crisis_contacts", _contact(one)) for one in contacts.prefetch_related("topics")]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def row_of(answer: AnswerContent) -> Row:
    """A text of a file as the library takes it in."""
    return Row(**asdict(answer))


def _contact(contact: CrisisContact) -> dict[str, Any]:
    topics = sorted(topic.slug for topic in contact.topics.all())
    return {name: getattr(contact, name) for name in _CONTACT} | {"topics": topics}


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "line"}


def _table(name: str, values: Mapping[str, Any]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in values.items() if value)])


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return _listed(value)


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_value, values))}]"

"""A map as TOML that a person can read and change. Pure."""

import json
from typing import Any

from playbook.maps.shape import ANSWER, LEAF, MAP, QUESTION, Entry


def to_toml(entry: Entry) -> str:
    """As ``playbook.content.reading`` reads it."""
    head = {name: value for name, value in {"position": 0, **entry}.items() if name not in {"questions", "leaves"}}
    parts = [_table("[[maps]]", head, MAP)]
    for question in entry.get("questions", ()):
        fields = {name: value for name, value in question.items() if name != "answers"}
        parts.append(_table("[[maps.questions]]", fields, QUESTION))
        parts += [_table("[[maps.questions.answers]]", answer, ANSWER) for answer in question.get("answers", ())]
    parts += [_table("[[maps.leaves]]", leaf, LEAF) for leaf in entry.get("leaves", ())]
    return "\n".join(parts)


def _table(name: str, entry: Entry, order: Entry) -> str:
    return "\n".join([name, *(f"{key} = {_value(entry[key])}" for key in order if key in entry)]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

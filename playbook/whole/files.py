"""The whole as a readable file, in the format that ``manage.py load_playbook`` reads, and back."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from playbook.content.entries import Content
from playbook.content.reading import ContentError
from playbook.maps.toml import to_toml as map_to_toml
from playbook.whole.document import LINE, PLAN, RULE, SCENARIO, TOPIC, Document, Entry, maps_in, normal

_HEAD = """# {title}
#
# Words: "hack*" takes any ending, "lost * bag" allows up to three words between. Case and accents do not count.
# What an entry does not say is as the product has it. `manage.py load_playbook --file` reads this file too.
"""


def to_toml(document: Document, title: str) -> str:
    """The document as text that a person can read, change and bring in again."""
    parts = [_HEAD.format(title=" ".join(title.split()))]
    if names := sorted(_names_of_lists(document)):
        # A word that begins with "@" would be taken for the name of a list: so it is one, of itself.
        parts.append("\n".join(["[words]", *(f"{_text(name[1:])} = [{_text(name)}]" for name in names)]) + "\n")
    for topic in document["topics"]:
        parts.append(_table("[[topics]]", topic, TOPIC))
        if plan := topic.get("plan"):
            parts.append(_table("[topics.plan]", {name: plan[name] for name in plan if name != "scenarios"}, PLAN))
            parts += [_table("[[topics.plan.scenarios]]", one, SCENARIO) for one in plan.get("scenarios", ())]
        parts += [_table("[[topics.rules]]", rule, RULE) for rule in topic.get("rules", ())]
    parts += [_table("[[checklist]]", line, LINE) for line in document["checklist"]]
    parts += [map_to_toml(each) for each in maps_in(document)]
    return "\n".join(parts)


def from_content(content: Content) -> Document:
    """The topics and the checklist of a file. Entries without a place stand in the file's order.

    Raises ContentError where a value is of another kind than its field.
    """
    topics, lines = _placed(map(asdict, content.topics)), _placed(map(asdict, content.checklist))
    for topic in topics:
        where = f"Topic {topic['slug']}"
        _check_kinds(topic, TOPIC, where)
        _check_plan(topic["plan"], where)
        for rule in topic["rules"]:
            _check_kinds(rule, RULE, where)
    for line in lines:
        _check_kinds(line, LINE, f"Checklist {line['slug']}")
    return normal(topics, lines, _placed(content.maps))


def _check_plan(plan: Entry | None, where: str) -> None:
    if plan is None:
        return
    said = {name: value for name, value in plan.items() if name != "scenarios"}
    _check_kinds(said, {**PLAN, "complaint": "", "public_answer": "", "internal_actions": []}, where)
    for scenario in plan["scenarios"]:
        _check_kinds(scenario, SCENARIO, where)


def _check_kinds(entry: Entry, like: Entry, where: str) -> None:
    for name, value in entry.items():
        wanted = like.get(name)
        is_listed = isinstance(value, list | tuple)
        is_right = wanted is None or (
            is_listed == isinstance(wanted, list)
            and (all(isinstance(each, str) for each in value) if is_listed else type(value) is type(wanted))
        )
        if not is_right or (isinstance(value, int) and not 0 <= value < 2**31):
            raise ContentError(f"{where}: {name} cannot be {str(value)[:60]}.")


def _placed(entries: Iterable[Entry]) -> list[Entry]:
    return [
        {**entry, "position": place if entry.get("position") is None else entry["position"]}
        for place, entry in enumerate(entries, start=1)
    ]


def _names_of_lists(document: Document) -> set[str]:
    rules = [rule for topic in document["topics"] for rule in topic.get("rules", ())]
    words = [word for rule in rules for key in ("any_of", "none_of") for word in rule.get(key, ())]
    words += [word for rule in rules for entry in rule.get("all_of", ()) for word in entry.split(" | ")]
    return {word for word in words if word.startswith("@")}


def _table(name: str, entry: Entry, order: Entry) -> str:
    if "position" in order:  # always said: an entry without one would stand where the file has it
        entry = {"position": 0, **entry}
    return "\n".join([name, *(f"{key} = {_value(entry[key])}" for key in order if key in entry)]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return str(value) if isinstance(value, int) else _text(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Reading a playbook file: TOML in, checked content out. Every mistake names its entry and says what is wrong."""

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from playbook.content.entries import (
    AnswerContent,
    ChecklistContent,
    Content,
    CrisisContactContent,
    HouseRuleContent,
    PlanContent,
    RuleContent,
    ScenarioContent,
    TopicContent,
)
from playbook.maps.known import known_of
from playbook.maps.reading import MapError, read_map
from playbook.maps.troubles import troubles
from playbook.triage import LEVELS
from playbook.words import alternatives, trouble_with

SHIPPED = Path(__file__).parent / "default.toml"
SHIPPED_MAPS = Path(__file__).parent / "maps"
AREAS = ("crisis", "support", "care")


class ContentError(ValueError):
    """The file cannot be used; the message names the entry and says why."""


Entry = TypeVar(
    "Entry",
    ScenarioContent,
    PlanContent,
    RuleContent,
    TopicContent,
    AnswerContent,
    ChecklistContent,
    CrisisContactContent,
    HouseRuleContent,
)


def read(path: Path = SHIPPED) -> Content:
    """The file's content. Raises ContentError with a sentence when it cannot be read or an entry is wrong."""
    try:
        return parse(_bytes_of(path), str(path))
    except OSError as error:
        raise ContentError(f"{path} cannot be opened: {error.strerror}.") from error


def _bytes_of(path: Path) -> bytes:
    """What we ship of maps stands in files of its own."""
    more = sorted(SHIPPED_MAPS.glob("*.toml")) if path == SHIPPED else []
    return b"\n".join(each.read_bytes() for each in [path, *more])


def parse(content: bytes, name: str) -> Content:
    """The same of a file's bytes; ``name`` stands in the sentences."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ContentError(f"{name} is not readable TOML: {error}.") from error
    try:
        return _content(raw)
    except (AttributeError, TypeError) as error:  # a number where a table belongs
        raise ContentError(f"{name} is no playbook: {error}.") from error


def _content(raw: dict[str, Any]) -> Content:
    lists = raw.get("words", {})
    content = Content(
        topics=[_topic(entry, lists) for entry in raw.get("topics", [])],
        templates=[_entry(AnswerContent, entry, "Template") for entry in raw.get("templates", [])],
        holding_messages=[_entry(AnswerContent, entry, "Holding message") for entry in raw.get("holding_messages", [])],
        checklist=[_entry(ChecklistContent, entry, "Checklist item") for entry in raw.get("checklist", [])],
        crisis_contacts=[
            _entry(CrisisContactContent, entry, "Crisis contact") for entry in raw.get("crisis_contacts", [])
        ],
        own_words=tuple(raw.get("own_words", ())),
        maps=[_map(entry) for entry in raw.get("maps", [])],
        house_rules=[_entry(HouseRuleContent, entry, "House rule") for entry in raw.get("house_rules", [])],
    )
    _check_topics_named(content)
    _check_texts(content)
    _check_maps(content)
    return content


def _topic(entry: dict[str, Any], lists: dict[str, list[str]]) -> TopicContent:
    where = f"Topic {entry.get('slug', '?')}"
    rules = tuple(_rule(rule, lists, where) for rule in entry.get("rules", []))
    plan = _plan(entry["plan"], f"{where}, plan") if "plan" in entry else None
    topic = _entry(TopicContent, {**entry, "plan": plan, "rules": rules}, where)
    if topic.level not in LEVELS or topic.area not in AREAS:
        raise ContentError(f"{where}: its level is one of {', '.join(LEVELS)}, its area one of {', '.join(AREAS)}.")
    if topic.level == "red" and len(set(topic.release_roles)) < 2:
        raise ContentError(f"{where}: a red topic names at least two teams that sign a release.")
    return topic


def _plan(entry: dict[str, Any], where: str) -> PlanContent:
    scenarios = [_entry(ScenarioContent, each, f"{where}, scenario") for each in entry.get("scenarios", [])]
    return _entry(PlanContent, {**entry, "scenarios": scenarios}, where)


def _map(entry: dict[str, Any]) -> dict[str, Any]:
    try:
        return read_map(entry)
    except MapError as error:
        raise ContentError(str(error)) from error


def _rule(entry: dict[str, Any], lists: dict[str, list[str]], where: str) -> RuleContent:
    name = f"{where}, rule {entry.get('name', '?')}"
    try:
        words = {key: _spelled_out(entry.get(key, []), lists) for key in ("any_of", "none_of")}
        words["all_of"] = [" | ".join(_spelled_out([part], lists)) for part in entry.get("all_of", [])]
    except KeyError as error:
        raise ContentError(f"{name}: there is no list of words named {error}.") from error
    rule = _entry(RuleContent, {**entry, **words}, name)
    if rule.expression and (trouble := trouble_with(rule.expression)):
        raise ContentError(f"{name}: the expression cannot be used: {trouble}.")
    return rule


def _spelled_out(entries: list[str], lists: dict[str, list[str]]) -> list[str]:
    """The entries with ``@name`` replaced by the words of that list."""
    spelled: list[str] = []
    for word in _words_of(entries):
        spelled += _words_of(lists[word[1:]]) if word.startswith("@") else [word]
    return list(dict.fromkeys(spelled))


def _words_of(entries: list[str]) -> list[str]:
    return [word for entry in entries for word in alternatives(entry)]


def _entry(kind: type[Entry], entry: dict[str, Any], where: str) -> Entry:
    known = {one.name for one in fields(kind)}
    if unknown := entry.keys() - known:
        raise ContentError(f"{where}: {', '.join(sorted(unknown))} is not known here.")
    settled = (
        entry
        if kind in {PlanContent, ScenarioContent}
        else {key: _tuple_if_list(value) for key, value in entry.items()}
    )
    try:
        return kind(**settled)
    except TypeError as error:
        raise ContentError(f"{where}: {str(error).partition(') ')[2] or error}.") from error


def _check_topics_named(content: Content) -> None:
    known = {topic.slug for topic in content.topics}
    if len(known) < len(content.topics):
        raise ContentError("Two topics have the same slug.")
    for topic in content.topics:
        if topic.raises_to and topic.raises_to not in known:
            raise ContentError(f"Topic {topic.slug}: there is no topic named {topic.raises_to} to raise it to.")
        if len({rule.name for rule in topic.rules}) < len(topic.rules):
            raise ContentError(f"Topic {topic.slug}: two rules have the same name.")
    if len({line.slug for line in content.checklist}) < len(content.checklist):
        raise ContentError("Two lines of the checklist have the same slug.")
    named = [(answer.name, answer.topics) for answer in [*content.templates, *content.holding_messages]]
    named += [(contact.name, contact.topics) for contact in content.crisis_contacts]
    for name, topics in [*named, *((line.slug, line.topics) for line in content.checklist)]:
        if missing := set(topics) - known:
            raise ContentError(f"{name}: there is no topic named {', '.join(sorted(missing))}.")


def _check_texts(content: Content) -> None:
    """What stands beside topics and checklist is of the kind that its field asks for."""
    for answer in [*content.templates, *content.holding_messages]:
        lists = (answer.topics, answer.networks, answer.teams, answer.offers)
        texts = [answer.name, answer.text, answer.area, answer.language, *(word for each in lists for word in each)]
        days = [day for day in (answer.review_by, answer.expires_on) if day is not None]
        if not all(isinstance(text, str) for text in texts) or not all(type(day) is date for day in days):
            raise ContentError(f"{answer.name}: a value is of another kind than its field.")
    contacts = [value for contact in content.crisis_contacts for value in vars(contact).values()]
    each = [text for value in contacts for text in (value if isinstance(value, tuple) else (value,))]
    if not all(isinstance(text, str) for text in [*each, *content.own_words]):
        raise ContentError("Crisis contacts and own words are texts.")


def _check_maps(content: Content) -> None:
    """Every map in use can be walked to an end; which teams there are is not known yet."""
    slugs = [entry["slug"] for entry in content.maps]
    if len(set(slugs)) < len(slugs):
        raise ContentError("Two maps have the same slug.")
    known = known_of([{**vars(topic)} for topic in content.topics])
    for entry in content.maps:
        for trouble in [] if entry.get("is_retired") else troubles(entry, known):
            raise ContentError(f"Map {entry['slug']}, {trouble.key or 'as a whole'}: {trouble.sentence}")


def _tuple_if_list(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

"""Reading a playbook file: TOML in, checked content out. Every mistake names its entry and says what is wrong."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from playbook.triage import LEVELS, RuleSpec, TopicSpec
from playbook.words import alternatives, trouble_with

SHIPPED = Path(__file__).parent / "default.toml"
AREAS = ("crisis", "support", "care")


class ContentError(ValueError):
    """The file cannot be used; the message names the entry and says why."""


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    complaint: str
    public_answer: str
    internal_actions: list[str]
    notify: list[str]


@dataclass(frozen=True, kw_only=True)
class TopicContent:
    slug: str
    name: str
    level: str
    area: str
    plan: PlanContent
    rules: tuple[RuleSpec, ...]
    description: str = ""
    owner_team: str = ""
    reply_within: int = 240
    threshold: int = 10
    release_roles: tuple[str, ...] = ()
    allows_standing_release: bool = False
    pages_at_once: bool = True


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    name: str
    text: str
    topics: tuple[str, ...] = ()
    area: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class ChecklistContent:
    slug: str
    wording: str
    levels: tuple[str, ...] = ()
    area: str = ""
    kind: str = "human"
    is_required: bool = True
    part: str = "whole"


@dataclass(frozen=True, kw_only=True)
class Content:
    topics: list[TopicContent]
    templates: list[AnswerContent]
    holding_messages: list[AnswerContent]
    checklist: list[ChecklistContent]

    def specs(self) -> list[TopicSpec]:
        """The topics as triage needs them, numbered in the file's order."""
        return [
            TopicSpec(id=number, slug=t.slug, name=t.name, level=t.level, rules=t.rules, threshold=t.threshold)
            for number, t in enumerate(self.topics, start=1)
        ]


Entry = TypeVar("Entry", PlanContent, RuleSpec, TopicContent, AnswerContent, ChecklistContent)


def read(path: Path = SHIPPED) -> Content:
    """The file's content. Raises ContentError with a sentence when it cannot be read or an entry is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(f"{path} cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} is not readable TOML: {error}.") from error
    lists = raw.get("words", {})
    content = Content(
        topics=[_topic(entry, lists) for entry in raw.get("topics", [])],
        templates=[_entry(AnswerContent, entry, "Template") for entry in raw.get("templates", [])],
        holding_messages=[_entry(AnswerContent, entry, "Holding message") for entry in raw.get("holding_messages", [])],
        checklist=[_entry(ChecklistContent, entry, "Checklist item") for entry in raw.get("checklist", [])],
    )
    _check_topics_named(content)
    return content


def _topic(entry: dict[str, Any], lists: dict[str, list[str]]) -> TopicContent:
    where = f"Topic {entry.get('slug', '?')}"
    rules = tuple(_rule(rule, lists, where) for rule in entry.get("rules", []))
    plan = _entry(PlanContent, entry.get("plan", {}), f"{where}, plan")
    topic = _entry(TopicContent, {**entry, "plan": plan, "rules": rules}, where)
    if topic.level not in LEVELS or topic.area not in AREAS:
        raise ContentError(f"{where}: its level is one of {', '.join(LEVELS)}, its area one of {', '.join(AREAS)}.")
    if topic.level == "red" and len(set(topic.release_roles)) < 2:
        raise ContentError(f"{where}: a red topic names at least two teams that sign a release.")
    return topic


def _rule(entry: dict[str, Any], lists: dict[str, list[str]], where: str) -> RuleSpec:
    name = f"{where}, rule {entry.get('name', '?')}"
    try:
        words = {key: _spelled_out(entry.get(key, []), lists) for key in ("any_of", "none_of")}
        words["all_of"] = [" | ".join(_spelled_out([part], lists)) for part in entry.get("all_of", [])]
    except KeyError as error:
        raise ContentError(f"{name}: there is no list of words named {error}.") from error
    rule = _entry(RuleSpec, {**entry, **words}, name)
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
    known = {field.name for field in fields(kind)}
    if unknown := entry.keys() - known:
        raise ContentError(f"{where}: {', '.join(sorted(unknown))} is not known here.")
    settled = entry if kind is PlanContent else {key: _tuple_if_list(value) for key, value in entry.items()}
    try:
        return kind(**settled)
    except TypeError as error:
        raise ContentError(f"{where}: {str(error).partition(') ')[2] or error}.") from error


def _check_topics_named(content: Content) -> None:
    known = {topic.slug for topic in content.topics}
    if len(known) < len(content.topics):
        raise ContentError("Two topics have the same slug.")
    for answer in [*content.templates, *content.holding_messages]:
        if missing := set(answer.topics) - known:
            raise ContentError(f"{answer.name}: there is no topic named {', '.join(sorted(missing))}.")


def _tuple_if_list(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

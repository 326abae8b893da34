"""A small map over the cast's topics, and a brand that has it."""

from typing import Any

from accounts.actors import SYSTEM
from playbook.content.entries import Content
from playbook.content.reading import read
from playbook.loading import load
from playbook.models import ResponseMap

SMALL: dict[str, Any] = {
    "slug": "small",
    "name": "Small map",
    "start": "harm",
    "questions": [
        {
            "key": "harm",
            "question": "Could someone be harmed?",
            "hint": "In doubt, yes.",
            "answers": [{"answer": "Yes", "to": "stop"}, {"answer": "No", "to": "mind"}],
        },
        {
            "key": "mind",
            "question": "Does anybody mind?",
            "answers": [
                {"answer": "Yes", "to": "answer"},
                {"answer": "Hardly", "to": "watch", "is_inferred": True},
                {"answer": "No", "to": "leave"},
            ],
        },
    ],
    "leaves": [
        {
            "key": "stop",
            "title": "Security takes it",
            "action": "Stop.",
            "outcome": "escalate",
            "topics": ["hacking"],
            "within": 30,
        },
        {"key": "answer", "title": "Answer it", "action": "Look it up.", "topics": ["baggage", "praise"]},
        {
            "key": "watch",
            "title": "Watch it",
            "action": "Look again tomorrow.",
            "outcome": "monitor",
            "level": "yellow",
            "owner_team": "care",
            "within": 60,
            "look_again_in": 24,
        },
        {
            "key": "leave",
            "title": "Leave it",
            "action": "Nothing.",
            "outcome": "let_stand",
            "level": "green",
            "owner_team": "care",
            "within": 60,
        },
    ],
}


def with_map(cast: Any, entry: dict[str, Any] = SMALL) -> ResponseMap:
    """The cast's brand with this map in force, as it would be loaded."""
    content = Content(topics=[], templates=[], holding_messages=[], checklist=[], maps=[entry])
    load(by=SYSTEM, brand=cast.brand, content=content)
    return ResponseMap.objects.get(brand=cast.brand, slug=entry["slug"])


def shipped() -> dict[str, dict[str, Any]]:
    return {entry["slug"]: entry for entry in read().maps}

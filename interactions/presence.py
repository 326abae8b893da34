"""Who is at a conversation right now, and who is writing there.

Redis keeps it for a moment, one place a person: nothing of it is stored, and nobody's record grows by it. Without Redis
nobody is shown, and nothing else is different. Whoever is at a conversation says so every 25 seconds; open pages
are told when somebody comes, goes, or begins to write, not when they are still there.
"""

import json
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis import RedisError

from accounts.models import User
from audit.broadcast import publish
from audit.redis import breaker, client
from interactions.models import Interaction

log = logging.getLogger(__name__)
KEY = "desk:here"
LEASE = 60.0  # seconds: one that is not heard may be missed
WRITING, VIEWING, LEFT = "writing", "viewing", "left"
Places = dict[int, dict[str, Any]]


@dataclass(frozen=True)
class Here:
    user_id: int
    name: str
    is_writing: bool


def say(person: User, interaction: Interaction, *, mode: str) -> list[Here]:
    """Take a place, keep it or leave it; who else is there. Never raises for what ails Redis."""
    at = {"at": interaction.pk, "team": interaction.team_id, "brand": interaction.brand_id}
    mine = at | {"name": str(person), "writing": mode == WRITING, "until": time.time() + LEASE}
    places = _ask(lambda: _take(person.pk, None if mode == LEFT else mine))
    if places is None:
        return []
    before = places.pop(person.pk, None)
    if mode != LEFT:
        places[person.pk] = mine
    for moved in _moved(before, None if mode == LEFT else mine):
        here = [[one.user_id, one.name, one.is_writing] for one in _at(places, moved["at"])]
        publish("present", team_id=moved["team"], brand_id=moved["brand"], interaction_id=moved["at"], here=here)
    return _others(places, interaction.pk, person)


def at(ids: Collection[int], person: User) -> dict[int, list[Here]]:
    """Who else is at these conversations. One question, however many they are."""
    places = _ask(_places) or {}
    return {pk: here for pk in ids if (here := _others(places, pk, person))}


def sentence(here: list[Here]) -> str:
    """Who writes, or else who looks; empty where nobody is."""
    writing = [one.name for one in here if one.is_writing]
    names = writing or [one.name for one in here]
    if not names:
        return ""
    said = (
        ngettext("%(who)s is replying", "%(who)s are replying", len(names))
        if writing
        else ngettext("%(who)s is looking at this", "%(who)s are looking at this", len(names))
    )
    return said % {"who": ", ".join(names)}


def sentences() -> dict[str, str]:
    """The same for the page's script, by what people do and whether they are several."""
    return {
        "writing-one": _("%(who)s is replying"),
        "writing-many": ngettext("%(who)s is replying", "%(who)s are replying", 2),
        "viewing-one": _("%(who)s is looking at this"),
        "viewing-many": ngettext("%(who)s is looking at this", "%(who)s are looking at this", 2),
    }


def _take(user_id: int, mine: dict[str, Any] | None) -> Places:
    """Where everybody was before."""
    before = _places()
    if mine is None:
        client().hdel(KEY, str(user_id))
    else:
        client().hset(KEY, str(user_id), json.dumps(mine))
        client().expire(KEY, round(LEASE * 3))
    return before


def _places() -> Places:
    now = time.time()
    kept = {int(user): json.loads(place) for user, place in client().hgetall(KEY).items()}
    return {user: place for user, place in kept.items() if place["until"] > now}


def _moved(before: dict[str, Any] | None, now: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The places whose company changed by this."""
    if before and now and before["at"] == now["at"]:
        return [now] if before["writing"] != now["writing"] else []
    return [place for place in (before, now) if place]


def _at(places: Places, pk: int) -> list[Here]:
    return [Here(user, place["name"], place["writing"]) for user, place in places.items() if place["at"] == pk]


def _others(places: Places, pk: int, person: User) -> list[Here]:
    return [one for one in _at(places, pk) if one.user_id != person.pk]


def _ask(question: Callable[[], Places]) -> Places | None:
    """None while Redis does not speak, or says what we do not know: presence is a courtesy."""
    if breaker.is_open:
        return None
    try:
        return question()
    except (RedisError, OSError):
        breaker.trip()
    except (ValueError, KeyError, TypeError):  # another version of the product keeps its places otherwise
        log.warning("What Redis keeps under %s cannot be read; nobody is shown.", KEY)
    return None

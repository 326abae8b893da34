"""What triage takes and gives: topics and rules, the facts of a message, and what is said of it. Plain values."""

from dataclasses import dataclass
from typing import NamedTuple

LEVELS = ("green", "yellow", "red")
THRESHOLD = 10
MOST_TOPICS = 5  # that triage puts on one message
AUTHOR_TRAITS = ("verified", "press", "employee", "influencer", "vip")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec:
    """One rule of a topic, as triage needs it. ``author_is`` and ``min_followers`` are alternatives of each other.

    A rule without words or expression speaks by its facts alone: that is a threshold which raises.
    """

    name: str
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    expression: str = ""
    points: int = THRESHOLD
    is_stop: bool = False
    language: str = ""
    author_is: tuple[str, ...] = ()
    min_followers: int = 0
    min_engagement: int = 0
    min_reach: int = 0
    min_repeats: int = 0  # messages of this author within ``within_hours``, this one counted
    within_hours: int = 24
    networks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    min_severity: int = 0

    @property
    def has_words(self) -> bool:
        """It looks for words or an expression."""
        return bool(self.any_of or self.all_of or self.expression)

    @property
    def has_facts(self) -> bool:
        """It asks for something besides words that not every message has."""
        counts = (self.min_followers, self.min_engagement, self.min_reach, self.min_repeats, self.min_severity)
        return bool(any(counts) or self.author_is or self.tones)

    @property
    def needs_sound(self) -> bool:
        """It asks how the message sounds."""
        return bool(self.tones or self.min_severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """One topic with its rules, as triage needs it."""

    id: int
    slug: str
    name: str
    level: str
    rules: tuple[RuleSpec, ...] = ()
    threshold: int = THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a message besides its words. ``author_is`` holds traits; ``earlier`` how many hours ago each
    earlier message of the author came."""

    followers: int = 0
    author_is: frozenset[str] = frozenset()
    engagement: int = 0
    reach: int = 0
    language: str = ""
    network: str = ""
    kind: str = ""
    earlier: tuple[float, ...] = ()


class Hit(NamedTuple):  # made for each message: cheaper than a frozen dataclass
    """A rule that spoke: its share of the points, and the words of the rule that were found."""

    rule: str
    points: int
    is_stop: bool
    words: tuple[str, ...]


class Suggestion(NamedTuple):
    """A topic the message speaks of, with the reasons."""

    topic_id: int
    topic_slug: str
    topic_name: str
    level: str
    points: int
    threshold: int
    hits: tuple[Hit, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that spoke, the weightiest first."""
        return tuple(hit.rule for hit in self.hits)

    @property
    def words(self) -> tuple[str, ...]:
        """The rules' words that were found, each once."""
        return tuple(dict.fromkeys(word for hit in self.hits for word in hit.words))


class Verdict(NamedTuple):
    """What triage proposes for one message: the strictest suggestion first; ``level`` is None when nothing speaks."""

    suggestions: tuple[Suggestion, ...] = ()
    near_misses: tuple[Suggestion, ...] = ()

    @property
    def level(self) -> str | None:
        """The strictest level suggested."""
        return self.suggestions[0].level if self.suggestions else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the original text that made a rule speak."""

    start: int
    end: int
    level: str
    topic_id: int
    topic_name: str
    rule: str


NO_FACTS = Facts()
NOTHING = Verdict()

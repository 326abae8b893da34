"""What the machine checks find in an answer to one interaction: the facts they need, put together for the pure part."""

from urllib.parse import urlsplit

from interactions.models import Interaction
from playbook.findings import About, Finding, look
from playbook.models import Area, Playbook

SHORTEST_FACT = 4  # shorter facts on file ("yes", "3") stand in any text
MOST_FACTS = 200


def findings_in(
    interaction: Interaction, text: str, *, is_public: bool, has_handoff: bool = False
) -> tuple[Finding, ...]:
    """The findings, the heaviest first. Two small queries."""
    own = _own(interaction)
    about = About(
        is_public=is_public,
        language=interaction.language or interaction.brand.language,
        is_negative=_is_negative(interaction),
        own_handles=frozenset(own),
        own_hosts=frozenset(host for word in own if (host := _host(word))),
        customer=frozenset(_facts(interaction.contact.facts)),
        max_length=interaction.channel.max_length,
        length=interaction.channel.length(text),
        has_handoff=has_handoff,
    )
    return look(text, about)


def _own(interaction: Interaction) -> list[str]:
    """What the brand says of itself in public: its names, handles, and what its playbook lists."""
    brand = interaction.brand
    words = [brand.name]
    for handle, name in brand.channels.values_list("handle", "name"):
        words += [handle, name]
    for listed in Playbook.objects.filter(brand=brand).values_list("own_words", flat=True):
        words += listed
    return [word for word in words if word]


def _host(word: str) -> str:
    """The web host in a listed word: "https://tern.example/help", "www.tern.example" or "tern.example"."""
    if "@" in word or " " in word or "." not in word:
        return ""
    try:
        return urlsplit(word if "://" in word else f"//{word}").hostname or ""
    except ValueError:
        return ""


def _is_negative(interaction: Interaction) -> bool:
    area = interaction.topic.area if interaction.topic else ""
    return interaction.level in {"yellow", "red"} or area in {Area.CRISIS, Area.SUPPORT}


def _facts(facts: object) -> list[str]:
    """Every word on file about a customer, however deep: none of it belongs in public."""
    if isinstance(facts, dict):
        facts = list(facts.values())
    if isinstance(facts, list):
        return [found for fact in facts[:MOST_FACTS] for found in _facts(fact)][:MOST_FACTS]
    said = str(facts) if isinstance(facts, str | int) and not isinstance(facts, bool) else ""
    return [said] if len(said) >= SHORTEST_FACT else []

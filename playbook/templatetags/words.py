"""What the library's templates ask of a text."""

from django import template

from playbook.models import Level, Offer, Words

register = template.Library()
_STRICTEST_FIRST = (Level.RED, Level.YELLOW, Level.GREEN)


@register.filter
def strictest(words: Words) -> str:
    """The strictest flag of the topics it fits; empty when it fits none by name."""
    levels = {topic.level for topic in words.topics.all()}
    return next((level for level in _STRICTEST_FIRST if level in levels), "")


@register.filter
def offered(words: Words) -> list[str]:
    """What it offers, in words."""
    return [str(offer.label) for offer in Offer if offer.value in words.offers]

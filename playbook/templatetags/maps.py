"""What a map's end leans on."""

from django import template

from playbook.mapping import Names
from playbook.maps.shape import Leaf

register = template.Library()


@register.filter
def owners(names: Names, leaf: Leaf) -> str:
    """Whose it is, by name."""
    return names.owner_of(leaf)


@register.filter
def minutes(names: Names, leaf: Leaf) -> int:
    """Within how many."""
    return names.known.within_of(leaf)

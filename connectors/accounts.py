"""An account on a network: what has to be known of it, and what its connector is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

StrOrPromise = str | Promise  # a label is translated when it is shown


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a network needs to know about an account; a form asks for it by its label."""

    name: str
    label: StrOrPromise
    is_secret: bool = False
    is_required: bool = False
    default: Any = ""
    hint: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A channel as its connector sees it: no row, only what is needed to speak."""

    handle: str = ""
    name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

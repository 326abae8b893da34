"""How a deed is written down: something to act upon, and the act."""

from collections.abc import Callable
from typing import Any

from tests.cast import Cast

Act = Callable[[], Any]


def of(prepare: Callable[[Cast], Any], act: Callable[[Cast, Any], Any]) -> Callable[[Cast], Act]:
    """Something to act upon, and the act."""

    def prepared(cast: Cast) -> Act:
        thing = prepare(cast)
        return lambda: act(cast, thing)

    return prepared

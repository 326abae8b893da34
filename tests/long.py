"""How long the tests may take: ``./test --long`` gives them the time for whatever is rarely worth it."""

import os

IS_LONG = bool(os.environ.get("DESK_LONG"))

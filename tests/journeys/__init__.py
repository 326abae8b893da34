"""The whole product, started as a newcomer starts it, and driven by people in a real browser."""

import pytest

# One product and one browser for all journeys: they run in one process, one after the other. The walk over every page
# has its own, so that two processes share the work.
JOURNEY = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
WALK = [pytest.mark.journey, pytest.mark.xdist_group("walk")]

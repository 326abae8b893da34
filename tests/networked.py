"""Fixtures of races and faults: the cast, and a network that keeps keys for them to post to."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast, assemble
from tests.faults import peer as network


@pytest.fixture
def peer() -> Iterator[network.Peer]:
    with network.running() as server:
        yield server


@pytest.fixture
def desk(transactional_db: None, peer: network.Peer) -> Cast:
    """The cast, with a channel that posts to the peer."""
    cast = assemble()
    cast.channel.settings = {"url": peer.address, "lookup_url": peer.address}
    cast.channel.save()
    return cast

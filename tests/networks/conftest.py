import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.networks import snac
from tests.networks.snac import Person


@pytest.fixture(scope="session")
def fediverse() -> Iterator[tuple[Person, Person]]:
    """The brand's account and a customer's."""
    if snac.program() is None:
        pytest.skip("THE FEDIVERSE WAS NOT TRIED: there is no snac. Run bin/network-servers, or name it in DESK_SNAC.")
    with tempfile.TemporaryDirectory(prefix="desk-fediverse-") as home:
        Path(home).chmod(0o755)
        with snac.federating(Path(home)) as people:
            yield people

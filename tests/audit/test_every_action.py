"""No verb is without its event (P7): every public action of every room is driven once, and the record is longer."""

import inspect
from types import ModuleType

import pytest

from accounts import actions as accounts
from approvals import actions as approvals
from audit.models import Event
from connectors import actions as connectors
from interactions import actions as core
from oncall import actions as oncall
from playbook import actions as playbook
from tests.audit.approval_deeds import APPROVAL_DEEDS
from tests.audit.deeds import DEEDS
from tests.audit.room_deeds import ROOM_DEEDS
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ROOMS: dict[str, ModuleType] = {
    "accounts": accounts,
    "approvals": approvals,
    "connectors": connectors,
    "interactions": core,
    "oncall": oncall,
    "playbook": playbook,
}
EVERY_DEED = DEEDS | APPROVAL_DEEDS | ROOM_DEEDS
# Neither typing nor reading leaves one (DESIGN §6), nor do notices and test pages.
WITHOUT_AN_EVENT = {"interactions.compose", "approvals.apply_remark", "approvals.read"}
WITHOUT_AN_EVENT |= {"playbook.read_changes"}  # the event of the publishing says how much was read
WITHOUT_AN_EVENT |= {"oncall.announce", "oncall.chase", "oncall.tell_gaps"}


def public(room: str, module: ModuleType) -> set[str]:
    """The verbs a room offers: those of its list, or every public function of its file."""
    names = getattr(module, "__all__", None) or [
        name for name, found in inspect.getmembers(module, inspect.isfunction) if found.__module__ == module.__name__
    ]
    return {f"{room}.{name}" for name in names if not name.startswith("_")}


def test_every_public_action_is_driven_here() -> None:
    offered = set().union(*(public(room, module) for room, module in ROOMS.items()))
    assert offered == {*EVERY_DEED, *WITHOUT_AN_EVENT}


@pytest.mark.parametrize("name", sorted(EVERY_DEED))
def test_an_action_ends_in_the_record(cast: Cast, name: str) -> None:
    act = EVERY_DEED[name](cast)
    before = Event.objects.count()
    act()
    assert Event.objects.count() > before

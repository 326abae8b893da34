"""More at once than anybody plans for: two sweepers and four workers, five hundred flags, three hundred crises."""

import pytest

from audit.models import Delivery
from connectors import secrets
from connectors.webhook.signatures import new_secret
from interactions import actions as core
from oncall import actions, claims
from oncall.actions.policies import StepTerms
from oncall.models import Alert, ContactMethod, Page, PageAttempt
from playbook.models import Topic
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.long import IS_LONG
from tests.races.crew import Crew, gathered

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CRISES = 300 if IS_LONG else 60
FLAGS = 500


@pytest.fixture(autouse=True)
def policy(desk: Cast, peer: Peer) -> None:
    """Everything goes to Priya, at the peer."""
    sealed = secrets.seal({"signing": new_secret()})
    ContactMethod.objects.create(
        user=desk.priya, kind="webhook", address=peer.address, secrets=sealed, is_verified=True
    )
    terms = {"brand": desk.brand, "name": "Red", "is_default": True, "topics": [], "last_resort": []}
    actions.save_policy(None, by=desk.ada, steps=[StepTerms(60, person=desk.priya)], **terms)


@pytest.fixture
def six(tmp_path_factory: pytest.TempPathFactory, desk: Cast):
    with gathered(tmp_path_factory.mktemp("crew") / "log") as crew:
        yield crew.of(6)
        crew.check_quiet()


def all_at_once(six: Crew) -> None:
    """Two sweepers, and four workers that do what they find."""
    six.at_once(*[("sweep_everything", {})] * 2, *[("deliver", {}), ("sweep_pages", {})] * 2)


def crisis(desk: Cast, number: int) -> None:
    topic = Topic.objects.create(
        brand=desk.brand, slug=f"t{number}", name=f"Topic {number}", level="red", area="crisis", release_roles=["legal"]
    )
    core.flag(desk.received(), by=desk.amara, topics=[topic])


def swept_until_sent(six: Crew, alerts: int) -> None:
    for _round in range(100):
        all_at_once(six)
        unsent = (
            Page.objects.filter(state__in=Page.UNSENT).exists() or Delivery.objects.filter(state="pending").exists()
        )
        if not unsent and Alert.objects.count() == alerts:
            return
    raise AssertionError("Something is still under way.")


def test_five_hundred_flags_are_one_alert_and_at_most_three_pages_more(desk: Cast, six: Crew, peer: Peer) -> None:
    for _batch in range(10):
        core.receive(desk.channel, [desk.message("account hacked") for _each in range(FLAGS // 10)])
        all_at_once(six)
    swept_until_sent(six, 1)
    alert = Alert.objects.get()
    assert alert.flags.count() == alert.flag_count == FLAGS
    assert list(alert.pages.order_by("pk").values_list("cause", flat=True)) in (
        ["step", "swell"],
        ["step", *["swell"] * 2],
    )
    assert len(peer.came) == len(peer.posts) <= 4


def test_three_hundred_crises_lose_none_and_one_more_waits_four_seconds_at_most(
    desk: Cast, six: Crew, peer: Peer
) -> None:
    for number in range(CRISES):
        crisis(desk, number)
    swept_until_sent(six, CRISES)
    assert set(Page.objects.values_list("state", flat=True)) == {"sent"}
    assert Page.objects.count() == CRISES
    assert len(peer.came) == len(peer.posts) == PageAttempt.objects.count() < CRISES / 2
    crisis(desk, CRISES)
    six.at_once(("deliver", {}))
    six.at_once(("sweep_pages", {}))
    newest, last = Page.objects.latest("pk"), PageAttempt.objects.latest("started_at")
    assert newest.state == "sent" or newest.next_attempt_at <= last.started_at + claims.APART
    swept_until_sent(six, CRISES + 1)

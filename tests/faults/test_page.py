"""A worker is killed at each step between a red flag and its page. Somebody is paged, and by one page."""

import pytest

from audit.models import Delivery, Event
from connectors import secrets
from connectors.webhook.signatures import new_secret
from oncall import actions
from oncall.actions.policies import StepTerms
from oncall.models import Alert, ContactMethod, Page
from tests.cast import Cast
from tests.faults.nursery import IN_THE_CALL, PAGE_KILLS, Nursery
from tests.faults.peer import Peer

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TWICE_WITHOUT_KEYS = [IN_THE_CALL, "page:after_send"]
POINTS = [
    "deliver:after_claim",
    "deliver:after_call",
    "page:before_plan",
    "page:after_plan",
    "page:before_claim",
    "page:before_attempt",
    "page:in_claim",
    "page:after_claim",
    *TWICE_WITHOUT_KEYS,
    "page:after_mark",
]


@pytest.fixture(autouse=True)
def policy(desk: Cast, peer: Peer) -> None:
    """Priya, then Tomás, each reached at the peer."""
    for person in (desk.priya, desk.tomas):
        sealed = secrets.seal({"signing": new_secret()})
        ContactMethod.objects.create(
            user=person, kind="webhook", address=peer.address, secrets=sealed, is_verified=True
        )
    actions.save_policy(
        None,
        by=desk.ada,
        brand=desk.brand,
        name="Red",
        is_default=True,
        topics=[],
        steps=[StepTerms(60, person=desk.priya), StepTerms(60, person=desk.tomas)],
        last_resort=[],
    )


def is_quiet() -> bool:
    waiting = Delivery.objects.filter(state="pending").exists()
    return not waiting and not Page.objects.filter(state__in=Page.OPEN).exists()


def paged_for(interaction_id: int) -> list[str]:
    """The keys of the pages for a red flag, all of them sent; its alert is over then."""
    alert = Alert.objects.get(flags__interaction=interaction_id)
    assert set(alert.pages.values_list("state", flat=True)) == {"sent"}
    Alert.objects.filter(pk=alert.pk).update(state="resolved")
    return list(alert.pages.order_by("pk").values_list("key", flat=True))


@pytest.mark.parametrize("point", POINTS)
def test_somebody_is_paged_once_wherever_the_worker_is_killed(
    desk: Cast, nursery: Nursery, peer: Peer, point: str
) -> None:
    keys: list[str] = []
    for _kill in range(PAGE_KILLS):
        red = desk.flagged("hacking")
        nursery.kill(point, "sweep_everything", peer=peer)
        nursery.until(is_quiet, "sweep_everything")
        keys += paged_for(red.pk)
    assert list(peer.posts) == keys
    assert len(keys) == PAGE_KILLS
    assert len(peer.came) == PAGE_KILLS * (2 if point in TWICE_WITHOUT_KEYS else 1)


@pytest.mark.parametrize("point", ["page:before_step", "page:before_plan", "page:after_plan"])
def test_the_next_step_is_taken_once_when_its_worker_is_killed(
    desk: Cast, nursery: Nursery, peer: Peer, point: str
) -> None:
    for kill in range(PAGE_KILLS):
        red = desk.flagged("hacking")
        nursery.until(is_quiet, "sweep_everything")
        Alert.objects.unresolved().update(next_step_at=red.received_at)
        nursery.kill(point, "sweep_everything", peer=peer)
        nursery.until(is_quiet, "sweep_everything")
        assert len(paged_for(red.pk)) == 2
        assert len(peer.came) == len(peer.posts) == 2 * (kill + 1)


def test_an_acknowledgement_that_was_cut_off_before_its_commit_never_was(
    desk: Cast, nursery: Nursery, peer: Peer
) -> None:
    for _kill in range(PAGE_KILLS):
        alert = raised(desk)
        nursery.kill("acknowledge:before_commit", "acknowledge", peer=peer, given={"alert": alert.pk, "by": "priya"})
        nursery.until(is_quiet, "sweep_everything")
        assert Alert.objects.get(pk=alert.pk).is_live
        assert len(paged_for(alert.flags.get().interaction_id)) == 1


def test_an_acknowledgement_whose_answer_was_lost_stands_and_nobody_is_paged_after_it(
    desk: Cast, nursery: Nursery, peer: Peer
) -> None:
    for _kill in range(PAGE_KILLS):
        alert = raised(desk)
        nursery.kill("acknowledge:after_commit", "acknowledge", peer=peer, given={"alert": alert.pk, "by": "priya"})
        nursery.until(is_quiet, "sweep_everything")
        assert actions.acknowledge(alert, by=desk.priya).acknowledged_by == desk.priya  # pressed once more
        assert Event.objects.filter(name="oncall.acknowledged", subject_id=alert.pk).count() == 1
        assert peer.came == []
        Alert.objects.filter(pk=alert.pk).update(state="resolved")


def test_a_peer_that_does_not_answer_in_time_is_asked_again_with_the_same_key(
    desk: Cast, nursery: Nursery, peer: Peer
) -> None:
    red = desk.flagged("hacking")
    with peer.silent():
        nursery.until(lambda: bool(peer.came), "sweep_impatiently")
    page = Page.objects.get()
    assert (page.state, page.attempts) == ("pending", 1)
    nursery.until(is_quiet, "sweep_everything")
    assert paged_for(red.pk) == list(peer.posts)
    assert peer.came == [page.key, page.key]


def raised(desk: Cast) -> Alert:
    alert = actions.open_alert(desk.flagged("hacking").pk, by=desk.priya)
    assert alert is not None
    Delivery.objects.update(state="done")
    return alert

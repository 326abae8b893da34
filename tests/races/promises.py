"""What must hold after every round, told from the rows and from what the network got."""

from django.db.models import Count

from audit.models import Event
from interactions.models import Approval, Interaction, Reply
from tests.faults.peer import Peer
from tests.promises.network import four_eyes


def check(peer: Peer) -> None:
    check_texts(peer)
    check_red()
    check_events()


def check_texts(peer: Peer) -> None:
    """P1, P2, P5: what the network got was approved, by enough people, once."""
    for approval in Approval.objects.select_related("draft"):
        assert four_eyes(approval) == []
    ours = {str(reply.key): reply for reply in Reply.objects.filter(origin="desk")}
    assert set(peer.posts) <= set(ours)
    assert {key for key, reply in ours.items() if reply.state == "sent"} <= set(peer.posts)
    assert not [key for key in peer.posts if ours[key].state in {"pending", "recalled", "failed"}]
    assert {key: ours[key].text for key in peer.posts} == peer.posts
    for interaction in Interaction.objects.filter(state="approved").select_related("approval"):
        approval = interaction.approval
        assert approval is not None
        if not interaction.replies.filter(state__in=Reply.IN_FLIGHT).exists():
            assert approval.thread_version == interaction.thread_version
            assert approval.flag_version == interaction.flag_version
    on_its_way = Reply.objects.filter(state__in=["pending", "sending", "unknown"], kind="reply")
    assert not on_its_way.exclude(interaction__state="approved").exists()


def check_red() -> None:
    """P3: red is held, by exactly one hold."""
    for red in Interaction.objects.open().filter(level="red"):
        assert red.is_held
        assert red.holds.filter(lifted_at=None).count() == 1


def check_events() -> None:
    """P7: the last event of a case says where it stands."""
    last: dict[int, str] = {}
    told = Event.objects.filter(subject_type="interactions.interaction").order_by("id")
    for pk, facts in told.values_list("subject_id", "facts"):
        last[pk] = facts.get("state", last.get(pk))
    assert last == dict(Interaction.objects.values_list("pk", "state"))
    seats = Interaction.objects.open().values("conversation", "contact").annotate(many=Count("pk"))
    assert not seats.filter(many__gt=1).exists()

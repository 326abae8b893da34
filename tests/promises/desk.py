"""The machine that plays the core: its people, the public, a network, and what must hold after every step."""

import contextlib
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import User
from accounts.refusals import Refusal
from audit.models import Event
from audit.sealing import seal
from audit.verification import breaks
from connectors.contract import Author
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import Approval, Draft, HoldingStatement, Interaction, Release, Reply, SecondPersonRequest
from interactions.models.drafts import Basis
from tests.cast import Cast
from tests.promises.network import ANSWERS, Network, four_eyes

NAMES = ("amara", "jonas", "dev", "ingrid", "priya", "ruth", "ada", "axel", "nora", "bot", "kim")
TOPICS = ("praise", "baggage", "hacking", "major-account")
TEXTS = ("Hello", "Thank you so much", "My suitcase is lost luggage", "account hacked", "=1+1", "<script>")
WORDS = "We are sorry. We found your bag in London and it flies to Lisbon today at three in the afternoon."
EDITS = (WORDS, WORDS.replace("today", "tomorrow"), "Something else from the first word to the last one here.")
names = st.sampled_from(NAMES)
topics = st.sampled_from(TOPICS)
which = st.integers(min_value=0, max_value=7)


class Desk(RuleBasedStateMachine):
    """One desk, its people, and a network that may do anything."""

    cast: Cast
    network: Network

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.network.posts.clear()
        self.network.complaints.clear()
        self.clock = time_machine.travel(datetime.now().astimezone(), tick=True)
        self.traveller = self.clock.start()
        self.sent_in: set[str] = set()

    def teardown(self) -> None:
        try:
            while seal():
                pass
            assert list(breaks()) == []
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # --- the public and the network ---

    @initialize()
    def somebody_writes(self) -> None:
        self.a_message_comes(TEXTS[0], 0, 0)

    @rule(text=st.sampled_from(TEXTS), thread=which, message=which)
    def a_message_comes(self, text: str, thread: int, message: int) -> None:
        remote_id = f"{thread % 3}-{message}"
        author = Author(f"customer-{thread % 2}")
        self._receive(self.cast.message(text, remote_id=remote_id, author=author, thread_id=f"thread-{thread % 3}"))
        self.sent_in.add(remote_id)

    @rule(thread=which, message=which, is_deletion=st.booleans())
    def an_author_edits_or_deletes(self, thread: int, message: int, is_deletion: bool) -> None:
        remote_id = f"{thread % 3}-{message}"
        if remote_id in self.sent_in:
            author = Author(f"customer-{thread % 2}")
            facts: dict[str, Any] = {"is_deletion": True} if is_deletion else {"is_edit": True}
            self._receive(self.cast.message("account hacked", remote_id=remote_id, author=author, **facts))

    @rule(thread=which)
    def somebody_answers_on_the_network(self, thread: int) -> None:
        message = self.cast.message("Hi", direction="outbound", thread_id=f"thread-{thread % 3}", author="brand")
        self._receive(message)

    @rule(answer=st.sampled_from(ANSWERS))
    def the_publisher_runs(self, answer: str) -> None:
        self.network.answer = answer
        publishing.sweep()

    @rule(pick=which)
    def a_publisher_dies_after_its_claim(self, pick: int) -> None:
        if reply := self._pick(Reply.objects.filter(state="pending"), pick):
            publishing._claim(reply.pk)

    @rule(seconds=st.sampled_from([1, 30, 120, 7200]))
    def time_passes(self, seconds: int) -> None:
        self.traveller.shift(timedelta(seconds=seconds))

    # --- the people ---

    @rule(name=names, pick=which, topic=topics)
    def flags(self, name: str, pick: int, topic: str) -> None:
        self._try(lambda i, by: actions.flag(i, by=by, topics=[self.cast.topics[topic]]), name, pick)

    @rule(name=names, pick=which, topic=topics)
    def lowers(self, name: str, pick: int, topic: str) -> None:
        self._try(lambda i, by: actions.lower(i, by=by, topics=[self.cast.topics[topic]], reason="Looked"), name, pick)

    @rule(name=names, pick=which)
    def confirms(self, name: str, pick: int) -> None:
        if request := self._pick(SecondPersonRequest.objects.filter(decided_at=None), pick):
            self._try(lambda _i, by: actions.confirm(request, by=by), name, pick)

    @rule(name=names, pick=which, text=st.sampled_from(EDITS), has_template=st.booleans())
    def drafts(self, name: str, pick: int, text: str, has_template: bool) -> None:
        template = self.cast.template if has_template else None
        self._try(
            lambda i, by: actions.draft(
                i, by=by, text=text, consideration="Considered", template=template, based_on=i.drafts.last()
            ),
            name,
            pick,
        )

    @rule(name=names, pick=which, basis=st.sampled_from(list(Basis)))
    def approves(self, name: str, pick: int, basis: str) -> None:
        if draft := self._pick(Draft.objects.filter(interaction__state="drafted"), pick):
            self._try(lambda _i, by: actions.approve(draft, by=by, basis=basis), name, pick)

    @rule(name=names, pick=which)
    def sends_back(self, name: str, pick: int) -> None:
        if draft := self._pick(Draft.objects.filter(interaction__state="drafted"), pick):
            self._try(lambda _i, by: actions.send_back(draft, by=by, reason="Name a time"), name, pick)

    @rule(name=names, pick=which)
    def recalls(self, name: str, pick: int) -> None:
        self._try(lambda i, by: actions.recall(i, by=by), name, pick)

    @rule(name=names, pick=which, closed_as=st.sampled_from(["spam", "monitor", "answered_elsewhere", "resolved"]))
    def closes(self, name: str, pick: int, closed_as: str) -> None:
        later = timezone.now() + timedelta(hours=1)
        self._try(
            lambda i, by: actions.close(i, by=by, closed_as=closed_as, reason="Seen", look_again_at=later), name, pick
        )

    @rule(name=names, pick=which)
    def reopens(self, name: str, pick: int) -> None:
        self._try(lambda i, by: actions.reopen(i, by=by, reason="Seen again"), name, pick)

    @rule(name=names, pick=which)
    def writes_a_release(self, name: str, pick: int) -> None:
        until = timezone.now() + timedelta(hours=1)
        self._try(lambda i, by: actions.release(i, by=by, says="One answer", expires_at=until), name, pick)

    @rule(name=names, pick=which, role=st.sampled_from(["communications", "legal"]))
    def signs_a_release(self, name: str, pick: int, role: str) -> None:
        if release := self._pick(Release.objects.filter(effective_at=None), pick):
            self._try(lambda _i, by: actions.sign_release(release, role=role, by=by), name, pick)

    @rule(name=names, pick=which)
    def states_a_holding_message(self, name: str, pick: int) -> None:
        later = timezone.now() + timedelta(hours=1)
        self._try(
            lambda i, by: actions.state_holding(i, by=by, message=self.cast.holding, next_update_at=later), name, pick
        )

    @rule(name=names, pick=which)
    def signs_a_holding_message(self, name: str, pick: int) -> None:
        if statement := self._pick(HoldingStatement.objects.all(), pick):
            self._try(lambda _i, by: actions.sign_statement(statement, by=by), name, pick)

    @rule(name=names, pick=which, is_posted=st.booleans())
    def decides_what_nobody_knows(self, name: str, pick: int, is_posted: bool) -> None:
        if reply := self._pick(Reply.objects.filter(state="unknown", key__in=self._landed(is_posted)), pick):
            self._try(lambda _i, by: outcomes.decide(reply, by=by, is_posted=is_posted), name, pick)

    @rule(name=names, pick=which)
    def tries_again(self, name: str, pick: int) -> None:
        if reply := self._pick(Reply.objects.filter(state="failed"), pick):
            self._try(lambda _i, by: outcomes.try_again(reply, by=by), name, pick)

    # --- days on which all goes well, so that the rarer states are reached too ---

    @rule(pick=which, topic=st.sampled_from(["praise", "baggage"]))
    def a_good_day_begins(self, pick: int, topic: str) -> None:
        self.flags("amara", pick, topic)
        self.drafts("jonas", pick, WORDS, has_template=False)

    @rule(pick=which)
    def two_supervisors_sign(self, pick: int) -> None:
        self.approves("dev", pick, Basis.REVIEW)
        self.approves("ingrid", pick, Basis.REVIEW)

    @rule(pick=which)
    def the_huddle_releases_a_red_one(self, pick: int) -> None:
        if red := self._pick(Interaction.objects.open().filter(level="red"), pick):
            until = timezone.now() + timedelta(hours=1)
            with contextlib.suppress(Refusal), transaction.atomic():  # one of them may have lost their role
                release = actions.release(red, by=self.cast.priya, says="One answer", expires_at=until)
                actions.sign_release(release, role="communications", by=self.cast.tomas)
                actions.sign_release(release, role="legal", by=self.cast.ruth)
            with contextlib.suppress(Refusal):
                actions.draft(red, by=self.cast.amara, text=WORDS)

    @rule(pick=which)
    def a_holding_message_is_signed_by_two(self, pick: int) -> None:
        self.states_a_holding_message("amara", pick)
        if statement := HoldingStatement.objects.order_by("-pk").first():
            for name in ("priya", "ruth"):
                self._try(lambda _i, by: actions.sign_statement(statement, by=by), name, pick)

    # --- the shell ---

    @rule(pick=which)
    def somebody_tampers_with_a_text(self, pick: int) -> None:
        if draft := self._pick(Draft.objects.all(), pick):
            Draft.objects.filter(pk=draft.pk).update(text="Send us your password.")

    @rule()
    def the_template_changes(self) -> None:
        self.cast.template.version += 1
        self.cast.template.save()

    # --- what must hold after every step ---

    @invariant()
    def nothing_unsigned_goes_out(self) -> None:
        assert self.network.complaints == []
        assert "Send us your password." not in self.network.posts.values()

    @invariant()
    def every_approval_has_four_eyes(self) -> None:
        for approval in Approval.objects.select_related("draft"):
            assert four_eyes(approval) == []

    @invariant()
    def red_is_held(self) -> None:
        for red in Interaction.objects.open().filter(level="red"):
            assert red.is_held
            assert red.holds.filter(lifted_at=None).count() == 1

    @invariant()
    def a_lowered_red_had_a_second_person(self) -> None:
        for event in Event.objects.filter(name="interactions.lowered", facts__before="red"):
            asked = SecondPersonRequest.objects.filter(interaction=event.subject_id, verdict="confirmed", verb="lower")
            assert event.facts["level"] == "red" or any(r.decided_by_id != r.asked_by_id for r in asked)

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        ours = Reply.objects.filter(origin="desk")
        assert ours.filter(key__in=self.network.posts).count() == len(self.network.posts)
        assert set(map(str, ours.filter(state="sent").values_list("key", flat=True))) <= set(self.network.posts)

    @invariant()
    def nothing_received_is_lost_or_doubled(self) -> None:
        assert set(Interaction.objects.values_list("remote_id", flat=True)) == self.sent_in

    @invariant()
    def every_change_left_its_event(self) -> None:
        for interaction in Interaction.objects.all():
            told = Event.objects.filter(subject_type="interactions.interaction", subject_id=interaction.pk)
            states = [event.facts["state"] for event in told.order_by("id") if "state" in event.facts]
            assert states[-1] == interaction.state

    # --- how ---

    def _receive(self, message: Any) -> None:
        actions.receive(self.cast.channel, [message])

    def _try(self, verb: Any, name: str, pick: int) -> None:
        interaction = self._pick(Interaction.objects.order_by("-pk"), pick)
        by: User = getattr(self.cast, name)
        try:
            with transaction.atomic():
                verb(interaction, by)
        except Refusal:
            return

    def _pick(self, rows: Any, pick: int) -> Any:
        found = list((rows if rows.query.order_by else rows.order_by("pk"))[:8])
        return found[pick % len(found)] if found else None

    def _landed(self, is_posted: bool) -> list[str]:
        """A person who looked at the network tells what is there, not what they like."""
        keys = map(str, Reply.objects.filter(state="unknown").values_list("key", flat=True))
        return [key for key in keys if (key in self.network.posts) == is_posted]

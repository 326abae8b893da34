"""The machine with the rooms above the core: sign-off, probation and on-call, a machine with every right, somebody
whose team was closed, and days on which the rare things happen."""

from collections import Counter
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import F
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.models import Membership, Role, Team, User
from accounts.sync import sync_roles
from approvals import actions as approvals
from approvals.models import Probation, ReasonCode
from audit import outbox
from audit.models import Delivery, Event
from interactions import actions
from interactions.models import (
    Approval,
    Draft,
    HoldingSignature,
    HoldingStatement,
    Interaction,
    ReleaseSignature,
    Reply,
    SecondPersonRequest,
    Signature,
)
from oncall import actions as oncall
from oncall.models import Alert
from playbook.models import HoldingMessage
from tests.cast import Cast
from tests.promises.desk import EDITS, WORDS, Desk, names, which

POWERLESS = ("axel", "nora", "kim")
RARE = ("responded", "approval_expired", "release_in_force", "lowered", "reply_unknown", "unknown then sent")


def with_a_machine_and_a_closed_team(cast: Cast) -> Cast:
    """Bot is a machine with the rights of a supervisor and of on-call; Kim supervised a team that was closed."""
    care = cast.teams["care"]
    closed = Team.objects.create(brand=cast.brand, slug="old", name="Old", is_active=False)
    for name, team, roles in (("bot", care, ("supervisor", "on-call")), ("kim", closed, ("supervisor", "on-call"))):
        user = User.objects.create_user(f"{name}@tern.example", full_name=name.title(), is_machine=name == "bot")
        for role in roles:
            Membership.objects.create(team=team, user=user, role=Role.objects.get(slug=role))
        cast.people[name] = user
    sync_roles()
    return cast


class House(Desk):
    reached: ClassVar[Counter[str]] = Counter()

    def teardown(self) -> None:
        told = Event.objects.filter(name__startswith="interactions.").values_list("name", "facts").order_by("id")
        unknown: set[int] = set()
        for name, facts in told:
            verb = name.partition(".")[2]
            self.reached[verb] += 1
            if verb == "reply_unknown":
                unknown.add(facts["reply"])
            if verb == "reply_sent" and facts["reply"] in unknown:
                self.reached["unknown then sent"] += 1
        super().teardown()

    # --- the supervisor's room ---

    @rule(name=names, pick=which)
    def signs_in_the_queue(self, name: str, pick: int) -> None:
        if draft := self._waiting(pick):
            self._try(lambda _i, by: approvals.approve(draft, by=by), name, pick)

    @rule(name=names, pick=which, text=st.sampled_from(EDITS), is_for_another=st.booleans())
    def edits_in_the_queue(self, name: str, pick: int, text: str, is_for_another: bool) -> None:
        if draft := self._waiting(pick):
            self._try(
                lambda _i, by: approvals.approve_with_edits(draft, by=by, text=text, as_new_version=is_for_another),
                name,
                pick,
            )

    @rule(name=names, pick=which)
    def returns_in_the_queue(self, name: str, pick: int) -> None:
        if draft := self._waiting(pick):
            why = {"reason_code": ReasonCode.TONE, "note": "Warmer"}
            self._try(lambda _i, by: approvals.send_back(draft, by=by, **why), name, pick)

    @rule(name=names, who=st.sampled_from(["amara", "jonas", "dev"]), pick=which)
    def puts_on_probation(self, name: str, who: str, pick: int) -> None:
        user, team = getattr(self.cast, who), self.cast.teams["care"]
        self._try(lambda _i, by: approvals.start_probation(user, team=team, by=by, reason="New"), name, pick)

    @rule(name=names, pick=which)
    def ends_a_probation(self, name: str, pick: int) -> None:
        if probation := self._pick(Probation.objects.live(), pick):
            self._try(lambda _i, by: approvals.end_probation(probation, by=by), name, pick)

    # --- on call ---

    @rule()
    def deliveries_are_made(self) -> None:
        while outbox.sweep():
            pass
        assert not Delivery.objects.exclude(last_error="").exists()
        for red in Interaction.objects.open().filter(level="red"):
            assert Alert.objects.unresolved().filter(flags__interaction=red).exists()

    @rule(name=names, pick=which)
    def takes_a_red_flag(self, name: str, pick: int) -> None:
        if alert := self._pick(Alert.objects.unresolved(), pick):
            self._try(lambda _i, by: oncall.acknowledge(alert, by=by), name, pick)

    @rule(name=names, pick=which)
    def passes_a_red_flag_on(self, name: str, pick: int) -> None:
        if alert := self._pick(Alert.objects.unresolved(), pick):
            self._try(lambda _i, by: oncall.pass_on(alert, by=by), name, pick)

    # --- the library changes under what was filled from it ---

    @rule(is_retired=st.booleans())
    def the_holding_message_changes(self, is_retired: bool) -> None:
        library = HoldingMessage.objects.filter(pk=self.cast.holding.pk)
        library.update(version=F("version") + int(not is_retired), is_retired=is_retired)

    # --- days on which the rare things happen ---

    @rule(pick=which)
    def an_answer_goes_all_the_way(self, pick: int) -> None:
        self._queue_an_answer(pick)
        self.the_publisher_runs("posted")

    @rule(pick=which)
    def the_network_hangs_up_and_has_it(self, pick: int) -> None:
        self._queue_an_answer(pick)
        self.the_publisher_runs("lost after")
        self.time_passes(30)
        self.the_publisher_runs("posted")

    @rule(pick=which)
    def the_customer_writes_again_before_it_leaves(self, pick: int) -> None:
        self._queue_an_answer(pick)
        if case := self._pick(Interaction.objects.filter(state="approved"), pick):
            thread = int(case.conversation.key.rpartition("-")[2])
            author = int(case.contact.remote_id.rpartition("-")[2])
            self._writes("Wait", thread, author, pick)

    @rule(pick=which)
    def two_people_lower_a_red_flag(self, pick: int) -> None:
        if red := self._pick(Interaction.objects.open().filter(level="red"), pick):
            praise = [self.cast.topics["praise"]]
            self._try(lambda _i, by: actions.lower(red, by=by, topics=praise, reason="A joke"), "amara", pick)
            if request := SecondPersonRequest.objects.filter(interaction=red, decided_at=None).first():
                self._try(lambda _i, by: actions.confirm(request, by=by), "dev", pick)

    def _queue_an_answer(self, pick: int) -> None:
        """A yellow one, drafted and signed, waiting to go out; by hand where the day is a good one."""
        if case := self._pick(Interaction.objects.open().exclude(level="red"), pick):
            topic = [self.cast.topics["baggage"]]
            self._try(lambda _i, by: actions.flag(case, by=by, topics=topic), "amara", pick)
            self._try(lambda _i, by: actions.draft(case, by=by, text=WORDS, consideration="Seen"), "jonas", pick)
            if draft := Draft.objects.filter(interaction=case).order_by("-number").first():
                self._try(lambda _i, by: approvals.approve(draft, by=by), "dev", pick)

    # --- what must hold as well ---

    @invariant()
    def a_machine_decides_nothing(self) -> None:
        bot = self.cast.people["bot"].pk
        for signed in (Signature, Approval, ReleaseSignature, HoldingSignature):
            assert not signed._default_manager.filter(by=bot).exists()
        assert not SecondPersonRequest.objects.filter(asked_by=bot).exists()
        assert not SecondPersonRequest.objects.filter(decided_by=bot).exists()
        assert not Alert.objects.filter(acknowledged_by=bot).exists()
        decided = ("closed", "lowered", "approved", "sent_back", "recalled", "reply_decided")
        assert not Event.objects.filter(actor=bot, name__in=[f"interactions.{verb}" for verb in decided]).exists()

    @invariant()
    def whoever_has_no_right_leaves_no_trace(self) -> None:
        """The auditor, another brand's supervisor, and the supervisor of a team that was closed (P8)."""
        ids = [self.cast.people[name].pk for name in POWERLESS]
        assert not Event.objects.filter(actor__in=ids).exists()

    @invariant()
    def what_a_machine_or_a_newcomer_wrote_was_read(self) -> None:
        """At the time of its approval; who comes on probation later changes nothing that is signed."""
        by_policy = Approval.objects.filter(basis="policy").select_related("draft__author")
        assert not [approval for approval in by_policy if approval.draft.author.is_machine]

    @invariant()
    def a_holding_message_is_the_librarys(self) -> None:
        sending = Reply.objects.filter(kind="holding", state="pending").values("statement")
        for statement in HoldingStatement.objects.filter(pk__in=sending):
            assert statement.signatures.count() >= statement.signatures_needed

    def _waiting(self, pick: int) -> Any:
        return self._pick(Draft.objects.filter(interaction__state="drafted").order_by("-number"), pick)

    def _writes(self, text: str, thread: int, author: int, message: int) -> None:
        remote_id = f"{thread}-again-{message}-{timezone.now().timestamp()}"
        facts = {"remote_id": remote_id, "author": f"customer-{author}", "thread_id": f"thread-{thread}"}
        self._receive(self.cast.message(text, **facts))
        self.sent_in.add(remote_id)
        self.traveller.shift(timedelta(milliseconds=1))

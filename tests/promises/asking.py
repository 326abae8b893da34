"""The machine with colleagues asked by name: handing over, second looks, absences, the clock; a supervisor's edit from
the queue; levels graduated in mid-flight; and every cause that makes an approval stale, each on a day of its own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.models import User
from approvals import actions as approvals
from approvals.models import Absence, Probation, SecondLook, Turn
from interactions import actions
from interactions.models import Approval, Draft, Interaction, Reply, Signature
from playbook.models import ResponseTemplate
from tests.promises.desk import EDITS, WORDS, names, which
from tests.promises.signing import SigningHouse

SIGNERS = st.sampled_from(["dev", "ingrid", "priya", "ruth", "ada", "jonas", "bot", "nora"])
STALE = ("follow-up", "edited", "deleted", "flagged", "template expired", "signer left", "tampered")


class AskingHouse(SigningHouse):
    # --- asked by name ---

    @rule(name=names, to=SIGNERS, pick=which)
    def hands_it_over(self, name: str, to: str, pick: int) -> None:
        if draft := self._pick(Draft.objects.waiting(), pick):
            self._try(lambda _i, by: approvals.hand_over(draft, by=by, to=getattr(self.cast, to)), name, pick)

    @rule(name=names, to=SIGNERS, pick=which)
    def wants_another_pair_of_eyes(self, name: str, to: str, pick: int) -> None:
        if draft := self._pick(Draft.objects.waiting(), pick):
            self._try(lambda _i, by: approvals.ask_second_look(draft, by=by, to=getattr(self.cast, to)), name, pick)

    @rule(name=SIGNERS, deputy=SIGNERS, hours=st.sampled_from([1, 5]))
    def goes_away(self, name: str, deputy: str, hours: int) -> None:
        now, stand_in = timezone.now(), getattr(self.cast, deputy)
        span = {"starts_at": now, "ends_at": now + timedelta(hours=hours)}
        self._try(lambda _i, by: approvals.be_away(by=by, deputy=stand_in, **span), name, 0)

    @rule(name=SIGNERS, pick=which)
    def is_back(self, name: str, pick: int) -> None:
        if absence := self._pick(Absence.objects.filter(ends_at__gt=timezone.now()), pick):
            self._try(lambda _i, by: approvals.come_back(absence, by=by), name, pick)

    @rule(minutes=st.sampled_from([16, 31, 250]))
    def the_clock_strikes(self, minutes: int) -> None:
        """It asks others, and decides nothing."""
        self.traveller.shift(timedelta(minutes=minutes))
        before = [model._default_manager.count() for model in (Signature, Approval, Reply)]
        approvals.strike_due()
        assert [model._default_manager.count() for model in (Signature, Approval, Reply)] == before

    # --- probation in mid-flight ---

    @rule(name=names, pick=which, level=st.sampled_from(["green", "yellow"]))
    def a_level_is_graduated(self, name: str, pick: int, level: str) -> None:
        if running := self._pick(Probation.objects.live(), pick):
            self._try(lambda _i, by: approvals.graduate(running, by=by, level=level, note="Years of it"), name, pick)

    @rule(pick=which, text=st.sampled_from(EDITS))
    def a_newcomer_is_let_go_while_their_text_waits(self, pick: int, text: str) -> None:
        """On probation as it was written, not any more as somebody presses the button."""
        cast = self.cast
        self.puts_on_probation("dev", "amara", pick)
        if case := self._pick(Interaction.objects.open().exclude(level="red"), pick):
            self._try(lambda _i, by: actions.flag(case, by=by, topics=[cast.topics["praise"]]), "jonas", pick)
            self._try(lambda _i, by: actions.draft(case, by=by, text=text), "amara", pick)
            self.ends_a_probation("ingrid", pick)
            approvals.rejudge()
            self.lets_go("amara", pick)

    # --- a supervisor's edit, from the queue, on another's words ---

    @rule(pick=which, name=st.sampled_from(["dev", "ingrid"]), word=st.sampled_from(["today", "now", "soon"]))
    def a_small_edit_is_approved_at_once(self, pick: int, name: str, word: str) -> None:
        if case := self._pick(Interaction.objects.open().exclude(level="red"), pick):
            topic = [self.cast.topics["baggage"]]
            self._try(lambda _i, by: actions.flag(case, by=by, topics=topic), "amara", pick)
            self._try(lambda _i, by: actions.draft(case, by=by, text=WORDS, consideration="Seen"), "amara", pick)
            if draft := Draft.objects.waiting().filter(interaction=case, author=self.cast.people["amara"]).first():
                text = draft.text.replace("today", word)
                self._try(lambda _i, by: approvals.approve_with_edits(draft, by=by, text=text), name, pick)

    # --- what makes an approval stale: one day each, and then the publisher comes ---

    @rule(pick=which, cause=st.sampled_from(STALE))
    def what_was_approved_goes_stale_before_it_leaves(self, pick: int, cause: str) -> None:
        self._queue_an_answer(pick)
        case = self._pick(Interaction.objects.filter(state="approved", replies__state="pending"), pick)
        if case is None or case.approval is None:
            return
        posted = set(self.network.posts)
        keys = {str(key) for key in case.replies.filter(state="pending").values_list("key", flat=True)}
        self._spoil(case, case.approval, cause)
        self.the_publisher_runs("posted")
        assert not keys & (set(self.network.posts) - posted), cause

    def _spoil(self, case: Interaction, approval: Approval, cause: str) -> None:
        thread, author = case.conversation.key, case.contact.remote_id
        if cause == "follow-up":
            self._writes("And my sister's?", int(thread.rpartition("-")[2]), int(author.rpartition("-")[2]), 0)
        elif cause in {"edited", "deleted"}:
            changed: dict[str, Any] = {"is_edit": True} if cause == "edited" else {"is_deletion": True}
            words = f"Changed at {timezone.now().timestamp()}"
            self._receive(self.cast.message(words, remote_id=case.remote_id, author=author, **changed))
        elif cause == "flagged":
            others = [self.cast.topics[slug] for slug in ("praise", "hacking")]
            self._try(lambda _i, by: actions.flag(case, by=by, topics=others), "amara", 0)
        elif cause == "template expired":
            Draft.objects.filter(pk=approval.draft_id).update(template=self.cast.template)
            day = timezone.localdate() - timedelta(days=1)
            ResponseTemplate.objects.filter(pk=self.cast.template.pk).update(expires_on=day)
        elif cause == "signer left":
            self._lose_whoever_stands_behind(approval)
        else:
            Draft.objects.filter(pk=approval.draft_id).update(text="Send us your password.")

    def _lose_whoever_stands_behind(self, approval: Approval) -> None:
        """By a change of rows, as the shell would: nobody is told, and it must be seen all the same."""
        signed = approval.draft.signatures.values_list("by_id", flat=True)
        behind = set(signed) if approval.basis != "policy" else {approval.author_id}
        User.objects.filter(pk__in=behind).update(is_active=False)

    # --- what must hold as well ---

    @invariant()
    def a_second_look_is_never_shaken_off(self) -> None:
        for look in SecondLook.objects.all():
            for approval in Approval.objects.filter(draft=look.draft_id, approved_at__gt=look.asked_at):
                assert approval.basis != "policy"
                assert approval.signatures_given >= 1

    @invariant()
    def whoever_is_asked_by_name_could_be(self) -> None:
        """Had no hand in the text; and a machine is never asked."""
        for turn in Turn.objects.exclude(asked=None).select_related("draft__based_on", "asked"):
            below = turn.draft.based_on
            assert turn.asked_id not in {turn.draft.author_id, below.author_id if below else None}
            assert turn.asked is not None
            assert not turn.asked.is_machine

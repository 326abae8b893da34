"""The machine with all of sign-off: candidates side by side, a policy that changes under what waits, steps of several
teams, people who come on probation or lose their role while a text of theirs is on its way."""

from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.actions import join_team, leave_team
from accounts.models import Role, User
from approvals.models import SignOffPolicy, SignOffRule, SignOffStep, Turn
from interactions import actions
from interactions.actions.approving import let_go
from interactions.models import Draft, Interaction, Reply, Signature
from tests.promises.desk import EDITS, WORDS, names, which
from tests.promises.house import House

POLICIES = ("shipped", "nobody", "legal too", "two of us", "everybody")


class SigningHouse(House):
    # --- candidates ---

    @rule(name=names, pick=which, text=st.sampled_from(EDITS), asks=st.booleans(), knows=st.booleans())
    def drafts_beside(self, name: str, pick: int, text: str, asks: bool, knows: bool) -> None:
        def write(interaction: Interaction, by: User) -> Any:
            others = list(interaction.drafts.waiting().values_list("pk", flat=True)) if knows else []
            said = {"text": text, "consideration": "Considered", "asks_second_pair": asks}
            return actions.draft(interaction, by=by, beside=True, sets_aside=others, **said)

        self._try(write, name, pick)

    @rule(name=names, pick=which, knows=st.booleans())
    def chooses_one_of_several(self, name: str, pick: int, knows: bool) -> None:
        if draft := self._pick(Draft.objects.waiting(), pick):
            beside = Draft.objects.waiting().filter(interaction=draft.interaction_id).exclude(pk=draft.pk)
            others = list(beside.values_list("pk", flat=True)) if knows else []
            self._try(lambda _i, by: actions.approve(draft, by=by, sets_aside=others), name, pick)

    @rule(name=names, pick=which)
    def takes_one_of_several_back(self, name: str, pick: int) -> None:
        if draft := self._pick(Draft.objects.waiting(), pick):
            self._try(lambda _i, by: actions.recall(draft.interaction, by=by, revision=draft), name, pick)

    @rule(name=names, pick=which)
    def saves_the_same_again(self, name: str, pick: int) -> None:
        """A save without a change makes no version, and leaves every signature and approval as it is."""
        standing = Draft.objects.filter(interaction__state__in=["drafted", "approved"]).order_by("-number")
        draft = self._pick(standing.exclude(text="Send us your password."), pick)
        if draft is not None:
            before = list(draft.signatures.values_list("pk", flat=True))
            said = {"text": draft.text, "consideration": draft.consideration, "is_public": draft.is_public}
            same = {"template": draft.template, "based_on": draft.based_on}
            self._try(lambda _i, by: actions.draft(draft.interaction, by=by, **said, **same), name, pick)
            assert list(draft.signatures.values_list("pk", flat=True))[: len(before)] == before

    @rule(name=names, pick=which)
    def lets_go(self, name: str, pick: int) -> None:
        if draft := self._pick(Draft.objects.waiting(), pick):
            self._try(lambda _i, by: let_go(draft, by=by), name, pick)

    # --- the ground moves ---

    @rule(policy=st.sampled_from(POLICIES))
    def the_policy_changes(self, policy: str) -> None:
        brand = self.cast.brand
        row, _is_new = SignOffPolicy.objects.get_or_create(brand=brand, defaults={"changed_at": timezone.now()})
        SignOffRule.objects.filter(policy=row).delete()
        row.version, row.changed_at = row.version + 1, timezone.now()
        row.save()
        asks: dict[str, list[dict[str, Any]]] = {
            "shipped": [{"needed": 1}],
            "nobody": [],
            "legal too": [{"needed": 1}, {"needed": 1, "team": self.cast.teams["legal"]}],
            "two of us": [{"needed": 2}],
            "everybody": [{"is_everybody": True}],
        }
        written = SignOffRule.objects.create(policy=row, name=policy)
        for step in asks[policy]:
            SignOffStep.objects.create(rule=written, **step)

    @rule(who=st.sampled_from(["dev", "ingrid", "ruth", "jonas"]), pick=which)
    def somebody_loses_their_role(self, who: str, pick: int) -> None:
        user = self.cast.people[who]
        if membership := self._pick(user.memberships.all(), pick):
            leave_team(user=user, team=membership.team, role=membership.role, by=self.cast.ada)

    @rule(who=st.sampled_from(["dev", "ingrid"]))
    def somebody_becomes_supervisor_again(self, who: str) -> None:
        user = User.objects.get(pk=self.cast.people[who].pk)
        if not user.memberships.filter(team=self.cast.teams["care"]).exists():
            role = Role.objects.get(slug="supervisor")
            join_team(user=user, team=self.cast.teams["care"], role=role, by=self.cast.ada)

    @rule(pick=which)
    def legal_and_care_sign_in_turn(self, pick: int) -> None:
        self.the_policy_changes("legal too")
        if case := self._pick(Interaction.objects.open().exclude(level="red"), pick):
            self._try(lambda _i, by: actions.flag(case, by=by, topics=[self.cast.topics["baggage"]]), "amara", pick)
            self._try(lambda _i, by: actions.draft(case, by=by, text=WORDS, consideration="Seen"), "amara", pick)
        for name in ("dev", "ruth"):
            self.chooses_one_of_several(name, pick, knows=True)

    @rule(pick=which, knows=st.booleans())
    def two_answer_and_one_is_chosen(self, pick: int, knows: bool) -> None:
        case = self._pick(Interaction.objects.open().exclude(level="red"), pick)
        if case is None:
            return
        self._try(lambda _i, by: actions.flag(case, by=by, topics=[self.cast.topics["baggage"]]), "amara", pick)
        for name, text in (("jonas", EDITS[0]), ("amara", EDITS[1])):
            said = {"text": text, "consideration": "Seen", "beside": True}
            self._try(lambda _i, by, said=said: actions.draft(case, by=by, **said), name, pick)
        if draft := Draft.objects.waiting().filter(interaction=case).order_by("pk").first():
            beside = Draft.objects.waiting().filter(interaction=case).exclude(pk=draft.pk)
            others = list(beside.values_list("pk", flat=True)) if knows else []
            self._try(lambda _i, by: actions.approve(draft, by=by, sets_aside=others), "dev", pick)

    # --- what must hold as well ---

    @invariant()
    def what_waits_has_a_turn_and_nothing_else_has(self) -> None:
        waiting = set(Draft.objects.waiting().values_list("pk", flat=True))
        assert set(Turn.objects.values_list("draft", flat=True)) == waiting
        drafted = set(Interaction.objects.filter(state="drafted").values_list("pk", flat=True))
        assert set(Draft.objects.waiting().values_list("interaction", flat=True)) == drafted

    @invariant()
    def nobody_signs_a_draft_twice_or_their_own(self) -> None:
        for draft in Draft.objects.all():
            names = [signature.by_id for signature in draft.signatures.filter(basis="review")]
            assert draft.author_id not in names
        for reply in Reply.objects.filter(state="sent", approval__isnull=False).select_related("approval"):
            signed = Signature.objects.filter(
                draft=reply.approval.draft_id,
                thread_version=reply.approval.thread_version,
                flag_version=reply.approval.flag_version,
            )
            people = list(signed.values_list("by", flat=True))
            assert len(people) == len(set(people))

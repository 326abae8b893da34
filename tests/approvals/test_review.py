"""Reviewing: four eyes on every path (P2), exactly the text that was read (P1), whole or not at all."""

from collections.abc import Callable

import pytest

from accounts.actors import SYSTEM
from accounts.models import Membership, Role, User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from accounts.sync import sync_roles
from approvals import actions
from approvals.checks import Seen
from approvals.models import Probation, Review
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval, Draft, Signature
from tests.approvals.conftest import drafted_on_released_red, fresh, superuser_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
LITTLE = "We found it, and it flies to you on Wednesday with the morning plane."
MUCH = "Write to our call centre."

VERBS: dict[str, Callable[[Draft, User], object]] = {
    "approve": lambda draft, by: actions.approve(draft, by=by),
    "edit": lambda draft, by: actions.approve_with_edits(draft, by=by, text=LITTLE),
    "rewrite": lambda draft, by: actions.approve_with_edits(draft, by=by, text=MUCH, as_new_version=True),
    "return": lambda draft, by: actions.send_back(draft, by=by, reason_code="tone", note="Warmer"),
}


def nothing_was_decided(draft: Draft) -> bool:
    no_rows = not (Review.objects.exists() or Approval.objects.exists() or Signature.objects.exists())
    return no_rows and fresh(draft.interaction_id).state == "drafted" and Draft.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["amara", "jonas", "axel", "nora"])
def test_who_may_not_approve_for_the_team_decides_nothing(cast: Cast, verb: str, name: str) -> None:
    draft = cast.drafted(by="amara" if name == "jonas" else "jonas", text=TEXT)
    with pytest.raises(NotAllowed, match=r"waits for a supervisor of Care"):
        VERBS[verb](draft, getattr(cast, name))
    assert nothing_was_decided(draft)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["dev", "ingrid", "priya", "ruth", "ada", "superuser"])
def test_nobody_decides_on_their_own_text_whatever_their_role(cast: Cast, verb: str, name: str) -> None:
    person = superuser_of(cast) if name == "superuser" else getattr(cast, name)
    draft = cast.drafted(by="ada" if name == "superuser" else name, text=TEXT)
    with pytest.raises(NotAllowed, match="Nobody approves their own text"):
        VERBS[verb](draft, person)
    assert nothing_was_decided(draft)


@pytest.mark.parametrize("verb", VERBS)
def test_neither_the_product_nor_a_machine_reviews(cast: Cast, verb: str) -> None:
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="supervisor"))
    sync_roles()
    draft = cast.drafted(text=TEXT)
    for actor in (bot, SYSTEM):
        with pytest.raises(NotAllowed, match="Only a person"):
            VERBS[verb](draft, actor)  # type: ignore[arg-type]
    assert nothing_was_decided(draft)


@pytest.mark.parametrize("verb", VERBS)
def test_whoever_is_second_reads_who_was_first(cast: Cast, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    actions.approve(draft, by=cast.dev)
    with pytest.raises(Conflict, match=r"^Dev Malhotra approved this a moment ago\.$"):
        VERBS[verb](draft, cast.ingrid)
    assert Review.objects.count() == Approval.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_an_older_version_is_not_decided_on(cast: Cast, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Newer", consideration="Better")
    with pytest.raises(Conflict, match="Version 2 is the newest"):
        VERBS[verb](draft, cast.dev)
    assert not Review.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_returned_draft_is_not_decided_on_again(cast: Cast, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    with pytest.raises(Conflict, match="no longer up for review"):
        VERBS[verb](draft, cast.ingrid)
    assert (Review.objects.count(), Draft.objects.count()) == (1, 1)


@pytest.mark.parametrize("verb", VERBS)
def test_a_red_flag_meanwhile_stops_the_review(cast: Cast, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    core.flag(fresh(draft.interaction_id), by=SYSTEM, topics=[cast.topics["hacking"]])
    with pytest.raises(Refusal):
        VERBS[verb](draft, cast.dev)
    assert not Review.objects.exists()


def seen(draft: Draft) -> Seen:
    interaction = fresh(draft.interaction_id)
    return Seen(interaction.thread_version, interaction.flag_version)


def test_what_the_customer_wrote_after_the_page_was_opened_has_to_be_read_first(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT, author="marta", thread_id="t1")
    page = seen(draft)
    cast.received("Forget it, I have it", author="marta", thread_id="t1")
    with pytest.raises(Conflict, match="since you opened this"):
        actions.approve(draft, by=cast.dev, seen=page)
    assert nothing_was_decided(draft)
    assert actions.approve(draft, by=cast.dev, seen=seen(draft)) is not None


def test_a_flag_added_after_the_page_was_opened_has_to_be_seen_first(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    page = seen(draft)
    core.flag(fresh(draft.interaction_id), by=cast.amara, topics=[cast.topics["praise"]])
    again = core.draft(fresh(draft.interaction_id), by=cast.jonas, text=TEXT, consideration="As before")
    with pytest.raises(Conflict, match="flags changed since you opened this"):
        actions.approve(again, by=cast.dev, seen=page)


def test_an_approval_goes_stale_when_the_customer_writes_again(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT, author="marta", thread_id="t1")
    actions.approve(draft, by=cast.dev)
    cast.received("Forget it, I have it", author="marta", thread_id="t1")
    core.expire(fresh(draft.interaction_id))
    assert fresh(draft.interaction_id).state == "drafted"


@pytest.mark.parametrize("verb", ["approve", "edit", "rewrite"])
def test_a_text_whose_template_changed_is_only_returned(cast: Cast, verb: str) -> None:
    interaction = cast.flagged("baggage")
    draft = core.draft(interaction, by=cast.jonas, text=TEXT, consideration="Found", template=cast.template)
    cast.template.version += 1
    cast.template.save()
    with pytest.raises(Conflict, match="template behind this text changed"):
        VERBS[verb](draft, cast.dev)
    assert nothing_was_decided(draft)
    VERBS["return"](draft, cast.dev)
    assert Review.objects.get().verdict == "return"


def test_a_small_edit_is_approved_whole_and_both_hands_are_on_record(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    approval = actions.approve_with_edits(draft, by=cast.dev, text=LITTLE)
    assert approval is not None
    revision = approval.draft
    assert (revision.text, revision.author, revision.based_on, revision.number) == (LITTLE, cast.dev, draft, 2)
    assert revision.consideration == draft.consideration
    assert (approval.basis, approval.by, approval.below_author) == ("edit", cast.dev, cast.jonas)
    review = Review.objects.get()
    assert (review.draft, review.verdict, review.edit_percent) == (draft, "edit", 6)
    event = Event.objects.get(name="approvals.reviewed")
    assert (event.facts["verdict"], event.facts["edit_percent"]) == ("edit", 6)


def test_an_edit_above_the_limit_leaves_nothing_half_done(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    events = Event.objects.count()
    with pytest.raises(NotAllowed, match="a third person approves"):
        actions.approve_with_edits(draft, by=cast.dev, text=MUCH)
    assert nothing_was_decided(draft)
    assert Event.objects.count() == events


def test_an_edit_above_the_limit_can_be_submitted_for_a_third_person(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    assert actions.approve_with_edits(draft, by=cast.dev, text=MUCH, as_new_version=True) is None
    revision = Draft.objects.get(number=2)
    assert (revision.author, revision.based_on, fresh(draft.interaction_id).state) == (cast.dev, draft, "drafted")
    for again in (
        lambda: actions.approve(revision, by=cast.dev),
        lambda: actions.approve_with_edits(revision, by=cast.dev, text=MUCH + " Thanks"),
    ):
        with pytest.raises(NotAllowed, match="Nobody approves their own text"):
            again()
    approval = actions.approve(revision, by=cast.ingrid)
    assert approval is not None
    assert approval.author == cast.dev


def test_the_same_text_is_an_ordinary_approval(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    approval = actions.approve_with_edits(draft, by=cast.dev, text=TEXT)
    assert approval is not None
    assert (approval.basis, approval.draft, Draft.objects.count()) == ("review", draft, 1)


def test_a_green_text_on_probation_keeps_its_need_when_the_reviewer_edits_it(
    cast: Cast, jonas_on_probation: Probation
) -> None:
    draft = cast.drafted("praise", text=TEXT)
    with pytest.raises(NotAllowed, match="a third person approves"):
        actions.approve_with_edits(draft, by=cast.dev, text=MUCH)
    assert nothing_was_decided(draft)
    approval = actions.approve_with_edits(draft, by=cast.dev, text=LITTLE)
    assert approval is not None
    assert (approval.basis, approval.signatures_needed) == ("edit", 1)


def test_an_edit_after_the_probation_ended_passes_by_policy(cast: Cast, jonas_on_probation: Probation) -> None:
    draft = cast.drafted("praise", text=TEXT)
    actions.end_probation(jonas_on_probation, by=cast.ingrid)
    approval = actions.approve_with_edits(draft, by=cast.dev, text=MUCH)
    assert approval is not None
    assert (approval.basis, approval.by, approval.draft.author) == ("policy", None, cast.dev)
    assert Review.objects.get().verdict == "edit"


def test_an_edit_that_the_channel_cannot_take_leaves_nothing(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    with pytest.raises(Invalid, match="Fill in"):
        actions.approve_with_edits(draft, by=cast.dev, text=TEXT + " {name}")
    assert nothing_was_decided(draft)


def test_an_edit_on_red_is_one_of_two_signatures(cast: Cast) -> None:
    draft = drafted_on_released_red(cast)
    edited = draft.text.replace("back", "open")
    assert actions.approve_with_edits(draft, by=cast.dev, text=edited) is None
    revision = Draft.objects.get(number=2)
    with pytest.raises(NotAllowed):
        actions.approve(revision, by=cast.dev)
    approval = actions.approve(revision, by=cast.ingrid)
    assert approval is not None
    assert approval.signatures_given == 2


def test_one_person_does_not_sign_red_twice(cast: Cast) -> None:
    draft = drafted_on_released_red(cast)
    actions.approve(draft, by=cast.dev)
    with pytest.raises(Conflict, match="You signed this already"):
        actions.approve(draft, by=cast.dev)
    assert Review.objects.count() == 1


@pytest.mark.parametrize(("reason_code", "note"), [("", "Warmer"), ("rude", "Warmer"), ("tone", "  ")])
def test_returning_needs_a_reason_and_a_sentence(cast: Cast, reason_code: str, note: str) -> None:
    draft = cast.drafted(text=TEXT)
    with pytest.raises(Invalid):
        actions.send_back(draft, by=cast.dev, reason_code=reason_code, note=note)
    assert nothing_was_decided(draft)


def test_a_returned_draft_stays_and_its_author_reads_why(cast: Cast) -> None:
    draft = cast.drafted(text=TEXT)
    review = actions.send_back(draft, by=cast.dev, reason_code="promise", note="Say what is ours to keep.")
    assert (review.author, review.by, review.reason_code) == (cast.jonas, cast.dev, "promise")
    assert fresh(draft.interaction_id).state == "flagged"
    told = Event.objects.get(name="interactions.sent_back")
    assert told.detail.words == {"reason": "Promise not ours to keep: Say what is ours to keep."}

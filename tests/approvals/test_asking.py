"""Asking by name: in one's place, beside oneself, and while away. What is needed is never lowered by it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, Notice, Role
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.sync import sync_roles
from approvals import access, actions
from approvals.answers import requirement_for
from approvals.models import Absence, Probation, SecondLook, Turn
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval
from tests.approvals.conftest import SignIn, drafted_on_released_red, fresh
from tests.approvals.test_pages import page_facts
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
DAY = timedelta(days=1)


def test_a_turn_is_handed_over_with_a_word_and_the_other_finds_it(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    turn = actions.hand_over(draft, by=cast.dev, to=cast.ingrid, note="You know the airline.")
    assert (turn.asked, turn.asked_by, turn.note) == (cast.ingrid, cast.dev, "You know the airline.")
    assert Notice.objects.get(user=cast.ingrid).url == f"/approvals/{draft.pk}/"
    assert [row.pk for row in access.page(cast.ingrid, "mine").rows] == [draft.pk]
    assert access.page(cast.dev, "mine").rows == []
    assert [row.pk for row in access.page(cast.dev, "all").rows] == [draft.pk]
    event = Event.objects.get(name="approvals.handed_over")
    assert (event.facts["to"], event.facts["asked"]) == (cast.ingrid.pk, cast.ingrid.pk)


def test_who_handed_it_over_may_still_decide(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    actions.hand_over(draft, by=cast.dev, to=cast.ingrid)
    assert actions.approve(draft, by=cast.dev) is not None
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    ("name", "refusal"), [("jonas", NotAllowed), ("amara", Invalid), ("nora", Invalid), ("axel", Invalid)]
)
def test_nobody_is_asked_who_could_not_sign(cast: Cast, name: str, refusal: type[Exception]) -> None:
    draft = cast.drafted(by="jonas")
    for verb in (actions.hand_over, actions.ask_second_look):
        with pytest.raises(refusal):
            verb(draft, by=cast.dev, to=getattr(cast, name))
    assert Turn.objects.get().asked is None
    assert not SecondLook.objects.exists()


def test_who_wrote_the_version_below_is_not_asked(cast: Cast) -> None:
    draft = cast.drafted(by="ingrid", text=TEXT)
    actions.approve_with_edits(draft, by=cast.dev, text="Write to our call centre.", as_new_version=True)
    newer = fresh(draft.interaction_id).drafts.get(is_waiting=True)
    with pytest.raises(NotAllowed, match="wrote in this text"):
        actions.hand_over(newer, by=cast.priya, to=cast.ingrid)


@pytest.mark.parametrize("name", ["jonas", "amara", "axel", "nora"])
def test_who_may_not_sign_asks_nobody(cast: Cast, name: str) -> None:
    draft = cast.drafted(by="jonas")
    with pytest.raises(NotAllowed):
        actions.hand_over(draft, by=getattr(cast, name), to=cast.ingrid)


def test_nobody_is_their_own_second_pair_of_eyes(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Ask somebody else"):
        actions.ask_second_look(cast.drafted(by="jonas"), by=cast.dev, to=cast.dev)
    assert not SecondLook.objects.exists()


def test_a_second_look_needs_one_name_more_and_it_stays_so_for_every_later_version(cast: Cast) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    assert requirement_for(draft).needed == 1
    actions.ask_second_look(draft, by=cast.dev, to=cast.ingrid, note="Legal words?")
    assert requirement_for(draft).needed == 2
    assert "Dev Malhotra asks for another pair of eyes." in requirement_for(draft).reasons
    assert actions.approve(draft, by=cast.dev) is None
    later = core.draft(
        fresh(draft.interaction_id), by=cast.jonas, text="Shorter.", consideration="Shorter", based_on=draft
    )
    assert requirement_for(later).needed == 2
    assert actions.approve(later, by=cast.priya) is None
    assert actions.approve(later, by=cast.ingrid) is not None
    assert Approval.objects.get().signatures_given == 2


def test_a_second_look_on_a_text_that_needed_nobody_still_counts(cast: Cast, jonas_on_probation: Probation) -> None:
    draft = cast.drafted("praise", by="jonas")
    actions.ask_second_look(draft, by=cast.dev, to=cast.ingrid)
    actions.end_probation(jonas_on_probation, by=cast.dev)
    assert requirement_for(draft).needed == 1
    later = core.draft(fresh(draft.interaction_id), by=cast.jonas, text="Shorter.", based_on=draft)
    assert fresh(later.interaction_id).state == "drafted"


def test_one_reviewer_asks_for_it_once_and_only_while_there_are_people(cast: Cast) -> None:
    draft = cast.drafted(by="jonas")
    actions.ask_second_look(draft, by=cast.dev, to=cast.ingrid)
    with pytest.raises(Conflict, match="already"):
        actions.ask_second_look(draft, by=cast.dev, to=cast.priya)
    for name in ("ingrid", "priya", "tomas", "ruth", "ada"):
        Membership.objects.filter(user=cast.people[name], team=cast.teams["care"]).delete()
    Membership.objects.create(team=cast.teams["care"], user=cast.ruth, role=Role.objects.get(slug="supervisor"))
    sync_roles()
    other = cast.drafted(by="jonas")
    actions.ask_second_look(other, by=cast.dev, to=cast.ruth)
    with pytest.raises(Invalid, match="nobody left"):
        actions.ask_second_look(other, by=cast.ruth, to=cast.dev)


def test_it_waits_for_everybody_again_when_the_asked_one_has_signed(cast: Cast) -> None:
    draft = drafted_on_released_red(cast)
    actions.hand_over(draft, by=cast.dev, to=cast.ingrid)
    actions.approve(draft, by=cast.ingrid)
    assert Turn.objects.get().asked is None
    assert [row.pk for row in access.page(cast.dev, "mine").rows] == [draft.pk]


def test_a_mentor_is_asked_first_and_the_team_later(cast: Cast, jonas_on_probation: Probation) -> None:
    actions.choose_mentor(jonas_on_probation, by=cast.dev, mentor=cast.ingrid)
    draft = cast.drafted("praise", by="jonas")
    assert Turn.objects.get(draft=draft).asked == cast.ingrid
    assert Notice.objects.filter(user=cast.ingrid, kind="sign-off-asked").exists()
    theirs = cast.drafted(by="amara")
    assert Turn.objects.get(draft=theirs).asked is None


def test_who_is_away_is_answered_for_by_the_deputy_at_once(cast: Cast, jonas_on_probation: Probation) -> None:
    now = timezone.now()
    actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + DAY, deputy=cast.priya)
    actions.choose_mentor(jonas_on_probation, by=cast.dev, mentor=cast.ingrid)
    draft = cast.drafted("praise", by="jonas")
    assert Turn.objects.get(draft=draft).asked == cast.priya
    other = cast.drafted(by="amara")
    assert actions.hand_over(other, by=cast.dev, to=cast.ingrid).asked == cast.priya


def test_deputies_who_are_away_too_or_point_at_one_another_are_passed_over(cast: Cast) -> None:
    now = timezone.now()
    actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + DAY, deputy=cast.priya)
    actions.be_away(by=cast.priya, starts_at=now, ends_at=now + DAY, deputy=cast.ada)
    draft = cast.drafted(by="amara")
    assert actions.hand_over(draft, by=cast.dev, to=cast.ingrid).asked == cast.ada
    actions.be_away(by=cast.ada, starts_at=now, ends_at=now + DAY, deputy=cast.ingrid)
    with pytest.raises(Invalid, match="away without a deputy"):
        actions.hand_over(draft, by=cast.dev, to=cast.ingrid)


def test_a_deputy_who_wrote_the_draft_is_not_asked(cast: Cast) -> None:
    now = timezone.now()
    actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + DAY, deputy=cast.ada)
    draft = cast.drafted(by="ada")
    with pytest.raises(Invalid, match="away without a deputy"):
        actions.hand_over(draft, by=cast.dev, to=cast.ingrid)


def test_coming_back_ends_it_and_only_oneself_says_so(cast: Cast) -> None:
    now = timezone.now()
    absence = actions.be_away(by=cast.ingrid, starts_at=now - DAY, ends_at=now + DAY)
    with pytest.raises(NotAllowed):
        actions.come_back(absence, by=cast.dev)
    actions.come_back(absence, by=cast.ingrid)
    assert not Absence.objects.at(timezone.now()).exists()
    with pytest.raises(Conflict, match="over"):
        actions.come_back(absence, by=cast.ingrid)


def test_an_absence_has_its_bounds(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(NotAllowed):
        actions.be_away(by=cast.amara, starts_at=now, ends_at=now + DAY)
    for starts, ends, deputy in [
        (now, now, None),
        (now - DAY, now - DAY / 2, None),
        (now, now + DAY, cast.ingrid),
        (now, now + DAY, cast.amara),
        (now, now + DAY, cast.nora),
    ]:
        with pytest.raises(Invalid):
            actions.be_away(by=cast.ingrid, starts_at=starts, ends_at=ends, deputy=deputy)
    actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + DAY)
    with pytest.raises(Invalid, match="part of that time"):
        actions.be_away(by=cast.ingrid, starts_at=now + DAY / 2, ends_at=now + 2 * DAY)
    actions.be_away(by=cast.ingrid, starts_at=now + DAY, ends_at=now + 2 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(user=cast.dev, deputy=cast.dev, starts_at=now, ends_at=now + DAY, created_at=now)


def test_both_are_asked_on_one_form(cast: Cast, signed_in: SignIn) -> None:
    draft, other = cast.drafted(by="jonas"), cast.drafted(by="jonas")
    dev = signed_in("dev")
    page = dev.get(f"/approvals/{draft.pk}/ask/").content.decode()
    assert "Ingrid Holm" in page
    choices = page[page.index('id="id_to"') : page.index("</select>")]
    assert "Jonas Weber" not in choices
    assert "Dev Malhotra" not in choices
    words = page_facts(draft, to=str(cast.ingrid.pk), note="Please")
    assert dev.post(f"/approvals/{draft.pk}/ask/", words)["Location"] == f"/approvals/{other.pk}/"
    words = page_facts(other, to=str(cast.ingrid.pk), beside="1")
    assert dev.post(f"/approvals/{other.pk}/ask/", words)["Location"] == f"/approvals/{other.pk}/"
    assert SecondLook.objects.get().draft == other
    assert "Please" in signed_in("ingrid").get(f"/approvals/{draft.pk}/").content.decode()
    assert dev.post(f"/approvals/{other.pk}/ask/", page_facts(other, to=str(cast.nora.pk))).status_code == 422


def test_the_page_of_absences(cast: Cast, signed_in: SignIn) -> None:
    ingrid = signed_in("ingrid")
    later = (timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    words = {"starts_at": timezone.now().strftime("%Y-%m-%dT%H:%M"), "ends_at": later, "deputy": cast.dev.pk}
    assert ingrid.post("/approvals/absence/", words).status_code == 302
    assert "Dev Malhotra is asked in your place." in ingrid.get("/approvals/absence/").content.decode()
    assert ingrid.post("/approvals/absence/", words).status_code == 422
    assert ingrid.post("/approvals/absence/", words | {"ends_at": ""}).status_code == 422
    absence = Absence.objects.get()
    assert signed_in("dev").post(f"/approvals/absence/{absence.pk}/back/").status_code == 404
    assert ingrid.post(f"/approvals/absence/{absence.pk}/back/").status_code == 302
    assert "is asked in your place" not in ingrid.get("/approvals/absence/").content.decode()
    assert signed_in("amara").post("/approvals/absence/", words).status_code == 403

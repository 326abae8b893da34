"""The supervisor's pages: what they show, what they refuse, how they go on."""

import re

import pytest

from approvals import actions
from approvals.models import Review
from interactions import actions as core
from interactions import checks
from interactions.models import Draft
from tests.approvals.conftest import SignIn, drafted_on_released_red, fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXT = "We found it, and it flies to you on Tuesday with the morning plane."
LITTLE = "We found it, and it flies to you on Wednesday with the morning plane."
MUCH = "Write to our call centre."


def page_facts(draft: Draft, **facts: str) -> dict[str, object]:
    """What the forms of the page carry."""
    interaction = fresh(draft.interaction_id)
    seen = {"thread_version": interaction.thread_version, "flag_version": interaction.flag_version}
    return seen | facts


POSTS = {
    "approve": {},
    "edit": {"text": LITTLE},
    "return": {"reason_code": "tone", "note": "Warmer"},
}


@pytest.mark.parametrize("verb", POSTS)
@pytest.mark.parametrize(
    ("name", "status"),
    [("amara", 403), ("jonas", 403), ("axel", 403), ("nora", 404), ("dev", 302), ("ada", 302), ("priya", 302)],
)
def test_each_role_at_each_address_that_decides(
    cast: Cast, signed_in: SignIn, verb: str, name: str, status: int
) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    answer = signed_in(name).post(f"/approvals/{draft.pk}/{verb}/", page_facts(draft, **POSTS[verb]))
    assert answer.status_code == status
    assert Review.objects.exists() == (status == 302)
    assert (fresh(draft.interaction_id).state == "drafted") == (status != 302)


@pytest.mark.parametrize("verb", [*POSTS, "undo"])
def test_who_is_not_signed_in_is_sent_to_sign_in(cast: Cast, client: object, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    answer = client.post(f"/approvals/{draft.pk}/{verb}/", page_facts(draft))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("verb", ["approve", "undo"])
def test_looking_at_an_address_that_decides_decides_nothing(cast: Cast, signed_in: SignIn, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    assert signed_in("dev").get(f"/approvals/{draft.pk}/{verb}/").status_code == 405
    assert not Review.objects.exists()


def test_nobody_approves_their_own_through_the_page(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="dev", text=TEXT)
    page = signed_in("dev").get(f"/approvals/{draft.pk}/").content.decode()
    assert "Nobody approves their own text" in page
    assert f"/approvals/{draft.pk}/approve/" not in page
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/approve/", page_facts(draft))
    assert answer.status_code == 403
    assert "Nobody approves their own text" in answer.content.decode()


def test_approving_opens_the_next_draft_that_is_due(cast: Cast, signed_in: SignIn) -> None:
    first, second, third = (cast.drafted(text=f"{TEXT} {number}") for number in range(3))
    dev = signed_in("dev")
    answer = dev.post(f"/approvals/{second.pk}/approve/", page_facts(second))
    assert answer["Location"] == f"/approvals/{third.pk}/"
    answer = dev.post(f"/approvals/{third.pk}/approve/", page_facts(third))
    assert answer["Location"] == f"/approvals/{first.pk}/"
    answer = dev.post(f"/approvals/{first.pk}/approve/", page_facts(first), follow=True)
    assert answer.redirect_chain == [("/approvals/", 302)]
    assert "All read" in answer.content.decode()


def test_the_second_of_two_approvers_reads_who_was_quicker(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    facts = page_facts(draft)
    assert signed_in("dev").post(f"/approvals/{draft.pk}/approve/", facts).status_code == 302
    answer = signed_in("ingrid").post(f"/approvals/{draft.pk}/approve/", facts)
    assert answer.status_code == 409
    assert "Dev Malhotra approved this a moment ago." in answer.content.decode()


@pytest.mark.parametrize("verb", ["edit", "return"])
def test_a_conflict_keeps_what_was_typed(cast: Cast, signed_in: SignIn, verb: str) -> None:
    draft = cast.drafted(text=TEXT)
    typed = {"edit": {"text": "My own <b>careful</b> words"}, "return": {"reason_code": "tone", "note": "My words"}}
    facts = page_facts(draft, **typed[verb])
    signed_in("dev").post(f"/approvals/{draft.pk}/approve/", page_facts(draft))
    answer = signed_in("ingrid").post(f"/approvals/{draft.pk}/{verb}/", facts)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dev Malhotra approved this a moment ago." in page
    assert "My own &lt;b&gt;careful&lt;/b&gt; words" in page or "My words" in page


def test_a_large_edit_is_refused_and_offered_to_a_third_person(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    address = f"/approvals/{draft.pk}/edit/"
    answer = signed_in("dev").post(address, page_facts(draft, text=MUCH))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "a third person approves" in page
    assert MUCH in page
    assert 'name="as_new_version"' in page
    assert Draft.objects.count() == 1
    answer = signed_in("dev").post(address, page_facts(draft, text=MUCH, as_new_version="1"))
    assert answer.status_code == 302
    assert Draft.objects.get(number=2).author == cast.dev
    assert fresh(draft.interaction_id).state == "drafted"


def test_a_text_longer_than_any_answer_is_refused_unread(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = cast.drafted(text=TEXT)
    read: list[int] = []
    lines_for = checks.lines_for
    monkeypatch.setattr(
        checks, "lines_for", lambda case, text, **of: read.append(len(text)) or lines_for(case, text, **of)
    )
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/edit/", page_facts(draft, text="€1 " * 7_000))
    assert answer.status_code == 422
    assert "at most 20000 characters" in answer.content.decode()
    assert set(read) == {len(TEXT)}


def test_line_ends_of_a_browser_are_no_edit(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text="Dear Rob,\n\nwe found it.")
    facts = page_facts(draft, text="Dear Rob,\r\n\r\nwe found it.")
    assert signed_in("dev").post(f"/approvals/{draft.pk}/edit/", facts).status_code == 302
    assert Review.objects.get().verdict == "approve"
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "facts"),
    [("edit", {"text": ""}), ("return", {"note": "x"}), ("return", {"reason_code": "tone", "note": " "})],
)
def test_half_a_form_comes_back_with_what_is_missing(
    cast: Cast, signed_in: SignIn, verb: str, facts: dict[str, str]
) -> None:
    draft = cast.drafted(text=TEXT)
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/{verb}/", page_facts(draft, **facts))
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()
    assert not Review.objects.exists()


def test_approving_without_saying_what_was_on_the_page_is_refused(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    assert signed_in("dev").post(f"/approvals/{draft.pk}/approve/").status_code == 422
    assert fresh(draft.interaction_id).state == "drafted"


def test_a_message_that_came_while_the_page_was_open_has_to_be_read_first(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT, author="marta", thread_id="t1")
    facts = page_facts(draft)
    cast.received("Forget it, I have it", author="marta", thread_id="t1")
    answer = signed_in("dev").post(f"/approvals/{draft.pk}/approve/", facts)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Forget it, I have it" in page
    assert fresh(draft.interaction_id).state == "drafted"


def test_the_page_puts_the_customers_words_before_the_draft(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    page = signed_in("dev").get(f"/approvals/{draft.pk}/").content.decode()
    pane = page[page.index("Message, draft and history") :]
    assert pane.index("Hm.") < pane.index(TEXT)
    assert "What the author considered:" in page
    assert "Yellow · Caution asks one other person of the conversation’s team." in page


def test_hostile_words_are_shown_as_words(cast: Cast, signed_in: SignIn) -> None:
    hostile = "<script>alert(1)</script> {{ draft.pk }} \u202eevil"
    draft = cast.drafted(text=hostile, author="<img src=x onerror=alert(1)>")
    actions.send_back(draft, by=cast.dev, reason_code="tone", note="<b>No</b>")
    again = core.draft(fresh(draft.interaction_id), by=cast.jonas, text=hostile + "!", consideration="<i>x</i>")
    page = signed_in("dev").get(f"/approvals/{again.pk}/").content.decode()
    for tag in ("<script>alert", "<img src=x", "<b>No</b>", "<i>x</i>"):
        assert tag not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ draft.pk }}" in page


def test_a_new_version_is_shown_with_what_changed(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(text=TEXT)
    actions.send_back(draft, by=cast.dev, reason_code="facts", note="It is Wednesday.")
    again = core.draft(
        fresh(draft.interaction_id), by=cast.jonas, text=LITTLE, consideration="Right day", based_on=draft
    )
    dev = signed_in("dev")
    page = dev.get(f"/approvals/{again.pk}/").content.decode()
    assert re.search(r"<del\s*>.*removed:.*Tuesday </del\s*><ins\s*>.*added:.*Wednesday </ins\s*>", page)
    assert "It is Wednesday." in page
    assert "<del" not in dev.get(f"/approvals/{again.pk}/?compare=text").content.decode()


def test_a_draft_is_shown_beside_its_template(cast: Cast, signed_in: SignIn) -> None:
    draft = core.draft(
        cast.flagged("baggage"),
        by=cast.jonas,
        text="Marta, we found your bag.",
        consideration="Found",
        template=cast.template,
    )
    page = signed_in("dev").get(f"/approvals/{draft.pk}/?compare=template").content.decode()
    assert re.search(r"<del\s*>.*\{name\}, </del\s*><ins\s*>.*Marta, </ins\s*>we found your bag\.", page)


def test_the_author_reads_how_their_draft_fared_and_a_colleague_does_not(cast: Cast, signed_in: SignIn) -> None:
    draft = cast.drafted(by="jonas", text=TEXT)
    assert "Approved first time" in signed_in("jonas").get(f"/approvals/{draft.pk}/").content.decode()
    assert "Approved first time" not in signed_in("amara").get(f"/approvals/{draft.pk}/").content.decode()


def test_a_second_signature_is_announced(cast: Cast, signed_in: SignIn) -> None:
    draft = drafted_on_released_red(cast)
    dev = signed_in("dev")
    assert "One more person signs before it goes out" in dev.get(f"/approvals/{draft.pk}/").content.decode()
    answer = dev.post(f"/approvals/{draft.pk}/approve/", page_facts(draft), follow=True)
    assert "It goes out when another person has signed it." in answer.content.decode()
    assert "You signed this already" in dev.get(f"/approvals/{draft.pk}/").content.decode()


def test_an_approval_is_taken_back_while_it_is_here(cast: Cast, signed_in: SignIn) -> None:
    cast.channel.undo_for = 10
    cast.channel.save()
    draft = cast.drafted(text=TEXT)
    dev = signed_in("dev")
    answer = dev.post(f"/approvals/{draft.pk}/approve/", page_facts(draft), follow=True)
    assert f'action="/approvals/{draft.pk}/undo/"' in answer.content.decode()
    assert dev.post(f"/approvals/{draft.pk}/undo/").status_code == 302
    assert fresh(draft.interaction_id).state == "flagged"
    assert dev.post(f"/approvals/{draft.pk}/undo/").status_code == 409


@pytest.mark.parametrize(("name", "status"), [("amara", 403), ("axel", 403), ("nora", 404), ("priya", 302)])
def test_only_who_may_approve_takes_anothers_approval_back(
    cast: Cast, signed_in: SignIn, name: str, status: int
) -> None:
    draft = cast.drafted(text=TEXT)
    actions.approve(draft, by=cast.dev)
    assert signed_in(name).post(f"/approvals/{draft.pk}/undo/").status_code == status
    assert (fresh(draft.interaction_id).state == "flagged") == (status == 302)

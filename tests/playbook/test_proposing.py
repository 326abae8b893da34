"""Proposing: who drafts may, nothing comes into use by it, and what is in use stays."""

import pytest

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from playbook import actions
from playbook.current import version_of
from playbook.life import Life
from playbook.models import HoldingMessage, ResponseTemplate, Topic, Wording
from tests.playbook.library import fresh, held, in_use, proposed


@pytest.mark.parametrize("name", ["amara", "jonas", "dev", "priya", "ada"])
def test_whoever_drafts_proposes_and_nobody_is_offered_it(cast, name):
    words = proposed(cast, getattr(cast, name))
    assert (words.life, words.version, words.text, words.proposal.number) == (Life.PROPOSED, 0, "", 1)
    assert words.proposal.author == getattr(cast, name)
    assert not ResponseTemplate.objects.usable().filter(pk=words.pk).exists()
    assert Event.objects.latest("pk").name == "playbook.template_added"


@pytest.mark.parametrize("name", ["axel", "nora"])
def test_who_drafts_for_no_team_of_the_brand_proposes_nothing(cast, name):
    with pytest.raises(NotAllowed, match="right to draft"):
        proposed(cast, getattr(cast, name))
    with pytest.raises(NotAllowed):
        actions.propose_change(by=getattr(cast, name), words=cast.template, text="Mine.")
    assert not Wording.objects.exists()


def test_a_proposed_change_leaves_the_words_in_use_in_use(cast):
    version = version_of(cast.brand.pk)
    words = actions.propose_change(by=cast.amara, words=cast.template, text="{name}, it is here.", note_of_author="New")
    assert (words.text, words.version) == ("{name}, we found your bag.", 1)
    assert (words.proposal.number, words.proposal.note, words.life) == (2, "New", Life.IN_USE)
    assert ResponseTemplate.objects.usable().get(pk=words.pk).text == "{name}, we found your bag."
    assert version_of(cast.brand.pk) == version, "what waits counts for nothing yet"
    written = Event.objects.latest("pk")
    assert (written.name, written.facts["number"]) == ("playbook.template_proposed", 2)
    assert written.detail.words == {"text": "{name}, it is here.", "note": "New"}


def test_the_same_words_again_leave_no_trace(cast):
    actions.propose_change(by=cast.amara, words=cast.template, text=cast.template.text)
    words = proposed(cast)
    before = Event.objects.count()
    actions.propose_change(by=cast.amara, words=words, text=words.proposal.text)
    assert (Event.objects.count(), Wording.objects.count()) == (before, 1)


def test_a_waiting_proposal_is_replaced_by_its_author_or_an_editor_only(cast):
    words = proposed(cast, cast.amara)
    with pytest.raises(Conflict, match="v1 by Amara Osei waits"):
        actions.propose_change(by=cast.jonas, words=words, text="Mine.")
    actions.propose_change(by=cast.amara, words=words, text="Better.")
    actions.propose_change(by=cast.ada, words=words, text="Best.")
    assert fresh(words).proposal.number == 3
    assert list(words.wordings.values_list("text", flat=True)) == ["{name}, here it is. {agent}", "Better.", "Best."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write the text"),
        ("x" * 5001, "at most 5000"),
        ("a\x00b", "cannot be kept"),
        ("a\ud800b", "cannot be kept"),
        ("{name}, {shoe_size}", r"\{shoe_size\} is not on the list"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(cast, text, sentence):
    with pytest.raises(Invalid, match=sentence):
        proposed(cast, text=text)


def test_a_holding_message_varies_in_nothing_but_name_and_time(cast):
    with pytest.raises(Invalid, match=r"not \{amount\}"):
        held(cast, text="{name}, {amount}")
    assert held(cast, text="{name}, again at {next_update}.").proposal.number == 1


def test_words_fit_topics_and_teams_of_their_own_brand(cast):
    foreign = Topic.objects.create(brand=cast.other_brand, slug="x", name="X", level="green", area="care")
    for chosen in ({"topics": [foreign]}, {"teams": [cast.other_brand.teams.get()]}):
        with pytest.raises(Invalid, match="another brand"):
            actions.change_details(by=cast.ada, words=cast.template, **chosen)


def test_a_name_stands_once_in_a_language(cast):
    with pytest.raises(Conflict, match="already"):
        proposed(cast, name=cast.template.name)
    assert proposed(cast, name=cast.template.name, language="de").pk
    other = in_use(cast, name="Other")
    other.name = cast.template.name
    with pytest.raises(Conflict, match="already"):
        actions.change_details(by=cast.ada, words=other)


def test_details_change_without_touching_the_words_or_their_names(cast):
    words = fresh(cast.holding)
    words.name, words.networks, words.offers = "We look", ["webhook"], ["apology"]
    actions.change_details(by=cast.ada, words=words, topics=[cast.topics["hacking"]], teams=[cast.teams["care"]])
    kept = HoldingMessage.objects.usable().get(pk=words.pk)
    assert (kept.name, kept.version, kept.networks, kept.offers) == ("We look", 1, ["webhook"], ["apology"])
    changed = Event.objects.latest("pk").detail.words["changes"]
    assert changed["topics"] == {"before": [], "after": ["hacking"]}
    assert changed["teams"] == {"before": [], "after": ["care"]}


@pytest.mark.parametrize("name", ["amara", "dev", "axel", "nora"])
def test_only_an_editor_changes_details(cast, name):
    words = fresh(cast.template)
    for tried in (words.name, "Mine"):
        words.name = tried
        with pytest.raises(NotAllowed):
            actions.change_details(by=getattr(cast, name), words=words)

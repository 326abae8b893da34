"""The shipped playbook, and files that are not one."""

from pathlib import Path

import pytest

from playbook import checks
from playbook.content.reading import SHIPPED, ContentError, read
from playbook.triage import Facts, Judge
from playbook.variables import CLOSED, names_in


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(read().specs())


def test_the_shipped_playbook_has_the_twenty_three_topics():
    levels = [topic.level for topic in read().topics]
    assert (levels.count("green"), levels.count("yellow"), levels.count("red")) == (7, 8, 8)


def test_every_shipped_topic_has_a_plan_an_owner_a_target_and_rules():
    for topic in read().topics:
        assert topic.plan.complaint, topic.slug
        assert topic.plan.public_answer, topic.slug
        assert topic.plan.internal_actions, topic.slug
        assert topic.owner_team, topic.slug
        assert topic.reply_within, topic.slug
        assert topic.rules, topic.slug


def test_life_safety_legal_and_security_never_get_a_standing_release():
    standing = {topic.slug for topic in read().topics if topic.allows_standing_release}
    assert standing.isdisjoint(
        {"risk-to-life", "legal-threats", "hacking-or-account-security", "fraud-complaints", "negative-news-articles"}
    )


def test_shipped_holding_messages_use_closed_variables_only():
    for message in read().holding_messages:
        checks.check_closed_variables(message.text)
        assert names_in(message.text) <= CLOSED


def test_every_red_topic_is_covered_by_a_holding_message_or_forbids_words():
    content = read()
    fitted = {slug for message in content.holding_messages for slug in message.topics}
    areas = {message.area for message in content.holding_messages}
    assert all(topic.slug in fitted or topic.area in areas for topic in content.topics if topic.level == "red")


@pytest.mark.parametrize(
    ("text", "level", "topic"),
    [
        ("Someone hacked my account and changed the e-mail", "red", "hacking-or-account-security"),
        ("My lawyer will be in touch", "red", "legal-threats"),
        ("I can't go on, I want to end my life", "red", "risk-to-life"),
        ("There is a payment on my card I did not make", "red", "fraud-complaints"),
        ("Two hours on hold and then they hung up", "red", "customer-service-complaints"),
        ("My order never arrived", "red", "major-account-issues"),
        ("Your hiring is racist, boycott", "red", "key-sensitive-topics"),
        ("The app crashes whenever I check in online", "yellow", "it-issues-or-website-errors"),
        ("I was charged twice, please refund", "yellow", "order-dispute-resolution"),
        ("Your new commercial is really annoying", "yellow", "criticism-of-current-marketing-campaign"),
        ("Thank you, your crew was wonderful!", "green", "positive-brand-experience-and-praise"),
        ("Are you hiring in Leeds?", "green", "career-opportunities"),
        ("How do I become a seller?", "green", "partner-information"),
        ("Please bring back the late ferry", "green", "innovation-requests-and-ideas"),
        ("How do I change my password?", "green", "account-management"),
        ("Ich wurde gehackt!", "red", "hacking-or-account-security"),
        ("Me robaron, es una estafa", "red", "fraud-complaints"),
    ],
)
def test_shipped_rules_flag_what_a_careful_person_would(judge, text, level, topic):
    verdict = judge.judge(text)
    assert verdict.level == level
    assert topic in {suggestion.topic_slug for suggestion in verdict.suggestions}


@pytest.mark.parametrize("text", ["", "Good morning from the harbour", "See you on Sunday at the match", "42"])
def test_shipped_rules_let_chatter_pass(judge, text):
    assert judge.judge(text).level is None


def test_an_unhappy_author_with_reach_is_an_influencers_mention(judge):
    verdict = judge.judge("This is a disgrace", Facts(followers=50_000))
    assert "negative-mentions-by-influencers" in {suggestion.topic_slug for suggestion in verdict.suggestions}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("topics = [", "is not readable TOML"),
        ('[[topics]]\nslug = "a"\nname = "A"\n', "Topic a:"),
        ('[[checklist]]\nslug = "a"\nwording = "A"\ncolour = "red"\n', "colour is not known here"),
        ('[[templates]]\nname = "T"\ntext = "x"\ntopics = ["nope"]\n', "T: there is no topic named nope"),
    ],
)
def test_a_broken_file_says_what_is_wrong_and_where(tmp_path: Path, words, sentence):
    path = tmp_path / "playbook.toml"
    path.write_text(words)
    with pytest.raises(ContentError, match=sentence):
        read(path)


def _changed(tmp_path: Path, before: str, after: str) -> Path:
    text = SHIPPED.read_text()
    assert before in text
    path = tmp_path / "playbook.toml"
    path.write_text(text.replace(before, after, 1))
    return path


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('release_roles = ["security", "communications"]', 'release_roles = ["security"]', "at least two teams"),
        ('level = "red"', 'level = "purple"', "its level is one of"),
        ('"@people_of_ours"', '"@nobody"', "no list of words named 'nobody'"),
        ("expression = '''https", "expression = '''(https", "the expression cannot be used: missing \\)"),
        ('slug = "legal-threats"', 'slug = "risk-to-life"', "Two topics have the same slug"),
    ],
)
def test_a_file_that_breaks_a_rule_of_the_house_is_refused(tmp_path: Path, before, after, sentence):
    with pytest.raises(ContentError, match=sentence):
        read(_changed(tmp_path, before, after))


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(ContentError, match="cannot be opened"):
        read(tmp_path / "nowhere.toml")

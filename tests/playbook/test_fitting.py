"""Which words fit: of the topic or its area, in the language, on the network, for the team, best first."""

import pytest

from playbook import actions
from playbook.current import holding_messages_for, templates_for
from tests.playbook.library import in_use


@pytest.fixture
def bag(cast):
    return cast.topics["baggage"]


def names(found) -> list[str]:
    return [words.name for words in found]


def test_what_fits_is_of_the_topic_or_its_area_and_usable(cast, bag):
    cast.template.topics.set([bag])
    cast.holding.area = "support"
    cast.holding.save()
    assert templates_for(cast.brand.pk, [bag]) == [cast.template]
    assert templates_for(cast.brand.pk, [cast.topics["praise"]]) == []
    assert templates_for(cast.brand.pk, []) == []
    assert templates_for(cast.other_brand.pk, [bag]) == []
    assert holding_messages_for(cast.brand.pk, [bag]) == [cast.holding]
    actions.retire(by=cast.ada, thing=cast.template)
    assert templates_for(cast.brand.pk, [bag]) == []


def test_the_messages_language_comes_first_then_the_brands_and_others_only_alone(cast, bag):
    for language in ("en", "de", "fr"):
        in_use(cast, name=language, language=language, area="support")
    assert names(templates_for(cast.brand.pk, [bag], "de")) == ["de", "en"]
    assert names(templates_for(cast.brand.pk, [bag], "de-CH")) == ["de", "en"]
    assert names(templates_for(cast.brand.pk, [bag], "pl")) == ["en"]
    assert names(templates_for(cast.brand.pk, [bag])) == ["en"]
    cast.brand.language = "pl"
    cast.brand.save()
    assert names(templates_for(cast.brand.pk, [bag], "it")) == ["de", "en", "fr"]


def test_in_one_language_an_exact_topic_comes_before_an_area_and_the_narrow_before_the_wide(cast, bag):
    in_use(cast, name="b area", area="support")
    in_use(cast, name="a area, here", area="support", networks=["webhook"])
    in_use(cast, name="d topic").topics.set([bag])
    ours = in_use(cast, name="c topic, ours")
    ours.topics.set([bag])
    ours.teams.set([cast.teams["care"]])
    asked = {"network": "webhook", "team_id": cast.teams["care"].pk}
    assert names(templates_for(cast.brand.pk, [bag], "en", **asked)) == [
        "c topic, ours",
        "d topic",
        "a area, here",
        "b area",
    ]


def test_what_is_for_another_network_or_team_is_left_out(cast, bag):
    in_use(cast, name="mail", area="support", networks=["email"])
    in_use(cast, name="legal", area="support").teams.set([cast.teams["legal"]])
    in_use(cast, name="all", area="support")
    asked = {"network": "webhook", "team_id": cast.teams["care"].pk}
    assert names(templates_for(cast.brand.pk, [bag], **asked)) == ["all"]
    assert names(templates_for(cast.brand.pk, [bag])) == ["legal", "mail", "all"]


def test_asking_takes_one_query_however_many_there_are(cast, bag, django_assert_num_queries):
    for number in range(30):
        in_use(cast, name=f"t{number}", area="support").topics.set([bag])
    with django_assert_num_queries(1):
        assert len(templates_for(cast.brand.pk, [bag], "en", network="webhook", team_id=cast.teams["care"].pk)) == 30

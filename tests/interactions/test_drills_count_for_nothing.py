"""What a drill made up teaches nothing, stands in no figure, costs nothing and is shown to nobody outside."""

import pytest
from django.utils import timezone

from accounts.refusals import Invalid
from connectors.models import Channel
from interactions import actions, deciding
from interactions.forms import ShareForm
from interactions.models import Budget, Interaction
from playbook.sheets import Sheet
from reports.access import scope_for
from reports.dry_runs import dry_run
from reports.flags import flag_accuracy
from reports.good import good_things
from tests.cast import Cast
from tests.interactions import goodness

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up(cast: Cast) -> Interaction:
    """A kind message of a drill, flagged by triage and confirmed by a person."""
    network = {"slug": "drill", "name": "Drill", "network": "rehearsal"}
    channel = Channel.objects.create(brand=cast.brand, team=cast.teams["care"], undo_for=0, **network)
    actions.receive(channel, [cast.message("My suitcase is gone", remote_id="made-up")])
    row = Interaction.objects.get(remote_id="made-up")
    assert row.level
    actions.confirm_flags(row, by=cast.amara, flag_version=row.flag_version)
    actions.flag(row, by=cast.amara, topics=[cast.topics["praise"]])
    return row


def test_it_teaches_nothing_and_is_in_no_figure(cast: Cast, made_up: Interaction) -> None:
    Interaction.objects.update(tone="positive", level="green", responded_at=timezone.now())
    scope = scope_for(cast.dev, "", "7")
    assert flag_accuracy(scope.brands, scope.teams, scope.since).rules.judged == 0
    report = good_things(scope.brands, scope.teams, scope.since)
    assert (report.praise.came, report.turned.answered) == (0, 0)
    assert deciding.decisions_of(cast.brand.pk) == []
    topic = cast.topics["baggage"]
    assert dry_run(Sheet(cast.brand), topic, topic.rules.first(), teams=scope.teams, size=100).looked_at == 0
    assert made_up.is_drill


def test_nothing_is_given_or_shown_for_it(cast: Cast, made_up: Interaction) -> None:
    goodness.budget(cast)
    with pytest.raises(Invalid, match="This is a drill"):
        goodness.gift(cast, row=made_up)
    actions.note_consent(made_up, by=cast.jonas, way="thread", words="Sure!")
    with pytest.raises(Invalid, match="This is a drill"):
        actions.ask_to_share(made_up, by=cast.jonas, channel=cast.channel, text="Look")
    row = goodness.consent(cast).interaction
    with pytest.raises(Invalid, match="no channel of this brand"):
        actions.ask_to_share(row, by=cast.jonas, channel=made_up.channel, text="Look")
    assert list(ShareForm(row).fields["channel"].queryset) == [cast.channel]
    assert Budget.objects.get().committed == 0

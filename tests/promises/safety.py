"""The machine with the kill switch in people's hands, and with a public that looks more and more."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from connectors.contract import Incoming
from interactions import actions
from interactions.due import RANK
from interactions.models import Interaction, PostingBlock
from playbook.models import Topic
from tests.cast import Cast
from tests.promises.asking import AskingHouse
from tests.promises.desk import names, which

WHAT = ("brand", "channel", "topic", "person")


def with_thresholds(cast: Cast) -> Cast:
    """Baggage is raised at 500 likes; whatever 9,000 people see is caught."""
    topics = Topic.objects.filter(brand=cast.brand)
    topics.filter(slug="baggage").update(raises_from_engagement=500, raises_to=cast.topics["major-account"])
    topics.filter(slug="hacking").update(catches_from_reach=9_000)
    return cast


class SafeHouse(AskingHouse):
    @rule(name=names, pick=which, what=st.sampled_from(WHAT))
    def stops_posting(self, name: str, pick: int, what: str) -> None:
        cast, until = self.cast, timezone.now() + timedelta(hours=1)
        named = {"brand": cast.brand, "channel": cast.channel, "topic": cast.topics["praise"]}
        stopped = named.get(what, cast.people["amara"])
        terms = {"reason": "A leak", "expires_at": until, "brand": cast.brand}
        self._try(lambda _i, by: actions.block_posting(stopped, by=by, **terms), name, pick)

    @rule(name=names, pick=which)
    def lets_posts_out_again(self, name: str, pick: int) -> None:
        if block := self._pick(PostingBlock.objects.in_force(), pick):
            self._try(lambda _i, by: actions.lift_block(block, by=by), name, pick)

    @rule(pick=which, likes=st.sampled_from([3, 400, 600]), reach=st.sampled_from([None, 10, 20_000]))
    def more_people_look(self, pick: int, likes: int, reach: int | None) -> None:
        """Nothing is lowered by it, whatever the numbers do."""
        row = self._pick(Interaction.objects.select_related("contact").order_by("-pk"), pick)
        before = dict(Interaction.objects.values_list("pk", "level"))
        author = self.cast.message(author=row.contact.remote_id).author
        facts = {"remote_id": row.remote_id, "text": row.text, "occurred_at": row.occurred_at}
        self._receive(Incoming(author=author, likes=likes, reach=reach, **facts))
        after = dict(Interaction.objects.values_list("pk", "level"))
        assert all(RANK[after[pk]] >= RANK[level] for pk, level in before.items())

"""How often each topic came lately, asked from below through ``playbook.ports``. Reads only."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from accounts.models import Team
from interactions.models import Interaction
from playbook.ports import Counts

DAYS = 30
MOST = 20_000


def counts_of(brand_id: int) -> Counts:
    """Of the newest messages of the brand, as many as anybody counts. Two queries, however many messages there are."""
    since = timezone.now() - timedelta(days=DAYS)
    teams = list(Team.objects.filter(brand=brand_id).values_list("pk", flat=True))
    newest = Interaction.objects.filter(team__in=teams).order_by("-pk").values_list("topic", "received_at")[:MOST]
    lately = [topic for topic, received_at in newest if received_at >= since]
    by_topic = Counter(topic for topic in lately if topic is not None)
    return Counts(by_topic, len(lately), DAYS, is_bounded=len(lately) == MOST)

"""Gaps are looked for all the time, two weeks ahead, and told once to everybody who can fill them."""

from django.utils import timezone

from accounts.models import Notice, User
from accounts.notices import notify
from accounts.rights import people_with
from oncall.actions.overriding import BOARD
from oncall.gaps import Gap, gaps_of
from oncall.local import as_seen_by
from oncall.models import Schedule
from oncall.rota import rotas


def tell_gaps() -> int:
    """Tell those who manage on-call of every gap ahead, and again when it has begun; how many notices went out. Run
    twice it tells nobody twice."""
    now = timezone.now()
    gaps = gaps_of(rotas(Schedule.objects.select_related("brand", "team")), now)
    managers = {brand: list(people_with("manage_oncall", brand)) for brand in {gap.schedule.brand for gap in gaps}}
    stages = [(gap, "now" if gap.starts_at <= now else "ahead") for gap in gaps]
    keys = {_key(gap, stage) for gap, stage in stages}
    told = set(Notice.objects.filter(key__in=keys).values_list("user_id", "key")) if keys else set()
    return sum(
        _tell(person, gap, stage)
        for gap, stage in stages
        for person in managers[gap.schedule.brand]
        if (person.pk, _key(gap, stage)) not in told
    )


def _tell(person: User, gap: Gap, stage: str) -> bool:
    with as_seen_by(person):
        text = str(gap)
    notify(person, kind=f"gap-{stage}", text=text, url=BOARD, key=_key(gap, stage), brand=gap.schedule.brand)
    return True


def _key(gap: Gap, stage: str) -> str:
    """A gap that runs is known by its end, for its beginning is now; one without an end is said once a day."""
    moment = gap.starts_at if stage == "ahead" else gap.ends_at
    known = f"{moment:%Y%m%dT%H%M}" if moment else f"{gap.starts_at:%Y%m%d}"
    return f"gap:{gap.schedule.pk}:{stage}:{known}"

"""The first walk: what a brand starts with, and every topic decided by a person."""

from collections.abc import Mapping

from django.db import transaction

from accounts.actions import create_team
from accounts.models import Brand, Team, User
from accounts.rights import check_can
from playbook.actions.entries import save_topic
from playbook.actions.versions import draft_from_file
from playbook.content.presets import Preset, content_of, teams_in, with_teams
from playbook.drafting import drafting
from playbook.edits import note
from playbook.models import TaxonomyVersion, Topic


@transaction.atomic
def draft_from_preset(*, by: User, brand: Brand, preset: Preset, teams: Mapping[str, str]) -> TaxonomyVersion:
    """Begin a draft with what the preset has. ``teams``: which team of the brand stands for each that it names, by
    slug; one that is left out is made. Raises Conflict while there is a draft."""
    check_can(by, "edit_playbook", brand)
    content = content_of(preset)
    known = {team.slug for team in Team.objects.filter(brand=brand)}
    for slug in teams_in(content):
        if slug not in teams and slug not in known:
            check_can(by, "manage_people", brand)
            create_team(by=by, brand=brand, slug=slug, name=slug.replace("-", " ").capitalize())
    return draft_from_file(by=by, brand=brand, content=with_teams(content, dict(teams)))


@transaction.atomic
def decide_topic(*, by: User, topic: Topic, seen: str = "") -> None:
    """Say what a topic is: its fields go into the draft, and it counts as decided, also where nothing changed."""
    save_topic(by=by, topic=topic, seen=seen)
    with drafting(topic.brand, by) as (playbook, draft):
        if topic.slug not in playbook.decided:
            playbook.decided = sorted({*playbook.decided, topic.slug})
            playbook.save(update_fields=["decided"])
            note("topic_decided", by=by, thing=draft, playbook=playbook, details={"topic": topic.slug})

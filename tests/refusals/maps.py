"""Forms about the response map, plans and practice, as they should be filled in."""

from uuid import uuid4

from playbook.mapping import map_in_force
from playbook.practising import quiz
from tests.cast import Cast

LEAF = {"title": "Leave", "action": "No.", "outcome": "let_stand", "level": "green", "owner_team": "care", "within": 9}


def of_maps(people: Cast) -> dict[str, dict[str, object]]:
    """By address; where the brand has a map."""
    in_force = map_in_force(people.brand.pk)
    sent = {"key": uuid4(), "sha256": in_force.sha256 if in_force else ""}
    return {
        "interactions:map": {**sent, "then": "flag", "topic": people.topics["praise"].pk},
        "interactions:begin_plan": {"topic": people.topics["baggage"].pk},
        "interactions:remedies": {"kinds": ["apology"]},
        "playbook:practice": {**sent},
        "playbook:quiz": {"key": uuid4(), **{f"a_{sample.slug}": "engage" for sample in quiz(0)}},
        "playbook:clone_map": {"source": "small", "name": "Second"},
        "playbook:edit_map": {"name": "Other", "start": "mind"},
        "playbook:edit_step": {**LEAF, "title": "Other"},
        "playbook:add_leaf": LEAF,
        "playbook:remove_scenario": {"name": "None"},
    }

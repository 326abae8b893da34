"""The forms of the addresses, as they should be filled in."""

from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from approvals.readiness import Terms
from interactions.models import Contact
from tests.cast import Cast
from tests.interactions.test_refusals import good_bodies
from tests.refusals.maps import of_maps

POLICY = [f"approvals:{verb}_policy" for verb in ("write", "confirm")]
POLICY += [f"approvals:{verb}_policy_rule" for verb in ("retire", "restore", "move")]
NEW_RULE = {"seen": 2, "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0, "steps-0-needed": "1"}


def body(people: Cast, name: str) -> dict[str, object]:
    """What somebody sends there who may; nothing where the button alone says it."""
    later = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    seen = {"thread_version": 1, "flag_version": 1}
    bodies: dict[str, dict[str, object]] = good_bodies(people) | {
        "approvals:approve": seen,
        "approvals:edit": seen | {"text": "We found it!"},
        "approvals:return": seen | {"reason_code": "tone", "note": "Warmer, please."},
        "approvals:let_go": seen,
        **{name: {"seen": 2} for name in POLICY},
        "approvals:add_policy_rule": NEW_RULE,
        "approvals:policy_rule": NEW_RULE,
        "approvals:remark": seen | {"phrase": "We", "note": "Who?"},
        "approvals:ask": seen | {"to": people.tomas.pk},
        "approvals:absences": {"starts_at": later, "ends_at": f"{timezone.now().year + 1}-01-01T08:00"},
        "approvals:start_probation": {"reason": "New here", "weeks": 3},
        "approvals:extend_probation": {"until": timezone.localdate() + timedelta(days=7), "reason": "More time"},
        "approvals:graduate": {"note": "Years of it elsewhere"},
        "approvals:choose_mentor": {"mentor": people.ingrid.pk},
        "approvals:probation_rules": asdict(Terms()) | {"weeks": 4},
        "approvals:business_hours": {"from_0": "09:00", "to_0": "17:00", "closed": ""},
        "interactions:compose": {"text": "We"},
        "interactions:draft": {
            "text": "We found it.",
            "is_public": "1",
            "consideration": "It is one bag.",
            "seen_thread_version": 1,
        },
        "interactions:note": {"note": "Look at this."},
        "interactions:flag": {"topic": people.topics["hacking"].pk, "reason": "She says so"},
        "interactions:lower": {"topics": [people.topics["praise"].pk], "reason": "A joke"},
        "interactions:assign": {"to": people.amara.pk},
        "interactions:close": {"closed_as": "spam", "reason": "Spam"},
        "interactions:enter": {"kind": "call", "team": people.teams["care"].pk, "text": "Where is my bag?"},
        "interactions:decide_match": {"other": Contact.objects.earliest("pk").pk, "is_same": "1"},
        "interactions:snooze": {"when": "tomorrow", "reason": "She asked for it"},
        **of_maps(people),
        "interactions:safety_step": {"kind": "police", "note": "Reference 12"},
        "interactions:outcome": {"outcome": "resolved", "talked_at": "2026-01-05T09:00"},
        "interactions:reopen": {"reason": "It is none"},
        "interactions:release": {"says": "One answer", "expires_at": later},
        "interactions:holding": {"message": people.holding.pk, "next_update_at": later},
        "interactions:sign_release": {"role": "communications"},
        "interactions:decide": {"is_posted": "1"},
        "playbook:add_crisis_contact": {"kind": "police", "name": "Police", "phone": "101", "position": 1},
        "playbook:crisis_contact": {"kind": "police", "name": "Police", "phone": "102", "position": 1},
        "playbook:add_template": {"name": "New", "language": "en", "text": "Hello {name}."},
        "playbook:template": {"text": "Hello {name}."},
        "playbook:import_templates": {"content": '[{"name": "New", "text": "Hello."}]'},
        "playbook:approve_template": {"version": 2},
        "playbook:turn_down_template": {"version": 2, "reason": "Too long."},
        "playbook:review_template": {"review_by": f"{timezone.localdate() + timedelta(days=90)}"},
        "playbook:add_holding_message": {"name": "New", "language": "en", "text": "Hello {name}."},
        "playbook:holding_message": {"text": "Hello {name}."},
        "playbook:import_holding_messages": {"content": '[{"name": "New", "text": "Hello."}]'},
        "playbook:approve_holding_message": {"version": 2},
        "playbook:turn_down_holding_message": {"version": 2, "reason": "Too long."},
        "playbook:review_holding_message": {"review_by": f"{timezone.localdate() + timedelta(days=90)}"},
    }
    return bodies.get(name, {})

"""How the rooms are joined: which subscriber hears which event, which port is filled by whom, what is swept how often.

The only file that knows every room.
"""

from collections.abc import Callable, Sequence
from typing import Any

from accounts import actions as accounts_actions
from accounts import notice_mail, notices
from accounts.models import User
from approvals import actions as approvals_actions
from approvals import answers as approvals
from approvals import asking as approvals_asking
from approvals import panels as approvals_panels
from approvals import subscribers as approvals_subscribers
from approvals import telling_authors, turns
from approvals.actions import strike_due
from audit import broadcast, outbox, sealing
from audit.outbox import Subscription
from audit.record import record
from escalation_site.sweeping import Sweep
from escalation_site.unheard import UNHEARD
from interactions import deciding, polling, ports, publishing, tallying, using
from interactions import subscribers as interactions
from interactions.actions import look_again, wake_due
from interactions.models import Interaction
from interactions.ports import Panel
from oncall import actions as oncall_actions
from oncall import engine, heartbeats, invariants, on_duty, room_panel, turn_panel
from oncall import panels as oncall_panels
from oncall import ports as oncall_ports
from oncall import subscribers as oncall
from oncall.actions import calendars as oncall_calendars
from oncall.actions.answering_many import submit_due
from oncall.actions.promising import strike_promises
from oncall.actions.proposing import look_for_spikes
from oncall.queries import alert_facts
from playbook import ports as playbook_ports
from playbook.actions.backtesting import forget_changes
from reports import back_testing

# Every event there is, with those who hear it. `record()` refuses a name that does not stand here.
SUBSCRIPTIONS: dict[str, list[Subscription]] = {
    **{name: [] for name in UNHEARD},
    "accounts.brand_created": [],
    "accounts.team_created": [],
    "accounts.team_joined": [Subscription("approvals.judge_team", approvals_subscribers.judge_team_again)],
    "accounts.team_left": [
        Subscription("interactions.take_back", interactions.take_back_from_leaver),
        Subscription("oncall.let_alerts_go", oncall.let_alerts_go, queue="pages"),
        Subscription("approvals.judge_team", approvals_subscribers.judge_team_again),
    ],
    "accounts.token_created": [],
    "accounts.preferences_changed": [],
    "connectors.channel_connected": [],
    "connectors.channel_changed": [],
    "connectors.channel_paused": [],
    "connectors.channel_resumed": [],
    "connectors.channel_failed": [],
    "connectors.channel_recovered": [],
    "connectors.channel_resealed": [],
    "connectors.rejects_kept": [],
    "connectors.reject_repaired": [],
    "interactions.received": [],
    "interactions.view_saved": [],
    "interactions.view_changed": [],
    "interactions.view_removed": [],
    "interactions.flagged": [
        Subscription("oncall.page", call_many=oncall.page_for, wants=oncall.is_fresh_red, queue="pages"),
        Subscription("oncall.page_late", call_many=oncall.page_for, wants=oncall.is_late_red),
        Subscription("approvals.tell_put_back", telling_authors.tell_put_back, wants=telling_authors.has_ended),
    ],
    "interactions.lowered": [
        Subscription("oncall.settle", oncall.settle),
        Subscription("approvals.tell_put_back", telling_authors.tell_put_back, wants=telling_authors.has_ended),
    ],
    "interactions.second_person_asked": [],
    "interactions.second_person_confirmed": [],
    "interactions.second_person_refused": [],
    "interactions.drafted": [],
    "interactions.signed": [],
    "interactions.set_aside": [Subscription("approvals.tell_set_aside", telling_authors.tell_set_aside)],
    "interactions.let_go": [],
    "interactions.approved": [Subscription("approvals.tell_approved", telling_authors.tell_approved)],
    "interactions.approval_expired": [Subscription("approvals.tell_expired", telling_authors.tell_expired)],
    "interactions.sent_back": [],
    "interactions.recalled": [],
    "interactions.reply_queued": [],
    "interactions.reply_sending": [],
    "interactions.reply_sent": [],
    "interactions.reply_failed": [],
    "interactions.reply_delayed": [],
    "interactions.reply_unknown": [],
    "interactions.reply_not_there": [],
    "interactions.reply_decided": [],
    "interactions.reply_recalled": [],
    "interactions.reply_held_back": [],
    "interactions.safety_step_taken": [],
    "interactions.posting_blocked": [],
    "interactions.block_lifted": [],
    "interactions.responded": [Subscription("oncall.end_questions", call_many=oncall.end_questions)],
    "interactions.closed": [
        Subscription("oncall.settle", oncall.settle, oncall.is_red),
        Subscription("oncall.end_questions", call_many=oncall.end_questions),
    ],
    "interactions.place_asked": [],
    "interactions.reopened": [
        Subscription("oncall.page", call_many=oncall.page_for, wants=oncall.is_red, queue="pages"),
    ],
    "interactions.look_postponed": [],
    "interactions.assigned": [],
    "interactions.acknowledged": [],
    "interactions.noted": [],
    "interactions.followed_up": [],
    "interactions.moved": [],
    "interactions.reply_moved": [],
    "interactions.answered_elsewhere": [],
    "interactions.edited_by_author": [],
    "interactions.deleted_by_author": [],
    "interactions.quarantined": [],
    "interactions.holding_stated": [],
    "interactions.holding_signed": [],
    "interactions.handed_off": [],
    "interactions.handoff_withdrawn": [],
    "interactions.handoff_recorded": [],
    "interactions.linked": [],
    "interactions.unlinked": [],
    "interactions.moved_to_team": [],
    "interactions.handed_over": [],
    "interactions.given_back": [],
    "interactions.release_written": [],
    "interactions.release_signed": [],
    "interactions.release_in_force": [],
    "interactions.release_revoked": [],
    "oncall.alert_opened": [],
    "oncall.alert_joined": [],
    "oncall.alert_raised_again": [],
    "oncall.alert_back": [],
    "oncall.paged_again": [],
    "oncall.mended": [],
    "oncall.hand_over_asked": [],
    "oncall.hand_over_declined": [],
    "oncall.hand_over_withdrawn": [],
    "oncall.hand_over_expired": [],
    "oncall.handed_over": [],
    "oncall.alert_resolved": [],
    "oncall.step_taken": [],
    "oncall.acknowledged": [Subscription("oncall.note_the_rest", oncall.note_the_rest)],
    "oncall.passed_on": [],
    "oncall.page_sent": [],
    "oncall.page_failed": [],
    "oncall.test_paged": [],
    "oncall.drill_started": [],
    "oncall.drill_ended": [],
    "oncall.schedule_saved": [],
    "oncall.policy_saved": [],
    "oncall.gateway_added": [],
    "oncall.gateway_switched": [],
    "playbook.topic_added": [],
    "playbook.topic_changed": [],
    "playbook.topic_retired": [],
    "playbook.topic_restored": [],
    "playbook.rule_added": [],
    "playbook.rule_changed": [],
    "playbook.plan_changed": [],
    "playbook.template_added": [],
    "playbook.template_changed": [],
    "playbook.template_proposed": [],
    "playbook.template_approved": [],
    "playbook.template_turned_down": [],
    "playbook.template_reviewed": [],
    "playbook.template_retired": [],
    "playbook.template_restored": [],
    "playbook.holding_message_added": [],
    "playbook.holding_message_changed": [],
    "playbook.holding_message_proposed": [],
    "playbook.holding_message_approved": [],
    "playbook.holding_message_turned_down": [],
    "playbook.holding_message_reviewed": [],
    "playbook.holding_message_retired": [],
    "playbook.holding_message_restored": [],
    "playbook.checklist_item_added": [],
    "playbook.checklist_item_changed": [],
    "playbook.checklist_item_retired": [],
    "playbook.checklist_item_restored": [],
    "playbook.own_words_changed": [],
    "playbook.loaded": [],
    "playbook.learned": [],
    "playbook.second_opinion_switched": [],
    "approvals.probation_started": [Subscription("approvals.judge_author", approvals_subscribers.judge_author_again)],
    "approvals.probation_ended": [Subscription("approvals.judge_author", approvals_subscribers.judge_author_again)],
    "approvals.probation_extended": [],
    "approvals.probation_returned": [Subscription("approvals.judge_author", approvals_subscribers.judge_author_again)],
    "approvals.mentor_chosen": [],
    "approvals.graduation_proposed": [],
    "approvals.level_graduated": [Subscription("approvals.judge_author", approvals_subscribers.judge_author_again)],
    "approvals.probation_rules_changed": [],
    "approvals.policy_written": [],
    "approvals.policy_rule_added": [],
    "approvals.policy_rule_changed": [],
    "approvals.policy_rule_retired": [],
    "approvals.policy_rule_restored": [],
    "approvals.policy_rule_moved": [],
    "approvals.policy_confirmed": [],
    "approvals.judged_again": [],
    "approvals.reviewed": [
        Subscription("approvals.weigh", approvals_subscribers.weigh),
        Subscription("approvals.tell_reviewed", telling_authors.tell_reviewed),
    ],
    "approvals.remarked": [],
    "approvals.handed_over": [],
    "approvals.second_look_asked": [],
    "approvals.reminded": [],
    "approvals.deputy_asked": [],
    "approvals.team_asked": [],
    "approvals.managers_told": [],
    "approvals.absence_set": [],
    "approvals.absence_ended": [],
}

# What falls due by itself. `manage.py sweep` runs these; the scheduler runs them too. Without Redis a red flag waits
# for two of them, first its delivery and then its page: half a second each leaves it well within two.
SWEEPS: list[Sweep] = [
    Sweep("deliveries", 0.5, outbox.sweep),
    Sweep("steps", 1, engine.sweep_steps),
    Sweep("pages", 0.5, engine.sweep_pages),
    Sweep("invariants", 15, invariants.look),
    Sweep("hand_overs", 5, oncall_actions.expire_hand_overs),
    Sweep("ping", 30, heartbeats.ping_outside),
    Sweep("gaps", 60, oncall_actions.tell_gaps),
    Sweep("shifts", 30, oncall_actions.announce),
    Sweep("unconfirmed", 60, oncall_actions.chase),
    Sweep("calendars", 30, oncall_calendars.read_due),
    Sweep("publish", 1, publishing.sweep),
    Sweep("promises", 5, strike_promises),
    Sweep("answers", 1, submit_due),
    Sweep("spikes", 30, look_for_spikes),
    Sweep("poll", 5, polling.sweep),
    Sweep("look_again", 60, look_again),
    Sweep("wake", 20, wake_due),
    Sweep("seal", 2, sealing.seal),
    Sweep("approval_clock", 5, strike_due),
    Sweep("probations", 300, approvals_subscribers.weigh_all),
    Sweep("rejudge", 5, approvals_actions.rejudge),
    Sweep("notice_mail", 5, notice_mail.send_due),
    Sweep("back_tests", 2, back_testing.sweep),
    Sweep("forget_back_tests", 600, forget_changes),
    Sweep("forget_notices", 600, notices.forget_read),
]

# Which rooms know something about the rows of the inbox, and which show a part beside one interaction.
RowFacts = Callable[[Sequence[int]], dict[int, dict[str, Any]]]
ROW_FACTS: list[RowFacts] = [approvals_panels.row_facts, alert_facts]
PANELS: list[Callable[[Interaction, User], list[Panel]]] = [
    turn_panel.panels,
    oncall_panels.panels,
    room_panel.panels,
    approvals_panels.panels,
]


def row_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the rooms above the inbox know about these interactions, together."""
    facts: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for ask in ROW_FACTS:
        for pk, known in ask(ids).items():
            facts[pk] |= known
    return facts


def panels(interaction: Interaction, user: User) -> list[Panel]:
    """The parts that the rooms show beside this interaction, in their order."""
    return [panel for ask in PANELS for panel in ask(interaction, user)]


def connect() -> None:
    """Join the rooms; called once, when every app is loaded."""
    outbox.wire(SUBSCRIPTIONS)
    accounts_actions.recorded.fill(record)
    notices.told.fill(broadcast.publish_to)
    oncall_ports.away.fill(approvals_asking.away_between)
    ports.sign_off.fill(approvals.requirement_for)
    ports.is_new.fill(approvals.is_new)
    ports.waiting_changed.fill(turns.keep)
    ports.row_facts.fill(row_facts)
    ports.where_to_turn.fill(turn_panel.turn_panel)
    ports.panels.fill(panels)
    ports.gathering.fill(room_panel.gathering)
    playbook_ports.uses_of.fill(using.uses_of)
    playbook_ports.use_of.fill(using.use_of)
    playbook_ports.statements_of.fill(using.statements_of)
    playbook_ports.outlets_of.fill(using.outlets_of)
    playbook_ports.decisions_of.fill(deciding.decisions_of)
    playbook_ports.counts_of.fill(tallying.counts_of)
    playbook_ports.on_duty_of.fill(on_duty.on_duty_of)

"""The verbs of on-call. Each takes a keyword-only ``by``, runs in one transaction and ends in the record."""

from oncall.actions.answering import acknowledge, pass_on
from oncall.actions.answering_many import answer_many, undo_answers
from oncall.actions.asking import ask_where, end_question, end_questions
from oncall.actions.calendars import follow_calendar, import_calendar
from oncall.actions.covering import ask_cover, decline_cover, take_cover, withdraw_cover
from oncall.actions.devices import add_device, make_push_key
from oncall.actions.drilling import end_drill, start_drill
from oncall.actions.escalating import escalate
from oncall.actions.feeds import open_feed, revoke_feed
from oncall.actions.gaps import tell_gaps
from oncall.actions.gateways import add_gateway, switch_gateway
from oncall.actions.handing_over import accept, decline, expire_hand_overs, hand_over
from oncall.actions.helping import bring_in, send_home
from oncall.actions.huddling import convene, decide, end_huddle, leave_seat, log_in_huddle, take_seat, vote
from oncall.actions.leaving import let_alerts_go
from oncall.actions.methods import add_method, confirm_method, page_test, remove_method
from oncall.actions.overriding import cancel_override, override
from oncall.actions.own_rules import keep_quiet, order_methods
from oncall.actions.policies import save_policy
from oncall.actions.promising import miss, note_first_word
from oncall.actions.proposing import link_alike, propose
from oncall.actions.raising import open_alert, open_alerts
from oncall.actions.rooming import (
    assume_role,
    learn,
    log_in_room,
    renounce_role,
    settle_lesson,
    withdraw_line,
    write_line,
)
from oncall.actions.rooms import (
    accept_room,
    dismiss_room,
    give_back_room,
    hand_over_room,
    link_messages,
    open_room,
    promise_update,
    stand_down,
    unlink_message,
)
from oncall.actions.schedules import raise_layer, remove_layer, save_layer, save_schedule
from oncall.actions.settling import settle
from oncall.actions.shift_starts import announce, chase, confirm_shift
from oncall.actions.statement_pages import (
    ask_to_show,
    retire_statement_page,
    save_statement_page,
    show_page,
    stop_showing,
)
from oncall.actions.stating import note_posted, sign_words, write_statement

__all__ = [
    "accept",
    "accept_room",
    "acknowledge",
    "add_device",
    "add_gateway",
    "add_method",
    "announce",
    "answer_many",
    "ask_cover",
    "ask_to_show",
    "ask_where",
    "assume_role",
    "bring_in",
    "cancel_override",
    "chase",
    "confirm_method",
    "confirm_shift",
    "convene",
    "decide",
    "decline",
    "decline_cover",
    "dismiss_room",
    "end_drill",
    "end_huddle",
    "end_question",
    "end_questions",
    "escalate",
    "expire_hand_overs",
    "follow_calendar",
    "give_back_room",
    "hand_over",
    "hand_over_room",
    "import_calendar",
    "keep_quiet",
    "learn",
    "leave_seat",
    "let_alerts_go",
    "link_alike",
    "link_messages",
    "log_in_huddle",
    "log_in_room",
    "make_push_key",
    "miss",
    "note_first_word",
    "note_posted",
    "open_alert",
    "open_alerts",
    "open_feed",
    "open_room",
    "order_methods",
    "override",
    "page_test",
    "pass_on",
    "promise_update",
    "propose",
    "raise_layer",
    "remove_layer",
    "remove_method",
    "renounce_role",
    "retire_statement_page",
    "revoke_feed",
    "save_layer",
    "save_policy",
    "save_schedule",
    "save_statement_page",
    "send_home",
    "settle",
    "settle_lesson",
    "show_page",
    "sign_words",
    "stand_down",
    "start_drill",
    "stop_showing",
    "switch_gateway",
    "take_cover",
    "take_seat",
    "tell_gaps",
    "undo_answers",
    "unlink_message",
    "vote",
    "withdraw_cover",
    "withdraw_line",
    "write_line",
    "write_statement",
]

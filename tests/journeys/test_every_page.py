"""Every page of the product, in light and dark, on a desk, a tablet and a phone: no barriers, no complaints."""

import pytest

from tests.architecture.addresses import addresses
from tests.journeys import WALK
from tests.journeys.desk import Desk
from tests.journeys.people import OF_COLOURS, People, check, scrolls_sideways
from tests.long import IS_LONG

pytestmark = WALK
WIDTHS = [1440, 768, 390]
# The colours are the same at every width, and a tablet shows what a desk shows, in fewer columns.
LOOKED_AT_IN_DARK = WIDTHS if IS_LONG else [1440]
ONLY_MEASURED = [] if IS_LONG else [768]

# Who looks, and the addresses of their pages; a name without a slash is looked up among those of the demo.
PAGES = {
    "": [
        *["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/demo/", "thread", "page"],
        *["test page", "public page"],
    ],
    "dev": [
        *["/inbox/", "/inbox/?view=red", "/inbox/?q=Tess", "/inbox/?q=nobody-of-this-name"],
        *["/inbox/?q=colour:red", "/inbox/filter/", "/inbox/enter/"],
        *[
            "untouched",
            "green",
            "beside",
            "contact",
            "earlier",
            "hold",
            "yellow",
            "red",
            "drafted",
            "answered",
            "closed",
        ],
        *["walk", "end of walk"],
        *["triage", "good", "/good/", "/good/shares/", "/good/routed/", "/good/improvements/", "improvement"],
        *["/reports/", "/reports/flags/", "/reports/good/", "/inbox/?view=praise"],
        *["/inbox/views/", "/inbox/views/new/?view=red", "saved view"],
        *["/approvals/", "review", "edit draft", "return draft", "remark", "ask", "/approvals/absence/"],
        *["/approvals/people/", "start probation", "end probation", "/no-such-page/"],
        *["/rooms/", "room", "open room", "answer many", "people of room", "stand down", "review of room"],
        *["showing", "convene", "convene in room", "huddle", "hand over author"],
        *["/approvals/me/", "person", "graduate", "extend probation", "mentor", "probation rules"],
        *["business hours", "/approvals/?tab=returned"],
    ],
    "ada": [
        *["/approvals/policy/", "/approvals/policy/try/", "/approvals/policy/rules/new/", "policy rule"],
        *["/oncall/", "/oncall/log/", "/oncall/methods/", "/oncall/methods/rules/"],
        *["/oncall/schedules/new/", "schedule", "/oncall/services/"],
        *["/oncall/statement-pages/new/", "statement page"],
        *["/oncall/feeds/", "override", "cover", "new layer", "layer", "calendar layer"],
        *["/oncall/policies/new/", "policy", "/oncall/stops/", "/oncall/held/", "where"],
        *["/oncall/drills/", "drill", "/oncall/readiness/"],
        *["/playbook/", "/playbook/try/", "/playbook/topics/new/", "topic", "edit topic", "edit plan"],
        *["add rule", "rule", "/playbook/templates/", "/playbook/templates/new/", "template"],
        *["edit template", "template versions", "/playbook/templates/import/"],
        *["/playbook/holding/", "/playbook/holding/new/", "holding message"],
        *["edit holding message", "holding message versions", "/playbook/holding/import/"],
        *["/playbook/checklist/", "/playbook/checklist/new/", "/playbook/checklist/own-words/", "checklist item"],
        *["/playbook/crisis/", "/playbook/crisis/new/", "crisis contact"],
        *["/playbook/troubles/", "/playbook/walk/", "/playbook/walk/begin/retail/", "decide topic"],
        *["topic history", "back-test", "dry run"],
        *["/playbook/house-rules/", "/playbook/house-rules/new/", "house rule", "/good/budget/"],
        *["drafted topic", "/playbook/versions/", "version", "/playbook/versions/import/"],
        *["/playbook/map/", "/playbook/map/poster/", "/playbook/map/practice/", "practice walk"],
        *["/playbook/map/quiz/", "/playbook/map/training/", "/playbook/draft/maps/new/", "drafted map"],
        *["edit map", "map owners", "add question", "add end", "edit step", "/playbook/plans/", "edit scenario"],
        *["/reports/coverage/"],
        *["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/password/change/"],
        *["/accounts/logout/", "/styleguide/", "/notices/", "/preferences/"],
    ],
}

# How the addresses that name a row are called above.
NAMED = {
    "interactions:conversation": "green",
    "interactions:beside": "beside",
    "interactions:contact": "contact",
    "interactions:map": "walk",
    "playbook:drafted_map": "drafted map",
    "playbook:edit_map": "edit map",
    "playbook:map_owners": "map owners",
    "playbook:add_question": "add question",
    "playbook:add_leaf": "add end",
    "playbook:edit_step": "edit step",
    "playbook:edit_scenario": "edit scenario",
    "interactions:earlier": "earlier",
    "interactions:hold": "hold",
    "interactions:triage": "triage",
    "interactions:good": "good",
    "interactions:improvement": "improvement",
    "interactions:add_view": "/inbox/views/new/?view=red",
    "interactions:change_view": "saved view",
    "playbook:house_rule": "house rule",
    "approvals:review": "review",
    "approvals:edit": "edit draft",
    "approvals:return": "return draft",
    "approvals:remark": "remark",
    "approvals:ask": "ask",
    "approvals:policy_rule": "policy rule",
    "approvals:start_probation": "start probation",
    "approvals:end_probation": "end probation",
    "approvals:person": "person",
    "approvals:graduate": "graduate",
    "approvals:extend_probation": "extend probation",
    "approvals:choose_mentor": "mentor",
    "approvals:probation_rules": "probation rules",
    "approvals:business_hours": "business hours",
    "rooms:room": "room",
    "rooms:open": "open room",
    "rooms:answer": "answer many",
    "rooms:people": "people of room",
    "rooms:stand_down": "stand down",
    "rooms:review": "review of room",
    "rooms:showing": "showing",
    "statement_page": "public page",
    "oncall:statement_page": "statement page",
    "rooms:convene": "convene",
    "rooms:convene_room": "convene in room",
    "rooms:huddle": "huddle",
    "rooms:hand_over_author": "hand over author",
    "oncall:schedule": "schedule",
    "oncall:where": "where",
    "oncall:drill": "drill",
    "oncall:override": "override",
    "oncall:ask_cover": "cover",
    "oncall:add_layer": "new layer",
    "oncall:layer": "layer",
    "oncall:add_calendar": "calendar layer",
    "oncall:policy": "policy",
    "page": "page",
    "page_test": "test page",
    "playbook:topic": "topic",
    "playbook:edit_topic": "edit topic",
    "playbook:edit_plan": "edit plan",
    "playbook:add_rule": "add rule",
    "playbook:rule": "rule",
    "playbook:drafted_topic": "drafted topic",
    "playbook:version": "version",
    "playbook:begin_walk": "/playbook/walk/begin/retail/",
    "playbook:topic_history": "topic history",
    "playbook:decide_topic": "decide topic",
    "reports:back_test": "back-test",
    "reports:dry_run": "dry run",
    "playbook:template": "template",
    "playbook:edit_template": "edit template",
    "playbook:template_versions": "template versions",
    "playbook:holding_message": "holding message",
    "playbook:edit_holding_message": "edit holding message",
    "playbook:holding_message_versions": "holding message versions",
    "playbook:checklist_item": "checklist item",
    "playbook:crisis_contact": "crisis contact",
    "demo_network:thread": "thread",
}
# Parts of pages, what machines ask for, and what only the author of a post may see (`test_the_whole_way` passes there).
NO_PAGES = ("healthz", "metrics", "live/", "shell/", "inbox/poll/", "api/", "hooks/", "calendar/", "demo/latest/")
NO_PAGES += (
    "demo/hook/",
    "rooms/<int:pk>/timeline.",
)
NO_PAGES += (
    "push-worker.js",
    "playbook/templates/export/",
    "playbook/holding/export/",
    "playbook/versions/<int:pk>/export/",
    "playbook/configuration/export/",
    "reports/back-tests/<int:pk>/panel/",
    "playbook/map/keep/",
    "reports/flags.csv",
    "demo/<slug:key>/edit/",
    "inbox/files/",
    "inbox/evidence/<int:pk>/",
    "approvals/<int:pk>/files/",
)


@pytest.mark.parametrize(("person", "where"), [(person, where) for person, all_ in PAGES.items() for where in all_])
def test_a_page_has_no_barriers_and_no_complaints(people: People, desk: Desk, person: str, where: str) -> None:
    page = people(person) if person else people.stranger()
    page.goto(desk.addresses.get(where, where))
    if "no-such" in where:
        people.expect_status(404)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        if width in ONLY_MEASURED:
            assert not scrolls_sideways(page), page.url
            continue
        check(page)
        if width in LOOKED_AT_IN_DARK:
            page.emulate_media(color_scheme="dark")
            check(page, OF_COLOURS)  # the other rules do not look at colours


def test_no_page_is_left_out() -> None:
    """Every address that answers a reading with a page is named above, or is no page."""
    shown = {where for all_ in PAGES.values() for where in all_}
    missing = [
        address.route
        for address in addresses()
        if (not address.methods or "GET" in address.methods)
        and not address.route.startswith(NO_PAGES)
        and f"/{address.route}" not in shown
        and NAMED.get(address.name) not in shown
    ]
    assert missing == []

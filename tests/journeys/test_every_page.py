"""Every page of the product, in light and dark, on a desk, a tablet and a phone: no barriers, no complaints."""

import pytest

from tests.architecture.addresses import addresses
from tests.journeys import JOURNEY
from tests.journeys.desk import Desk
from tests.journeys.people import OF_COLOURS, People, check

pytestmark = JOURNEY
WIDTHS = [1440, 768, 390]

# Who looks, and the addresses of their pages; a name without a slash is looked up among those of the demo.
PAGES = {
    "": ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/demo/", "thread", "page", "test page"],
    "dev": [
        *["/inbox/", "/inbox/?view=red", "/inbox/?q=Tess", "/inbox/?q=nobody-of-this-name", "/inbox/filter/"],
        *["untouched", "green", "beside", "earlier", "yellow", "red", "drafted", "answered", "closed"],
        *["/approvals/", "review", "edit draft", "return draft", "remark", "ask", "/approvals/absence/"],
        *["/approvals/people/", "start probation", "end probation", "/no-such-page/"],
        *["/approvals/me/", "person", "graduate", "extend probation", "mentor", "probation rules"],
    ],
    "ada": [
        *["/approvals/policy/", "/approvals/policy/try/", "/approvals/policy/rules/new/", "policy rule"],
        *["/oncall/", "/oncall/log/", "/oncall/methods/", "/oncall/schedules/new/", "schedule"],
        *["/oncall/policies/new/", "policy"],
        *["/playbook/", "/playbook/try/", "/playbook/topics/new/", "topic", "edit topic", "edit plan"],
        *["add rule", "rule", "/playbook/templates/", "/playbook/templates/new/", "template"],
        *["edit template", "template versions", "/playbook/templates/import/"],
        *["/playbook/holding/", "/playbook/holding/new/", "holding message"],
        *["edit holding message", "holding message versions", "/playbook/holding/import/"],
        *["/playbook/checklist/", "/playbook/checklist/new/", "checklist item"],
        *["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/password/change/"],
        *["/accounts/logout/", "/styleguide/", "/notices/", "/preferences/"],
    ],
}

# How the addresses that name a row are called above.
NAMED = {
    "interactions:conversation": "green",
    "interactions:beside": "beside",
    "interactions:earlier": "earlier",
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
    "oncall:schedule": "schedule",
    "oncall:policy": "policy",
    "page": "page",
    "page_test": "test page",
    "playbook:topic": "topic",
    "playbook:edit_topic": "edit topic",
    "playbook:edit_plan": "edit plan",
    "playbook:add_rule": "add rule",
    "playbook:rule": "rule",
    "playbook:template": "template",
    "playbook:edit_template": "edit template",
    "playbook:template_versions": "template versions",
    "playbook:holding_message": "holding message",
    "playbook:edit_holding_message": "edit holding message",
    "playbook:holding_message_versions": "holding message versions",
    "playbook:checklist_item": "checklist item",
    "demo_network:thread": "thread",
}
# Parts of pages, what machines ask for, and what only the author of a post may see (`test_the_whole_way` passes there).
NO_PAGES = ("healthz", "metrics", "live/", "shell/", "inbox/poll/", "api/", "hooks/", "demo/latest/", "demo/hook/")
NO_PAGES += ("playbook/templates/export/", "playbook/holding/export/", "demo/<slug:key>/edit/")


@pytest.mark.parametrize(("person", "where"), [(person, where) for person, all_ in PAGES.items() for where in all_])
def test_a_page_has_no_barriers_and_no_complaints(people: People, desk: Desk, person: str, where: str) -> None:
    page = people(person) if person else people.stranger()
    page.goto(desk.addresses.get(where, where))
    if "no-such" in where:
        people.expect_status(404)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        check(page)
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

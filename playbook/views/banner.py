"""The draft at the head of the playbook's pages: who works on it, what it changes, and what comes next."""

from typing import Any

from accounts.models import User
from accounts.rights import people_with
from playbook import access, checks
from playbook.models import BackTest, BackTestReading
from playbook.sheets import Sheet
from playbook.whole.judging import judge_alike


def banner(person: User, sheet: Sheet) -> dict[str, Any]:
    """What the banner shows; a person who may not edit sees the draft without its buttons."""
    draft = sheet.draft
    if draft is None:
        return {"draft": None}
    return {
        "draft": draft,
        "in_force": sheet.in_force,
        "changes": sheet.changes,
        "may_edit": access.may_edit(person, sheet.brand),
        "others": [admin for admin in people_with("edit_playbook", sheet.brand) if admin != person],
        "not_me": checks.why_not(checks.check_may_publish, draft, person),
    } | tested(person, sheet)


def tested(person: User, sheet: Sheet) -> dict[str, Any]:
    """What a back-test of the draft as it is found, and how much of that this person has read. Without one: whether
    it is called for."""
    draft = sheet.draft
    if draft is None or not access.may_edit(person, sheet.brand):
        return {"back_test": None}
    run = BackTest.objects.filter(version=draft).select_related("version").order_by("-pk").first()
    return {
        "back_test": run,
        "is_tested": run is not None and run.sha256 == draft.sha256 and run.state == BackTest.State.DONE,
        "may_be_tested": not judge_alike(sheet.standing, draft.document),
        "read": BackTestReading.objects.filter(change__run=run, user=person).count() if run else 0,
    }

"""Rules of the house that a linter cannot know (DESIGN §4, §6 and §9)."""

import ast
import re

import pytest
from django.db.migrations.loader import MigrationLoader

from escalation_site import wiring
from tests.architecture.sources import ROOMS, calls, files, place, product_files, room, tree

WRITES = {"save", "update", "bulk_update", "update_or_create", "bulk_create", "get_or_create", "create", "delete"}
PROTECTED = {"Interaction", "Draft", "Approval", "Reply", "Hold", "Release", "ReleaseSignature", "Flag"}
PROTECTED |= {"interaction", "draft", "approval", "reply", "hold", "release"}
PROTECTED |= {"interactions", "drafts", "approvals", "replies", "holds", "releases", "flags"}
EVENT_NAME = re.compile(r"^[a-z_]+\.[a-z_]+$")


def chain_of(node):
    """The names from a call's receiver back to where it starts: whose rows they are, not what they are filtered by."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        yield node.id


def test_only_the_room_of_interactions_writes_its_rows():
    """Elsewhere a query on these models may end in anything but a write; instances have no ``save`` either. Benchmarks
    write bare rows to measure against, in a database of their own."""
    found = []
    for path in product_files():
        if room(path) == "interactions" or path.parent.name == "benchmarks":
            continue
        for call, name in calls(path):
            receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
            if receiver is not None and name in WRITES and PROTECTED & set(chain_of(receiver)):
                found.append(f"{place(path, call)} .{name}(")
    assert not found, "Call an action of interactions instead: " + ", ".join(found)


def test_nothing_is_wired_by_signals():
    """One is allowed: the record's triggers come back after each migration, whoever ran it."""
    found = [
        place(path, node)
        for path in product_files()
        if place(path) != "audit/apps.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
    ]
    assert not found, found


def test_imports_stand_at_the_top():
    """One is allowed: the site joins the rooms when every model is loaded."""
    found = [
        place(path, inner)
        for path in product_files()
        if place(path) != "escalation_site/apps.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not found, found


def test_no_task_waits_for_its_time_in_the_broker():
    found = [
        place(path, call)
        for path in product_files()
        for call, name in calls(path)
        if name == "delay_on_commit" or {"countdown", "eta"} & {keyword.arg for keyword in call.keywords}
    ]
    assert not found, f"Write a due time and let a sweep find it: {found}"


def test_robust_callbacks_are_named_functions():
    """A ``partial`` in ``on_commit(robust=True)`` raises while Django logs its failure."""
    found = [
        place(path, call)
        for path in product_files()
        for call, name in calls(path)
        if name == "on_commit" and any(isinstance(argument, ast.Call) for argument in call.args)
    ]
    assert not found, found


def test_every_commit_callback_is_robust():
    """What follows a commit must not turn a committed action into an error page."""
    found = [
        place(path, call)
        for path in product_files()
        for call, name in calls(path)
        if name == "on_commit" and "robust" not in {keyword.arg for keyword in call.keywords}
    ]
    assert not found, found


def test_no_file_is_longer_than_three_hundred_lines():
    found = [
        f"{place(path)} ({length})"
        for path in files(".py", ".css", ".js")
        if "migrations" not in path.parts and (length := len(path.read_text().splitlines())) > 300
    ]
    assert not found, found


def test_nothing_is_left_for_later():
    mark = "TO" + "DO"
    found = [place(path) for path in files(".py", ".html", ".css", ".js", ".md", ".toml") if mark in path.read_text()]
    assert not found, found


def test_every_recorded_event_is_wired():
    recorded = {
        argument.value
        for path in product_files()
        for call, name in calls(path)
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]
        if "record" in name and isinstance(argument, ast.Constant) and EVENT_NAME.match(str(argument.value))
    }
    assert recorded, "the test no longer sees how events are recorded"
    assert not recorded - set(wiring.SUBSCRIPTIONS), "Declare them in escalation_site/wiring.py"


def test_every_wired_event_is_spoken_of_in_its_room():
    """Whole, or without the room in front. The playbook composes its own: the kind, and what happened to it."""
    spoken = {
        f"{room(path)}.{node.value.rpartition('.')[2]}"
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    silent = {name for name in wiring.SUBSCRIPTIONS if not name.startswith("playbook.")} - spoken
    assert not silent, f"Nobody records these: {silent}"


@pytest.mark.parametrize("app", ROOMS)
def test_migrations_are_linear_and_named(app):
    graph = MigrationLoader(None).graph
    leaves = [name for label, name in graph.leaf_nodes(app) if label == app]
    names = sorted(name for label, name in graph.nodes if label == app)
    assert len(leaves) <= 1, leaves
    assert not [name for name in names if re.search(r"_auto_|_initial$|_and_more$|^\d{4}$", name)]
    numbers = [name[:4] for name in names]
    assert numbers == [f"{number:04}" for number in range(1, len(names) + 1)]

"""An empty database gets today's tables at once, and they are those that the whole history of migrations makes."""

import json
import subprocess
import sys

from escalation_site.benchmarks.scratch import Scratch, bare
from tests.site.product import ROOT

MIGRATIONS = ROOT / "interactions" / "migrations"
# A package brings a table whose model ours took the place of; only the history makes it.
ONLY_IN_HISTORY = {"knox_authtoken"}
# Django's own history gave the rows of this one narrower keys than a model of today has.
NARROWER_IN_HISTORY = {"auth_group_permissions"}


def test_the_tables_laid_out_at_once_are_those_of_the_whole_history():
    with bare() as laid_out, bare() as walked:
        migrate(laid_out)
        migrate(walked, "contenttypes")  # a database with tables goes the way of all that follows
        migrate(walked)
        at_once, by_steps = shape(laid_out), shape(walked)
    assert at_once.keys() == by_steps.keys() - ONLY_IN_HISTORY
    differing = {table: sorted(set(lines) ^ set(by_steps[table])) for table, lines in at_once.items()}
    assert {table: lines for table, lines in differing.items() if lines and table not in NARROWER_IN_HISTORY} == {}


def test_what_was_laid_out_has_nothing_left_to_migrate_and_can_go_back():
    with bare() as place:
        migrate(place)
        migrate(place, "--check")
        migrate(place, "interactions", sorted(MIGRATIONS.glob("0*.py"))[-2].stem)
        migrate(place)


def migrate(place: Scratch, *arguments: str) -> None:
    for _line in place.run("migrate", "--verbosity", "0", *arguments):
        pass


def shape(place: Scratch) -> dict[str, list[str]]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.site.shape"],
        env=place.environment | {"DJANGO_SETTINGS_MODULE": "escalation_site.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))

"""The benchmarks run, each on data of its own, and say their figures in the agreed form."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from escalation_site.benchmarks.figures import Figure, percentile, table
from escalation_site.benchmarks.messages import Writer
from escalation_site.benchmarks.scratch import scratch
from tests.long import IS_LONG
from tests.site.product import ROOT, environment

FORM = ["bench", "case", "engine", "rows", "per_second", "p50_ms", "p95_ms", "p99_ms", "queries", "floor", "ratio"]
TINY = {
    "ingest": ["--rows", "120"],
    "inbox": ["--rows", "200", "400", "--seconds", "1"],
    "paging": ["--rows", "3", "--seconds", "20"],
    "approvals": ["--rows", "60", "120", "--seconds", "1"],
    "triage": ["--rows", "20"],
}
CASES = {
    "ingest": {"fresh, by the file", "again, everything known", "fresh, deliveries of 100", "fresh, one by one"},
    "inbox": {"shell alone", "list page", "next page", "conversation page", "search, a rare word"},
    "approvals": {"shell alone", "queue, for me", "queue, all", "next page", "review page"},
    "triage": {"20 rules"},
    "paging": {
        "sweep, nothing due, growth",
        "Redis up, nothing else to do",
        "Redis up, ingest at full rate",
        "Redis down, the sweep alone",
    },
}
PATIENCE = 600
# Each on one of the two databases; on both with --long.
SHARE = {"postgresql": ["ingest", "paging"], "sqlite": ["inbox", "approvals", "triage"]}
NAMES = TINY if IS_LONG else SHARE[connection.vendor]

pytestmark = pytest.mark.xdist_group("bench")  # they measure: not two at once


def bench(home, *arguments) -> "subprocess.CompletedProcess[str]":
    configured = {name: os.environ[name] for name in ("DATABASE_URL",) if os.environ.get(name)}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "bench", *arguments],
        env=environment(home, TMPDIR=str(home), **configured),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_prints_one_object_a_line_and_case_and_leaves_nothing_behind(home, name):
    ran = bench(home, name, *TINY[name], "--json")
    assert ran.returncode == 0, ran.stderr
    figures = [json.loads(line) for line in ran.stdout.splitlines()]
    assert all(list(figure) == FORM for figure in figures)
    assert {figure["bench"] for figure in figures} == {name}
    assert {figure["engine"] for figure in figures} == {connection.vendor if name != "triage" else "none"}
    assert {figure["case"] for figure in figures} >= CASES[name]
    against = [figure for figure in figures if figure["floor"]]
    assert against
    assert all(figure["ratio"] > 0 for figure in against)
    assert all(figure["ratio"] is None for figure in figures if not figure["floor"])
    assert not list(home.glob("desk-bench-*"))
    assert not (home / "desk.sqlite3").exists()


def test_a_scratch_database_is_there_for_as_long_as_it_is_measured():
    with scratch() as place:
        named = place.environment.get("DATABASE_URL") or str(Path(place.environment["DESK_DATA_DIR"], "desk.sqlite3"))
        assert exists(named)
    assert not exists(named)


def test_data_of_the_product_is_never_measured_on(home):
    ran = bench(home, "ingest", "--rows", "1", "--in-scratch")
    assert ran.returncode == 1
    assert "not a benchmark's own" in ran.stderr


def test_the_table_says_what_each_figure_stands_against():
    figure = Figure("ingest", "fresh", "sqlite", rows=2_000, per_second=1234.5, floor="nothing at all", ratio=0.25)
    _head, line, against = table([figure])
    assert line.split() == ["fresh", "2,000", "1,234", "–", "–", "–", "–", "0.25"]
    assert against.strip() == "against nothing at all"
    assert Figure.read(str(figure)) == figure


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_one_of_the_values_measured(share, value):
    assert percentile(range(1, 101), share) == value
    assert percentile([7.0], share) == 7.0


def test_the_same_seed_writes_the_same_messages():
    once, again, other = ([message["text"] for message in Writer("x", seed=seed).messages(50)] for seed in (1, 1, 2))
    assert once == again
    assert once != other


def exists(named: str) -> bool:
    if "://" not in named:
        return Path(named).exists()
    server, _slash, name = named.rpartition("/")
    with psycopg.connect(f"{server}/postgres") as asking:
        return bool(asking.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

"""Taking a file in."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError

from accounts.actors import SYSTEM
from connectors import actions as channels
from connectors.models import Channel, Rejected
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.interactions.doors import ingest, lines, row

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_in_and_summed_up(cast: Cast, tmp_path: Path) -> None:
    question = row("My suitcase", thread_id="t1")
    file = lines(tmp_path / "day.jsonl", question, row("Hello"), row("Found", direction="outbound", thread_id="t1"))
    out, err = ingest(file, cast.channel.slug)
    assert re.fullmatch(
        r"2 new, 1 answers of ours, 0 known already, 0 changed, 0 quarantined, 0 rejected; [\d,]+ a second\.\n", out
    )
    assert err == ""
    assert Interaction.objects.get(remote_id=question["id"]).closed_as == "answered_elsewhere"
    assert Reply.objects.get().interaction == Interaction.objects.get(remote_id=question["id"])


def test_a_second_time_nothing_is_new(cast: Cast, tmp_path: Path) -> None:
    file = lines(tmp_path / "day.jsonl", *[row(f"Message {number}") for number in range(1_200)], "no json")
    assert ingest(file, cast.channel.slug)[0].startswith("1,200 new, 0 answers of ours, 0 known already")
    out, _err = ingest(file, cast.channel.slug)
    assert out.startswith("0 new, 0 answers of ours, 1,200 known already, 0 changed, 0 quarantined, 1 rejected")
    assert (Interaction.objects.count(), Rejected.objects.count()) == (1_200, 1)


def test_bad_lines_are_told_with_their_numbers_and_kept_and_stop_nothing(cast: Cast, tmp_path: Path) -> None:
    file = lines(tmp_path / "day.jsonl", row(), '{"id": "half', row(), {"id": "x"}, row())
    out, err = ingest(file, cast.channel.slug)
    assert out.startswith("3 new")
    assert "2 rejected" in out
    told = err.splitlines()
    assert told[0].startswith("line 2: the line is not JSON")
    assert told[1] == "line 4: text is missing"
    assert sorted(Rejected.objects.values_list("position", "source")) == [(2, "day.jsonl"), (4, "day.jsonl")]


def test_the_first_twenty_bad_lines_are_told_and_all_are_kept(cast: Cast, tmp_path: Path) -> None:
    file = lines(tmp_path / "day.jsonl", *[f"broken {number}" for number in range(700)])
    _out, err = ingest(file, cast.channel.slug)
    assert len([told for told in err.splitlines() if told.startswith("line ")]) == 20
    assert err.splitlines()[-1] == "680 more lines could not be read."
    assert Rejected.objects.count() == 700


def test_csv_is_read_by_its_column_names(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_text('id,author,text\n1,tess,"Two\nlines"\n2,marta,Hello\n3,only-two\n')
    out, err = ingest(file, cast.channel.slug)
    assert out.startswith("2 new")
    assert err.startswith("line 5: the line has 2 columns, the header has 3")
    assert Interaction.objects.get(remote_id="1").text == "Two\nlines"


def test_a_pipe_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(row()).encode()))
    monkeypatch.setattr("sys.stdin", piped)
    assert ingest("-", cast.channel.slug)[0].startswith("1 new")


def test_a_missing_channel_is_made_for_a_brand_when_asked(cast: Cast, tmp_path: Path) -> None:
    file = lines(tmp_path / "day.jsonl", row())
    ingest(file, "archive", create=True, brand="tern-air")
    channel = Channel.objects.get(slug="archive")
    assert (channel.network, channel.team, channel.is_readonly) == ("file", cast.teams["care"], True)
    assert ingest(file, "archive", create=True, brand="tern-air")[0].startswith("0 new")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"channel": "nobody"}, "There is no channel “nobody”. Make one with --create --brand SLUG."),
        ({"channel": "nobody", "create": True}, "Name a brand and its team"),
        ({"channel": "nobody", "create": True, "brand": "tern-air", "team": "nobody"}, "there is no team “nobody”"),
        ({"channel": "tern-air-demo", "path": "missing.jsonl"}, "cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_work_is_one_sentence(cast: Cast, tmp_path: Path, options: dict, said: str) -> None:
    lines(tmp_path / "day.jsonl", row())
    path = tmp_path / options.pop("path", "day.jsonl")
    with pytest.raises(CommandError, match=re.escape(said)):
        ingest(path, **options)
    assert not Interaction.objects.exists()


def test_a_paused_channel_takes_no_file(cast: Cast, tmp_path: Path) -> None:
    channels.pause(by=SYSTEM, channel=cast.channel)
    with pytest.raises(CommandError, match="paused"):
        ingest(lines(tmp_path / "day.jsonl", row()), cast.channel.slug)


def test_what_an_answer_hangs_from_may_come_in_a_later_batch(cast: Cast, tmp_path: Path) -> None:
    answer = row("We found it", direction="outbound", parent_id="late")
    late = row("My suitcase", thread_id="thread-9") | {"id": "late"}
    ingest(lines(tmp_path / "day.jsonl", answer, *[row() for _number in range(1_200)], late), cast.channel.slug)
    assert Reply.objects.get().conversation == Interaction.objects.get(remote_id="late").conversation

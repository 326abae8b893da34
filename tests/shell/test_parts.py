from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from escalation_site import marks
from escalation_site.templatetags.ui import initials


def rendered(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("level", "words"),
    [("red", "Red · Stop"), ("yellow", "Yellow · Caution"), ("green", "Green · Go"), (None, "Needs triage")],
)
def test_a_flag_has_shape_word_and_colour(level: str | None, words: str) -> None:
    shown = rendered('{% flag level "full" "sm" pill=True %}', level=level)
    assert words in shown
    assert f'href="#f-{level or "none"}"' in shown
    assert f"flag-{level or 'none'} flag-sm flag-pill" in shown


def test_a_shape_without_its_word_says_the_word_to_screen_readers() -> None:
    assert "Red flag." in rendered('{% flagicon "red" %}')
    assert "Red flag." not in rendered('{% flagicon "red" said=False %}')


def test_customers_are_round_colleagues_square_and_the_system_has_no_initials() -> None:
    assert "av-cust" in rendered('{% av "Marta Kowalczyk" customer=True %}')
    colleague = rendered('{% av person "s" said=True %}', person=User(pk=7, full_name="Priya Raman"))
    assert "av-staff av-s" in colleague
    assert ">PR</span>" in colleague
    assert '<span class="visually-hidden">Priya Raman</span>' in colleague
    system = rendered("{% av person %}", person=SYSTEM)
    assert "av-sys" in system
    assert "<svg" in system


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Marta Kowalczyk", "MK"), ("Jean Le Goff", "JG"), ("galley_gossip", "GG"), ("@martak", "M"), ("", "?")],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_hostile_name_is_escaped_everywhere() -> None:
    name = '"><script>alert(1)</script>'
    for source in ("{% av name said=True %}", "{% chan name %}", "{% meter 1 2 name %}", "{% kbd name %}"):
        assert "<script" not in rendered(source, name=name)


@pytest.mark.parametrize("network", [*marks.NETWORKS, "a_network_of_tomorrow"])
def test_every_network_has_a_mark_and_a_name(network: str) -> None:
    shown = rendered("{% chan network %}", network=network)
    assert "<svg" in shown
    assert marks.network_name(network) in shown


@pytest.mark.parametrize(
    ("left", "look", "shown"),
    [
        (timedelta(hours=2, minutes=9, seconds=5), 'class="sla"', "2h 9m"),
        (timedelta(minutes=8, seconds=5), 'class="sla sla-soon"', "8m"),
        (-timedelta(minutes=12, seconds=5), 'class="sla sla-late"', "late 12m"),
    ],
)
def test_a_due_time_gains_weight_never_hue(left: timedelta, look: str, shown: str, time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    due = rendered("{% sla due_at %}", due_at=timezone.now() + left)
    assert look in due
    assert f">{shown}</time>" in due


def test_a_time_tells_everything_on_hover(time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    shown = rendered("{% ago moment %}", moment=timezone.now() - timedelta(minutes=4))
    assert 'datetime="2026-11-17T09:37:00+00:00"' in shown
    assert 'title="Tue 17 Nov 2026, 09:37 UTC"' in shown
    assert ">4m</time>" in shown


def test_a_count_down_is_hidden_from_screen_readers_who_hear_the_clock_instead(time_machine: Any) -> None:
    time_machine.move_to("2026-11-17 09:41:00+00:00", tick=False)
    shown = rendered("{% countdown moment %}", moment=timezone.now() + timedelta(seconds=48))
    assert 'data-countdown aria-hidden="true">0:48</time>' in shown
    assert "at 09:41" in shown


@pytest.mark.parametrize("tag", ["ago", "when", "sla", "countdown"])
def test_a_time_that_is_not_set_shows_nothing(tag: str) -> None:
    assert rendered(f"{{% {tag} moment %}}", moment=None) == ""


def test_a_duration_is_a_span_or_minutes() -> None:
    assert rendered("{{ span|duration }}", span=timedelta(hours=2, minutes=9)) == "2h 9m"
    assert rendered("{{ 30|duration }}") == "30m"
    assert rendered('{{ span|duration:"exact" }}', span=timedelta(minutes=5, seconds=27)) == "5 m 27 s"
    assert rendered("{{ span|duration }}", span=None) == ""


@pytest.mark.parametrize(("value", "maximum", "width"), [(63, 100, "63.0"), (7, 5, "100.0"), (1, 0, "0.0")])
def test_a_meter_is_never_fuller_than_full(value: int, maximum: int, width: str) -> None:
    assert f'<rect width="{width}"' in rendered('{% meter value maximum "x" %}', value=value, maximum=maximum)


def test_a_panel_is_named_by_its_heading_and_keeps_what_it_holds() -> None:
    shown = rendered("{% panel title %}<p>{{ word }}</p>{% endpanel %}", title="Why <this>", word="<b>")
    assert 'aria-labelledby="h-why-this"' in shown
    assert 'id="h-why-this"' in shown
    assert "Why &lt;this&gt;" in shown
    assert "<p>&lt;b&gt;</p>" in shown


def test_a_wide_table_scrolls_in_a_named_region_that_the_keyboard_reaches() -> None:
    shown = rendered('{% scrolltable "Pages sent" %}<tbody></tbody>{% endscrolltable %}')
    assert 'tabindex="0" role="region" aria-label="Pages sent"' in shown
    assert "<tbody></tbody>" in shown

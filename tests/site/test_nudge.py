"""A nudge is a hint: whatever Redis does, the request that gives it goes on."""

import json
import signal
import subprocess
import sys
import time

from audit.breaker import Breaker
from tests.site.product import ROOT, environment

TIMED_NUDGES = """
import json, sys, time
import django
django.setup()
from audit.broadcast import publish
from audit.nudge import nudge
from audit.redis import breaker

def timed(call):
    started = time.monotonic()
    taken = call()
    return taken, time.monotonic() - started

def say(answer):
    print(json.dumps(answer), flush=True)

def one():
    return nudge("audit.tasks.deliver", [1])

def live():
    return publish("counts", team_id=1, brand_id=1)

say(timed(one))
say(timed(live))
sys.stdin.readline()
for call in (live, one) if sys.argv[1:] == ["live first"] else (one, live):
    say(timed(call))
say(timed(lambda: [one() or live() for _ in range(100)].count(True)))
sys.stdin.readline()
say(breaker.wait_until_closed(20))
say(timed(one))
"""


class Request:
    """A process that nudges when told to, and says how long it took."""

    def __init__(self, home, url, *arguments):
        self.talk = subprocess.Popen(
            [sys.executable, "-c", TIMED_NUDGES, *arguments],
            cwd=ROOT,
            env=environment(home, REDIS_URL=url, DJANGO_SETTINGS_MODULE="escalation_site.settings"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def answer(self):
        return json.loads(self.talk.stdout.readline())

    def go_on(self):
        self.talk.stdin.write("\n")
        self.talk.stdin.flush()


def check_that_frozen_redis_costs_once(request, server):
    assert request.answer()[0] is True
    assert request.answer()[0] is True
    server.send_signal(signal.SIGSTOP)
    request.go_on()
    first_taken, first_took = request.answer()
    assert first_taken is False
    assert first_took <= 2.5
    then_taken, then_took = request.answer()
    assert then_taken is False
    assert then_took < 0.05
    _, hundred_took = request.answer()
    assert hundred_took < 0.1
    server.send_signal(signal.SIGCONT)
    request.go_on()
    assert request.answer() is True
    taken, took = request.answer()
    assert taken is True
    assert took < 1


def test_a_frozen_redis_costs_the_first_nudge_two_seconds_and_nobody_after_it(home, valkey):
    url, server = valkey
    check_that_frozen_redis_costs_once(Request(home, url), server)


def test_a_frozen_redis_costs_the_first_live_event_two_seconds_and_no_nudge_after_it(home, valkey):
    url, server = valkey
    check_that_frozen_redis_costs_once(Request(home, url, "live first"), server)


def test_a_redis_that_is_not_there_costs_nothing(home):
    request = Request(home, f"unix://{home}/nothing.sock")
    taken, took = request.answer()
    assert taken is False
    assert took < 0.5
    request.talk.kill()
    request.talk.wait()


def test_a_tripped_breaker_asks_until_the_neighbour_answers_and_asks_once_only():
    answers = iter([OSError(), OSError(), None])
    asked = []

    def probe():
        asked.append(time.monotonic())
        answer = next(answers)
        if answer:
            raise answer

    breaker = Breaker(probe, pause=0.01)
    assert not breaker.is_open
    breaker.trip()
    breaker.trip()
    assert breaker.wait_until_closed(5)
    assert not breaker.is_open
    assert len(asked) == 3

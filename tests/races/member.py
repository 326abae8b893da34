"""One process of a crew: reads a deed a line, does it at its moment, and answers what became of it.

With ``forks`` the deed is done by a child that may be killed; its pid is told first, its end afterwards.
"""

import importlib
import json
import os
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import django
import time_machine
from django.core.exceptions import ObjectDoesNotExist


def main() -> None:
    django.setup()
    deeds = importlib.import_module("tests.races.deeds").DEEDS
    for line in sys.stdin:
        asked = json.loads(line)
        deed = deeds[asked["deed"]]
        if asked.get("forks"):
            _in_a_child(deed, asked)
        else:
            _answer(**_done(deed, asked))


def _done(deed: Any, asked: dict[str, Any]) -> dict[str, str]:
    refusals = importlib.import_module("accounts.refusals")
    while time.time() < asked.get("at", 0):
        pass
    try:
        said = deed(**asked.get("given", {}))
    except refusals.Refusal as refusal:
        return {"outcome": "refused", "said": str(refusal)}
    except ObjectDoesNotExist as error:
        return {"outcome": "refused", "said": str(error)}
    except Exception:  # noqa: BLE001 - told to the test
        return {"outcome": "broken", "said": traceback.format_exc()}
    return {"outcome": "done", "said": str(said)}


def _in_a_child(deed: Any, asked: dict[str, Any]) -> None:
    pid = os.fork()
    if pid == 0:
        os.environ["DESK_FAULT"] = asked.get("fault", "")
        with time_machine.travel(datetime.now(UTC) + timedelta(seconds=asked.get("later", 0)), tick=True):
            told = _done(deed, asked)
        sys.stderr.write(told["said"] if told["outcome"] == "broken" else "")
        sys.stderr.flush()
        os._exit(0 if told["outcome"] == "done" else 1)
    _answer(pid=pid)
    _pid, status = os.waitpid(pid, 0)
    _answer(ended=os.waitstatus_to_exitcode(status))


def _answer(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The tree heeds a signal at whatever moment it comes."""

import subprocess
import sys

from tests.site.product import PATIENCE, ROOT

# The alarm rings within the first thousand looks of each round, wherever the tree stands then.
ROUNDS = """
import signal
from escalation_site.supervision import tree

tree.LOOK_EVERY = 0
for number in range(500):
    one = tree.Tree(None)
    signal.signal(signal.SIGALRM, one._stop)
    signal.setitimer(signal.ITIMER_REAL, 0.0005)
    try:
        one.run([], lambda: None)
    except tree.Stopped:
        one.stop()
print("heeded", number + 1)
"""


def test_a_signal_is_heeded_wherever_it_comes_between():
    done = subprocess.run([sys.executable, "-c", ROUNDS], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == "heeded 500\n", done.stderr

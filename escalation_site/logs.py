"""What is kept out of the log. Imported by the settings' logging, before any app is there."""

import logging
import re

# Addresses that are their own key: a page's link, a test page's, a calendar feed's.
_KEYS = re.compile(r"(/p/(?:test/)?|/calendar/)[^/\s'\"]{8,}")


class NotAboutHealth(logging.Filter):
    """Whoever asks after our health reads the answer; at every start it is “not yet” a few times."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "/healthz" not in record.getMessage()


class NoKeys(logging.Filter):
    """Who reads the log opens nothing with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (masked := _KEYS.sub(r"\1…", said)) != said:
            record.msg, record.args = masked, ()
        return True


class FitToKeep(logging.Filter):
    """Both of these."""

    def filter(self, record: logging.LogRecord) -> bool:
        return NotAboutHealth().filter(record) and NoKeys().filter(record)

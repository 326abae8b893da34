"""What is kept out of the log. Imported by the settings' logging, before any app is there."""

import logging


class NotAboutHealth(logging.Filter):
    """Whoever asks after our health reads the answer; at every start it is “not yet” a few times."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "/healthz" not in record.getMessage()

"""The log of pages, a screenful at a time."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oncall.masking import masked_address
from oncall.models import Alert, ContactMethod, Page

MANY = 50
MEASURED_OVER = timedelta(days=30)
MOST_MEASURED = 1_000


@dataclass(frozen=True)
class Entry:
    """A page and what became of it, in words."""

    page: Page

    @property
    def address(self) -> str:
        return masked_address(self.page.kind, self.page.address)

    @property
    def how(self) -> str:
        return str(ContactMethod.Kind(self.page.kind).label)

    @property
    def took(self) -> timedelta | None:
        """From this page to the acknowledgement by the one it was sent to."""
        alert = self.page.alert
        if alert is None or alert.acknowledged_at is None or not self._is_taken_by_its_reader:
            return None
        return alert.acknowledged_at - self.page.created_at

    @property
    def result(self) -> str:
        page, alert = self.page, self.page.alert
        if page.state == Page.State.FAILED:
            return _("Not delivered: %(why)s") % {"why": page.last_error}
        if self._is_taken_by_its_reader:
            return _("Acknowledged")
        if alert is not None and alert.acknowledged_by is not None:
            return _("%(name)s took it") % {"name": alert.acknowledged_by}
        if page.state == Page.State.CANCELLED:
            return _("Cancelled before it left")
        if page.state == Page.State.SENT:
            return _("No answer yet") if alert is not None and alert.is_live else _("No answer")
        return _("On its way")

    @property
    def icon(self) -> str:
        if self.page.state == Page.State.FAILED:
            return "circle-alert"
        if self._is_taken_by_its_reader:
            return "circle-check"
        return "hourglass" if self.page.alert is not None and self.page.alert.is_live else "circle-arrow-right"

    @property
    def _is_taken_by_its_reader(self) -> bool:
        alert = self.page.alert
        if alert is None or alert.acknowledged_at is None:
            return False
        return alert.acknowledged_by_id == self.page.user_id and alert.acknowledged_at >= self.page.created_at


@dataclass(frozen=True)
class LogPage:
    """Newest first; ``before`` keys the next screenful, None when there is none."""

    entries: list[Entry]
    before: int | None


def median_taken(alerts: QuerySet[Alert]) -> timedelta | None:
    """How long it took until somebody had a red flag, of those taken in the last thirty days; None where none was."""
    since = timezone.now() - MEASURED_OVER
    taken = alerts.filter(acknowledged_at__gte=since, is_drill=False).order_by("-acknowledged_at")
    times = [
        (at - raised).total_seconds()
        for at, raised in taken.values_list("acknowledged_at", "raised_at")[:MOST_MEASURED]
        if at is not None
    ]
    return timedelta(seconds=median(times)) if times else None


def log_page(pages: QuerySet[Page], *, before: int | None = None, size: int = MANY) -> LogPage:
    """The pages older than the one keyed ``before``."""
    if before is not None:
        pages = pages.filter(pk__lt=before)
    found = list(pages[: size + 1])
    shown = found[:size]
    return LogPage([Entry(page) for page in shown], shown[-1].pk if len(found) > size else None)

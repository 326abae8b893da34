"""Notices by e-mail, for those who chose so: one mail a person with all that is due, each notice in at most one mail
that was noted as sent. After a crash between handing a mail over and noting it, it may go out once more, with the same
Message-ID where nothing else fell due meanwhile.

A mail carries the fixed sentence of each kind and a link, never the notice's own text.
"""

import hashlib
import logging
import smtplib
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Notice, User
from accounts.notice_kinds import KINDS

log = logging.getLogger(__name__)
LEASE_FOR = timedelta(minutes=2)
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 8  # over about two hours; then it stands under the bell alone
ROWS_LOOKED_AT = 500
LINES_IN_A_MAIL = 30


def send_due() -> int:
    """Send what is due, oldest first, outside any transaction; how many mails were taken."""
    due = Notice.objects.filter(mail_due_at__lte=timezone.now()).order_by("mail_due_at")
    people = dict.fromkeys(due.values_list("user_id", flat=True)[:ROWS_LOOKED_AT])
    return sum(_send_to(user_id) for user_id in people)


def _send_to(user_id: int) -> bool:
    claimed = _claim(user_id)
    if not claimed:
        return False
    mine = Notice.objects.filter(user=user_id, mail_lease=claimed[0].mail_lease)
    user = claimed[0].user
    if not user.is_active:
        mine.update(mail_due_at=None, mail_lease=None)
        return False
    try:
        _mail(user, claimed).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _put_off(claimed, error)
        return False
    mine.update(mail_due_at=None, mail_lease=None)
    return True


def _claim(user_id: int) -> list[Notice]:
    """All that is due for this person, by one conditional UPDATE; ``mail_due_at`` becomes the end of the lease."""
    now, lease = timezone.now(), uuid.uuid4()
    due = Notice.objects.filter(user=user_id, mail_due_at__lte=now)
    due.update(mail_lease=lease, mail_due_at=now + LEASE_FOR, mail_attempts=F("mail_attempts") + 1)
    return list(Notice.objects.filter(user=user_id, mail_lease=lease).select_related("user").order_by("pk"))


def _put_off(claimed: Sequence[Notice], error: Exception) -> None:
    """Try again after a growing wait, and not for ever: what a mail would say stands under the bell all the while."""
    log.warning("The mail server did not take a mail of %d notices (%s).", len(claimed), type(error).__name__)
    for notice in claimed:
        wait = FIRST_WAIT * 2 ** (notice.mail_attempts - 1)
        again = timezone.now() + wait if notice.mail_attempts < MOST_ATTEMPTS else None
        mine = Notice.objects.filter(pk=notice.pk, mail_lease=notice.mail_lease, read_at=None)
        mine.update(mail_due_at=again, mail_lease=None)


def _mail(user: User, notices: Sequence[Notice]) -> EmailMessage:
    ids = ",".join(str(notice.pk) for notice in notices)
    sent_id = hashlib.sha256(f"notices:{ids}".encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{sent_id}@notice.escalation-desk>", "Auto-Submitted": "auto-generated"}
    with translation.override(user.language):
        subject = _sentence(notices[0])
        if len(notices) > 1:
            subject = _("%(count)d notices for you") % {"count": len(notices)}
        return EmailMessage(f"Escalation Desk: {subject}", _body(notices), to=[user.email], headers=headers)


def _body(notices: Sequence[Notice]) -> str:
    parts = [f"{_sentence(notice)}\n{settings.SITE_URL}{notice.url}" for notice in notices[:LINES_IN_A_MAIL]]
    if (more := len(notices) - LINES_IN_A_MAIL) > 0:
        parts.append(_("And %(count)d more:") % {"count": more} + f"\n{settings.SITE_URL}/notices/")
    parts.append(_("You chose these e-mails. Change that here:") + f"\n{settings.SITE_URL}/preferences/")
    return "\n\n".join(parts) + "\n"


def _sentence(notice: Notice) -> str:
    """Also for a kind that has gone since."""
    kind = KINDS.get(notice.kind)
    return str(kind.mail_sentence) if kind else _("There is something new for you.")

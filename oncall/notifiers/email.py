"""A page by e-mail. Mail knows no idempotency key: after a crash between sending and noting it, it may arrive twice,
with the same Message-ID, which most mailboxes fold into one."""

import hashlib
import smtplib

from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

from oncall.notifiers.message import Message, NotAccepted, Refused


def send(message: Message) -> str:
    """Raises Refused when the server knows no such mailbox, NotAccepted for everything else."""
    sent_id = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{sent_id}@page.escalation-desk>",
        "Auto-Submitted": "auto-generated",
        "X-Priority": "1",
        "Importance": "high",
    }
    mail = EmailMessage(message.subject, f"{message.text}\n\n{message.link}\n", to=[message.address], headers=headers)
    try:
        sanitize_address(message.address, "ascii")
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        _raise_refused(error)
    except ValueError as error:
        raise Refused(_("This is no e-mail address.")) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotAccepted(_("The mail server did not take it: %(why)s") % {"why": type(error).__name__}) from error
    return ""


def _raise_refused(error: smtplib.SMTPRecipientsRefused) -> None:
    codes = {code for code, _words in error.recipients.values()}
    if codes and min(codes) >= 500:
        raise Refused(_("The mail server knows no such mailbox.")) from error
    raise NotAccepted(_("The mail server cannot take it right now.")) from error

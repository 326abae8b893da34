"""Handing one mail to an SMTP server, step by step: each step knows whether anything can have been taken yet."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from django.utils.translation import gettext as _

from connectors.contract import OutcomeUnknown, RefusedForGood, TryLater
from connectors.email.mailbox import Door

TIMEOUT = 30.0


def submit(mail: EmailMessage, *, door: Door, sender: str, to: str, copy_to: str) -> None:
    """Send to one recipient and a copy to ourselves at once. Raises RefusedForGood, TryLater or OutcomeUnknown.

    The recipient is named first and alone decides: were the copy taken and the recipient refused, a later look-up would
    find a reply that nobody got.
    """
    with _connected(door) as smtp:
        try:
            _check_taken(*smtp.mail(sender, _options(smtp, sender, to)))
            _check_taken(*smtp.rcpt(to))
            if copy_to:
                smtp.rcpt(copy_to)
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(_said(door, error)) from error
        try:
            code, said = smtp.data(mail.as_bytes())
        except smtplib.SMTPDataError as error:
            _check_taken(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            raise OutcomeUnknown(_said(door, error)) from error
        else:
            _check_taken(code, said)


@contextmanager
def _connected(door: Door) -> Iterator[smtplib.SMTP]:
    try:
        smtp = _opened(door)
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(_said(door, error)) from error
    try:
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _opened(door: Door) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if door.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(door.host, door.port, timeout=TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(door.host, door.port, timeout=TIMEOUT)
    try:
        if door.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if door.user:
            smtp.login(door.user, door.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _options(smtp: smtplib.SMTP, *addresses: str) -> list[str]:
    if all(address.isascii() for address in addresses):
        return []
    if not smtp.has_extn("smtputf8"):
        raise RefusedForGood(_("The mail server cannot write to an address with such letters."))
    return ["SMTPUTF8"]


def _check_taken(code: int, said: bytes | str) -> None:
    if 200 <= code < 300:
        return
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    sentence = _("The mail server answered %(code)d: %(said)s") % {"code": code, "said": words[:200]}
    if 400 <= code < 500:
        raise TryLater(sentence)
    raise RefusedForGood(sentence)


def _said(door: Door, error: Exception) -> str:
    return _("The mail server %(host)s broke off: %(why)s") % {"host": door.host, "why": str(error)[:200]}

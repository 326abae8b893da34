"""Credentials at rest: a channel's secrets are one encrypted text, opened only to build its connector."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.refusals import Invalid


class CannotOpen(Invalid):
    """The key that closed these secrets is not among ours any more."""


def seal(secrets: Mapping[str, str]) -> str:
    """Close these secrets with the newest key. No secrets, no text."""
    filled = {name: value for name, value in secrets.items() if value}
    return _lock().encrypt(json.dumps(filled).encode()).decode() if filled else ""


def unseal(sealed: str) -> dict[str, str]:
    """Open what ``seal`` closed, with any of our keys. Raises CannotOpen."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_lock().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise CannotOpen(
            _("No key in DESK_CREDENTIALS_KEY opens this channel's credentials. Put the old key back.")
        ) from error
    return opened


def _lock() -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in settings.CREDENTIALS_KEY.split(",") if key.strip()])

"""The door: people are let in by those who manage them, and told plainly why they are not."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # no stubs
    """Nobody signs up. What is said on a refused sign-in follows ``ACCOUNT_RATE_LIMITS``."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account was switched off. Whoever manages your team can switch it on again."),
        "email_password_mismatch": _(
            "E-mail and password don’t match. After five failed tries there is a pause of five minutes."
        ),
        "too_many_login_attempts": _(
            "Too many failed tries for this e-mail. Wait five minutes, then try again, or use a passkey."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth hands it in
        return False

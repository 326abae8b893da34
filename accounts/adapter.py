from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs up: people are invited by those who manage them."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

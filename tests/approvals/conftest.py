"""Words shared by this room's tests."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from approvals import actions
from approvals.models import Probation
from interactions import actions as core
from interactions.models import Draft, Interaction
from tests.cast import Cast

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(cast: Cast) -> SignIn:
    """A browser in which this person of the cast is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, name), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def jonas_on_probation(cast: Cast) -> Probation:
    return actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New here")


def fresh(interaction_id: int) -> Interaction:
    """As the database has it now; an instance of a protected machine is never refreshed."""
    return Interaction.objects.get(pk=interaction_id)


def drafted_on_released_red(cast: Cast) -> Draft:
    """A draft by Jonas on a red message that a release lets past."""
    interaction = cast.flagged("major-account")
    until = timezone.now() + timedelta(hours=4)
    written = core.release(interaction, by=cast.priya, says="One answer", expires_at=until)
    core.sign_release(written, role="communications", by=cast.priya)
    core.sign_release(written, role="legal", by=cast.ruth)
    return core.draft(interaction, by=cast.jonas, text="Your account is back.")


def superuser_of(cast: Cast) -> User:
    """An admin of the team who is an operator too."""
    person = cast.ada
    person.is_superuser = person.is_staff = True
    person.save()
    return cast.ada

"""The networks we know. A newcomer is a folder of its own and one line here."""

from typing import TYPE_CHECKING

from connectors import secrets
from connectors.accounts import Account
from connectors.contract import Connector
from connectors.email.connector import Email
from connectors.file.connector import File
from connectors.hand.connector import Hand
from connectors.mastodon.connector import Mastodon
from connectors.rehearsal.connector import Rehearsal
from connectors.webhook.connector import Webhook

if TYPE_CHECKING:
    from connectors.models import Channel

CONNECTORS: tuple[type[Connector], ...] = (
    Webhook,
    Email,
    Mastodon,
    File,
    Hand,
    Rehearsal,
)
_BY_NETWORK = {connector.network: connector for connector in CONNECTORS}


def choices() -> list[tuple[str, str]]:
    """What a form offers. Drills, and people who enter by hand, make their channels themselves."""
    return [(one.network, str(one.label)) for one in CONNECTORS if not one.is_rehearsal and one is not Hand]


def connector_class(network: str) -> type[Connector]:
    """The code for one network. Raises KeyError for a network we do not know."""
    return _BY_NETWORK[network]


def is_known(network: str) -> bool:
    return network in _BY_NETWORK


def connector_for(channel: "Channel") -> Connector:
    """A connector that speaks for this channel. Raises secrets.CannotOpen, which is a refusal with a sentence."""
    account = Account(
        handle=channel.handle,
        name=channel.name,
        settings=channel.settings,
        secrets=secrets.unseal(channel.secrets),
    )
    return connector_class(channel.network)(account)

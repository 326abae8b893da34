"""The email network."""

from connectors.contract import Connector


class Email(Connector):
    network = "email"
    label = "Email"

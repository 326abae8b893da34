"""The webhook network."""

from connectors.contract import Connector


class Webhook(Connector):
    network = "webhook"
    label = "Webhook"

"""The file network."""

from connectors.contract import Connector


class File(Connector):
    network = "file"
    label = "File"

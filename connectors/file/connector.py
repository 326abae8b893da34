"""Messages from a file: the way in for archives, exports and back-fills. Nothing is ever posted to a file."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy

from connectors.contract import Connector, Incoming, Parsed, Rejected
from connectors.file.read import read


class File(Connector):
    network = "file"
    label = gettext_lazy("File")
    is_readonly = True

    def read(self, stream: BinaryIO, *, received_at: datetime) -> Iterator[Incoming | Rejected]:
        """Lazily, for files of any length; see ``connectors.file.read``."""
        return read(stream, received_at=received_at)

    def parse(self, body: bytes, *, received_at: datetime) -> Parsed:
        return Parsed.sorted_out(read(BytesIO(body), received_at=received_at))

"""How static files are named and packed for production, and where files that are nobody else's business lie."""

from typing import Any

from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no stubs
    """Names that change with the content, so that browsers keep files for ever; packed with gzip only.

    Brotli would take a minute at start-up. Source maps stay unnamed: packages point at maps they do not ship.
    """

    patterns = (
        (
            "*.css",
            (
                r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
                (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
            ),
        ),
    )

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)


class PrivateStorage(FileSystemStorage):
    """A directory that only this account reads. It has no address: what is in it is served through access."""

    def __init__(self, **options: Any) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700, **options)

    def url(self, name: str | None) -> str:
        del name
        raise ValueError("What is private has no address of its own.")

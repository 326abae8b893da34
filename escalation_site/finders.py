"""Where static files come from beside the apps' own folders."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

FOLDER = "fonts"
FACES = {
    "font_hanken_grotesk": (
        "HankenGrotesk-Medium.otf",
        "HankenGrotesk-SemiBold.otf",
        "HankenGrotesk-Bold.otf",
        "OFL.txt",
    ),
    "font_source_serif_pro": ("SourceSerifPro-Regular.ttf", "LICENSE.txt"),
}


class FontFinder(BaseFinder):
    """Serves the faces that ``fonts.css`` names, and their licences, straight from their packages."""

    def check(self, **_options: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        folder, _, name = path.partition("/")
        found = [_place(package) / name for package, names in FACES.items() if folder == FOLDER and name in names]
        if find_all or not found:
            return [str(file) for file in found]
        return str(found[0])

    def list(self, _ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for package, names in FACES.items():
            storage = FileSystemStorage(location=_place(package))
            storage.prefix = FOLDER  # type: ignore[attr-defined]
            for name in names:
                yield name, storage


def _place(package: str) -> Path:
    return Path(str(files(package))) / "files"

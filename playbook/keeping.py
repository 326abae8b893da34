"""A page to keep: its styles inside of it, so that it opens anywhere, from a stick or a phone without a network."""

from functools import lru_cache
from pathlib import Path

STYLES = Path(__file__).parent / "content" / "kept.css"
_END = "</head>"


def kept_page(page: str) -> str:
    """The page with its styles. Nothing else is asked of anybody."""
    return page.replace(_END, f"<{_TAG}>\n{_styles()}</{_TAG}>\n{_END}", 1)


@lru_cache(maxsize=1)
def _styles() -> str:
    return STYLES.read_text("utf-8")


_TAG = "style"

"""The differ stands in the playbook, which compares the versions of its texts with it too."""

from playbook.diff import Span, spans

__all__ = ["Span", "spans"]

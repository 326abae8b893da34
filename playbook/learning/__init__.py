"""The learned second opinion: topics learned from people's own decisions. It suggests; rules and people decide."""

"""Questions over time. No models."""

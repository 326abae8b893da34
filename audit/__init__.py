"""The record: what happened, by whom, provably."""

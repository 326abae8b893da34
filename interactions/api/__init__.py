"""The API, version 1: only ever added to. Keys come from ``manage.py create_token``."""

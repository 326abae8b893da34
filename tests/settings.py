"""The product's settings, with what tests must not wait for or leave behind."""

import os
import tempfile

os.environ.setdefault("DESK_DATA_DIR", tempfile.mkdtemp(prefix="desk-tests-"))

from escalation_site.settings import *  # noqa: E402, F403
from escalation_site.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
OUTGOING_ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Each test gives its connection back; a pool would keep the test database from being dropped.
    DATABASES["default"]["OPTIONS"] = {}

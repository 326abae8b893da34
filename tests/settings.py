"""The product's settings, with what tests must not wait for or leave behind."""

import os
import tempfile

os.environ.setdefault("DESK_DATA_DIR", tempfile.mkdtemp(prefix="desk-tests-"))

from escalation_site.settings import *  # noqa: F403
from escalation_site.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: WhiteNoise warns at each client of a folder that is not there
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
RESCUES_SWEEPS = False
OUTGOING_ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Each test gives its connection back; a pool would keep the test database from being dropped.
    DATABASES["default"]["OPTIONS"] = {}
else:
    # A file, not memory: threads and processes of a test meet the locks that they meet in life.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

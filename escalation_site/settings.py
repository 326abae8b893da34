"""Settings, all from the environment (prefix ``DESK_``, plus ``DATABASE_URL`` and ``REDIS_URL``).

With nothing set the product runs embedded: SQLite and its own broker in ``DESK_DATA_DIR`` (default ``var/``).
"""

import os
from pathlib import Path

import django_stubs_ext
import structlog
from csp.constants import NONE, SELF

from escalation_site import environment, keys

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_dir(default=BASE_DIR / "var")


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# --- Keys -----------------------------------------------------------------------------------------------------------
SECRET_KEY = keys.secret_key(DATA_DIR / "keys")
SEAL_KEY = keys.seal_key(DATA_DIR / "keys")
CREDENTIALS_KEY = keys.credentials_key(DATA_DIR / "keys")

# --- Where we are ---------------------------------------------------------------------------------------------------
DEBUG = _flag("DESK_DEBUG")
SITE_URL = os.environ.get("DESK_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = _list("DESK_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL, *_list("DESK_TRUSTED_ORIGINS")]
IS_HTTPS = SITE_URL.startswith("https://")
# Private addresses a webhook may be sent to. Empty in production; the demo network lives on this machine.
OUTGOING_ALLOWED_HOSTS = _list("DESK_OUTGOING_ALLOWED_HOSTS")
PUSH_HOSTS = _list("DESK_PUSH_HOSTS", "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com")

INSTALLED_APPS = [
    "escalation_site",
    "reports",
    "approvals",
    "oncall",
    "interactions",
    "playbook",
    "connectors",
    "audit",
    "accounts",
    "demo_network",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "escalation_site.apps.OperatorsConfig",
    "guardian",
    "django_fsm",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "js_lib_bootstrap5",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "escalation_site.rescue.RescueMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "escalation_site.brands.BrandMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "accounts.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "escalation_site.urls"
WSGI_APPLICATION = "escalation_site.wsgi.application"
ASGI_APPLICATION = "escalation_site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "escalation_site.context.shell",
            ],
            "builtins": ["escalation_site.templatetags.ui"],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database(default=f"sqlite:///{DATA_DIR / 'desk.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 600  # a thread's new connection would read the whole schema again
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # takes the write lock at BEGIN: two writers queue, and neither fails half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: the broker and the live stream. `manage.py up` starts its own on this socket when REDIS_URL is not set.
BROKER_SOCKET = environment.broker_socket(DATA_DIR)
REDIS_URL = os.environ.get("REDIS_URL") or f"unix://{BROKER_SOCKET}"
# The cache holds only sign-in rate limits. They must hold when Redis is gone, so they live in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "escalation_site_cache"}}

# --- Celery: no results, no countdowns; a dead broker must cost two seconds, never a request -----------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "max_retries": 0,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"oncall.tasks.*": {"queue": "pages"}}

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox/"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "escalation_site.views.csrf_failure"

# --- Sign-off -------------------------------------------------------------------------------------------------------
# An approver's own edit counts as the second pair of eyes up to this share of the text.
APPROVER_EDIT_SHARE = float(os.environ.get("DESK_APPROVER_EDIT_SHARE", "0.30"))

# --- Doors ----------------------------------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
# Subdomains and the browsers' preload list are for the owner of the domain to decide, not for us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = _flag("DESK_SSL_REDIRECT", IS_HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("DESK_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# A body larger than this is refused before it is read (a batch of ingest is at most 1,000 messages).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Pages ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "escalation_site.finders.FontFinder",
]
STORAGES = environment.storages(DATA_DIR)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Channels -------------------------------------------------------------------------------------------------------
POLL_EVERY = int(os.environ.get("DESK_POLL_EVERY", "60"))  # seconds from one look into a mailbox to the next

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False, "AUTH_HEADER_PREFIX": "Bearer"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Escalation Desk",
    "DESCRIPTION": "Send messages in, read what became of them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "InteractionState": "interactions.models.Interaction.State",
        "ReplyState": "interactions.models.Reply.State",
    },
}

# --- Mail (paging by e-mail; a channel's own mailbox has its own settings) -----------------------------------------
EMAIL_BACKEND = os.environ.get("DESK_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("DESK_EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("DESK_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DESK_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DESK_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("DESK_EMAIL_TLS")
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = DATA_DIR / "mail"  # where the demo keeps the mails that nobody is sent
DEFAULT_FROM_EMAIL = os.environ.get("DESK_EMAIL_FROM", "Escalation Desk <desk@localhost>")

# --- Watching -------------------------------------------------------------------------------------------------------
HEARTBEAT_URL = os.environ.get("DESK_HEARTBEAT_URL", "")  # a watcher outside, pinged while paging works
# Who may read /metrics: whoever sends this as a bearer token; without one, this machine alone.
METRICS_TOKEN = os.environ.get("DESK_METRICS_TOKEN", "")

# --- Log: one line an event, no secret, no customer's words --------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname).1s %(name)s %(message)s"}},
    "filters": {"health": {"()": "escalation_site.logs.FitToKeep"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["health"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DESK_LOG_LEVEL", "WARNING")},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

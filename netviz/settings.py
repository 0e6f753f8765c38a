"""All of netviz's configuration, read from the environment in this one place.

| variable | what it sets |
|---|---|
| NETVIZ_DATA | folder of the database and the secrets (default: var/ beside manage.py) |
| NETVIZ_DATABASE_URL | postgres://user:password@host:port/name (default: SQLite in NETVIZ_DATA) |
| NETVIZ_REDIS_URL | redis://... for the channel layer between several processes (default: in memory) |
| NETVIZ_URL | the address that people use, e.g. https://netviz.example.org (for links, Origin and cookies) |
| NETVIZ_TRUSTED_PROXIES | comma-separated addresses whose X-Forwarded-* headers count |
| NETVIZ_READ_ONLY | 1: every order is refused |
| NETVIZ_FRAME_ANCESTORS | sites that may show the wall screen in a frame, e.g. https://wiki.example.org (default: none) |
| NETVIZ_JOURNAL_DAYS, NETVIZ_JOURNAL_ROWS | how long, and how many changes, the journal keeps |
| NETVIZ_SECRET_KEY | what signs sessions, and is the same in all processes (default: made at the first start, in NETVIZ_DATA) |
| NETVIZ_DEBUG | 1: Django's debug pages (development only) |
| DOCKER_HOST | the engine's URL, used when no engine is configured yet |

NETVIZ_SECRET_KEY, NETVIZ_DATABASE_URL and NETVIZ_REDIS_URL may be given as files instead: NETVIZ_..._FILE holds the path.
"""

import hashlib
import logging
import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"


def _data_dir() -> Path:
    path = Path(os.environ.get("NETVIZ_DATA") or BASE_DIR / "var")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"NETVIZ_DATA: {path} can't be made: {error.strerror}") from error
    return path


DATA_DIR = _data_dir()


def _confidential(name: str) -> str:
    """A setting that others must not read: the variable's value, or what the file holds that `<name>_FILE` names; "" for neither."""
    path = os.environ.get(f"{name}_FILE")
    try:
        return os.environ.get(name) or (Path(path).read_text().strip() if path else "")
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}_FILE: {path} can't be read: {error}") from error


def _count(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ImproperlyConfigured(f"{name}: {text} is not a whole number")
    return int(text)


def _secret_key() -> str:
    """As given; else made at the first start, kept in NETVIZ_DATA, readable by its owner alone."""
    if given := _confidential("NETVIZ_SECRET_KEY"):
        return given
    path = DATA_DIR / "secret_key"
    try:
        return _kept_key(path)
    except OSError as error:
        raise ImproperlyConfigured(f"NETVIZ_DATA: netviz can't read and write {path}: {error.strerror}") from error


def _kept_key(path: Path) -> str:
    """The key in this file, which is made where there is none. Raises OSError."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _frame_ancestors(text: str) -> tuple[str, ...]:
    """The sources of a Content-Security-Policy's frame-ancestors. Anything else in that header would be another rule of it."""
    sources = tuple(text.replace(",", " ").split())
    for source in sources:
        if not re.fullmatch(r"'self'|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?", source):
            raise ImproperlyConfigured(
                f"NETVIZ_FRAME_ANCESTORS: {source} is not a site such as https://wiki.example.org"
            )
    return sources


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("NETVIZ_DEBUG") == "1"
PUBLIC_URL = os.environ.get("NETVIZ_URL", "").rstrip("/")
TRUSTED_PROXIES = [part.strip() for part in os.environ.get("NETVIZ_TRUSTED_PROXIES", "").split(",") if part.strip()]
FRAME_ANCESTORS = _frame_ancestors(os.environ.get("NETVIZ_FRAME_ANCESTORS", ""))
READ_ONLY = os.environ.get("NETVIZ_READ_ONLY") == "1"
JOURNAL_DAYS = _count("NETVIZ_JOURNAL_DAYS", 30)
JOURNAL_ROWS = _count("NETVIZ_JOURNAL_ROWS", 200_000)

# A name in the Host header decides nothing here: links are made from NETVIZ_URL, and the websocket compares Origin with Host.
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "*", "127.0.0.1", "localhost", "[::1]"] if PUBLIC_URL else ["*"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "channels",
    "netviz.topology",
    "netviz.engine",
    "netviz.host",
    "netviz.accounts",
    "netviz.agent",
    "netviz.dashboard",
    "netviz.api",
]

# Django's own, in variants that don't leave the event loop (accounts/stack.py). X-Frame-Options is in the CSP: frame-ancestors.
MIDDLEWARE = [
    "netviz.accounts.middleware.SecurityHeaders",
    "netviz.accounts.stack.Security",
    "netviz.accounts.stack.StaticFiles",
    "netviz.accounts.stack.Sessions",
    "netviz.accounts.stack.Locale",
    "netviz.accounts.bodies.BodyLimit",
    "netviz.accounts.stack.Common",
    "netviz.accounts.stack.Csrf",
    "netviz.accounts.middleware.Authentication",
    "netviz.accounts.stack.Messages",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "netviz.urls"
ASGI_APPLICATION = "netviz.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "netviz.dashboard.context.shell",
            ],
        },
    }
]


def _database() -> dict[str, object]:
    url = _confidential("NETVIZ_DATABASE_URL")
    if url:
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "netviz.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Take the write lock at BEGIN: a transaction that reads first and writes later would fail at once under another writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
        },
        # A file, not memory: the agent's writer thread, the hub and the views are connections of their own, as in service.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _channel_layer() -> dict[str, object]:
    url = _confidential("NETVIZ_REDIS_URL")
    if not url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
    # The layer waits for messages five seconds at a time, which is redis-py's own time-out too: on a busy machine the time-out would
    # be first, and end whatever waits, a page's websocket for one.
    redis = {"address": url, "socket_timeout": 20, "socket_connect_timeout": 10}
    return {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [redis]}}


CHANNEL_LAYERS = {"default": _channel_layer()}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "netviz" / "locale"]
USE_I18N = True
TIME_ZONE = os.environ.get("TZ") or "UTC"
USE_TZ = True

STATIC_DIR = BASE_DIR / "static"


def _static_version() -> str:
    """The version and a digest of the files: the address changes with them, so that browsers may keep them for good."""
    digest = hashlib.sha256()
    for path in sorted(STATIC_DIR.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(STATIC_DIR)).encode() + b"\0" + path.read_bytes())
    return f"{VERSION}-{digest.hexdigest()[:8]}"


STATIC_URL = f"/static/{_static_version()}/"
STATICFILES_DIRS = [STATIC_DIR]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# Two netviz on one host differ by port only, and cookies know no port.
SESSION_COOKIE_NAME = os.environ.get("NETVIZ_COOKIE", "netviz_session")
CSRF_FAILURE_VIEW = "netviz.accounts.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"


def _is_a_fault(record: logging.LogRecord) -> bool:
    """An engine that is away (502, 504) or a database (503) is no fault of netviz's, as any other answer from 500 on is."""
    return getattr(record, "status_code", None) not in {502, 503, 504}


def _told_in_a_line(record: logging.LogRecord) -> bool:
    """What a client did wrong (too many fields, a bad Host, a broken form) is its fault: anybody could fill the log with tracebacks."""
    if record.name.startswith("django.security") or getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "faults": {"()": "django.utils.log.CallbackFilter", "callback": _is_a_fault},
        "in a line": {"()": "django.utils.log.CallbackFilter", "callback": _told_in_a_line},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["in a line"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("NETVIZ_LOG_LEVEL", "WARNING")},
    "loggers": {
        "netviz": {"level": os.environ.get("NETVIZ_LOG_LEVEL", "INFO")},
        "django.request": {"filters": ["faults"]},
    },
}

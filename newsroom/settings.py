"""Settings: runs with nothing set; refuses to start half-set in production. The README has the table."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsroom import env

BASE = Path(__file__).resolve().parent.parent
VAR = env.folder("VAR", BASE / "var")
HTTPS = env.flag("HTTPS")  # On in production: secure cookies, HSTS, https addresses.

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", kept_in=VAR / "secret-key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=8)
if HTTPS and DEBUG:
    raise ImproperlyConfigured("HTTPS=1 and DEBUG=1 exclude each other: a public server shows no tracebacks.")
if HTTPS and not env.word("ALLOWED_HOSTS"):
    raise ImproperlyConfigured("HTTPS=1 needs ALLOWED_HOSTS: write the paper's host names, such as bao.example.vn.")

INSTALLED_APPS = [
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "newsroom.apps.TrimmedStaticFilesConfig",
    "ckeditor",
    "articles",
    "comments",
    "newsroom",
]

MIDDLEWARE = [
    "newsroom.health.probes",
    "newsroom.middleware.routes_are_told",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.client_address",
    "newsroom.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.whole_requests",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.paper_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.middleware.desk_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.middleware.cdn_is_answered_for",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", VAR / "newsroom.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE / "static"]
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR / "media")
MEDIA_URL = env.address("MEDIA_URL", "/media/")
MEDIA_ORIGIN = env.origin_of(MEDIA_URL)  # another host than the paper's that pages may load pictures from, or ""
MEDIA_S3_BUCKET = env.word("MEDIA_S3_BUCKET")
if HTTPS and MEDIA_ORIGIN.startswith("http:"):
    raise ImproperlyConfigured("HTTPS=1 needs a MEDIA_URL with https: browsers refuse pictures without it.")
STORAGES = {
    "default": env.bucket("MEDIA_S3", MEDIA_URL) or {"BACKEND": "newsroom.disk.Disk"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PHOTO_PLACES = env.number("PHOTO_PLACES", max(1, (os.cpu_count() or 1) // 2), least=1)  # worked on at once
PHOTO_TURNS = VAR / "turns"
PHOTO_FORMATS = [*(["avif"] if env.flag("AVIF") else []), "webp", "jpeg"]

# Ready pages: docs/pagestore.md says how they are kept and when they go. 0 keeps none.
PAGE_STORE = VAR / "pages"
READY_FILES = env.folder("READY_FILES", VAR) if env.word("READY_FILES") else None  # from which nginx answers
SEVERAL_HOSTS = env.flag("SEVERAL_HOSTS")  # that serve the paper from one database, each with a store of its own
if SEVERAL_HOSTS and READY_FILES:
    raise ImproperlyConfigured("SEVERAL_HOSTS: leave READY_FILES empty, no host can take away another's files at once.")
PAGE_STORE_PAGES = env.number("PAGE_STORE_PAGES", 50_000, most=5_000_000)
CDN = env.cdn("CDN")  # a cache in front that the paper can purge
if CDN and READY_FILES:
    raise ImproperlyConfigured("CDN: leave READY_FILES empty, a file has no keys by which the CDN could be purged.")
if CDN and not PAGE_STORE_PAGES:
    raise ImproperlyConfigured("CDN needs PAGE_STORE_PAGES: only a page that is kept has keys to be purged by.")

# Views: docs/readership.md says what one is.
SPOOL = VAR / "spool"
VIEW_FLOOD_CAP = env.number("VIEW_FLOOD_CAP", 300, least=1)  # One reader's of one story in half an hour.
FLUSH_VIEWS = env.flag("FLUSH_VIEWS", default=True)  # Off where `manage.py flush_views` runs by itself.

CLIP_MAX_MB = env.number("CLIP_MAX_MB", 300, least=1, most=10_000)  # A video or recording; photos have their own.
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # A pasted story of 10 MB gets a sentence, not a broken page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

AUTHENTICATION_BACKENDS = ["articles.sign_in.GuardedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # Where a `next` that leads elsewhere is refused.

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # The desk's own script reads the token from the form, never from here.
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# The editor, fenced: docs/house.md says how, articles/checks.py fails where a fence is missing.
# ckeditor.W001 says that CKEditor 4.22.1 gets no more security fixes. The holes known in it need
# the filter off, full-page mode, samples, the preview plugin, code snippets or its upload view:
# none is deployed here, and what it sends is sanitised on the server before it is stored or shown.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Letters lie in files until a mail server is named.
EMAIL_HOST = env.word("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.word("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.word("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env.word("EMAIL_FROM", "newsroom@localhost")

# What machines are told: newsroom/logs.py, newsroom/metrics.py.
LOG_FORMAT = env.choice("LOG_FORMAT", ("line", "json"))
ACCESS_LOG = env.flag("ACCESS_LOG", default=LOG_FORMAT == "json")
METRICS = env.scraper("METRICS")
if METRICS:  # Where the library keeps the counts of all processes; it reads this when it is imported.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(env.folder("METRICS_FOLDER", VAR / "metrics"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"},
        "json": {"()": "newsroom.logs.Json"},
    },
    "filters": {"numbered": {"()": "newsroom.logs.Numbered"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["numbered"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "access": {"level": "INFO" if ACCESS_LOG else "CRITICAL"},
        "django.request": {"level": "ERROR"},  # A 404 is no event; the access log has it.
    },
}

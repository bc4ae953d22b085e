"""The product's settings, and what a test needs otherwise: a folder of its own, cheap passwords, no collected files."""

import atexit
import os
import shutil
import tempfile

_var = tempfile.mkdtemp(prefix="newsroom-test-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ["VAR"] = _var

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES  # noqa: E402

# A file, as in production: a server thread and the test each have a connection of their own.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_var, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PAGE_STORE_PAGES = 0  # A test that wants ready pages opens a store of its own.
FLUSH_VIEWS = False  # A test flushes when it says so.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

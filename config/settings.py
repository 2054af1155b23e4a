"""All settings of the deployed site; what differs between sites comes from environment variables."""

import tomllib
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from config import form_names, services
from config.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
env = Env()

# Shows faults with all their details to everybody; never on a site that others can reach.
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = services.secret_key(env, VAR_DIR / "secret_key", debug=DEBUG)

# The address people use, as in `https://waymark.example.org`. With https it turns on every protection that needs TLS.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured("SITE_URL must look like https://waymark.example.org")
SECURE = _site.scheme == "https"
# Further names of the site, besides the one in SITE_URL, separated by commas.
ALLOWED_HOSTS = [_site.hostname, *env.list("ALLOWED_HOSTS", [])]
if _site.hostname == "127.0.0.1":
    ALLOWED_HOSTS.append("localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config.care",
    "roadmap",
    "assessment",
    "config.apps.SiteConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.requests.RequestMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.BalancerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.NoStoreMiddleware",
    "config.middleware.ClearSiteDataMiddleware",
    "config.middleware.RefusingMiddleware",
    "config.middleware.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.SameOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.HtmxLoginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.TooOftenMiddleware",
    "config.middleware.StaffSecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------

DATABASES = {"default": services.database(env, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_TABLE = services.CACHE_TABLE
CACHES = {"default": services.shared_cache(env)}
# The file that names what was deleted, by keyed hashes, so that it is deleted again after an older backup is restored: to be
# kept outside the database and its backups. The default is in `var/`.
DELETION_LEDGER = env.str("DELETION_LEDGER", str(VAR_DIR / "deletions.log"))

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "assessment.User"
# One alone: a second one would look at every wrong password again, and take longer for addresses that are known.
AUTHENTICATION_BACKENDS = ["roadmap.accounts.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "roadmap:me"
ACCOUNT_LOGOUT_REDIRECT_URL = "roadmap:home"
ACCOUNT_ADAPTER = "roadmap.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "assessment.forms.SignUpForm"
ACCOUNT_FORMS = form_names.ACCOUNT_FORMS
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Waymark] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
# Wrong passwords (tries, seconds): for one account from one address, and for all accounts from one address. Nothing counts
# for an account alone, or anybody could lock somebody else out; and whoever types the right one is not counted.
PASSWORD_TRIES = {"account": (10, 15 * 60), "address": (300, 15 * 60)}
# The rest: key is the account or e-mail address meant, ip has room for a class behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",  # codes of a second factor, after the right password
    "signup": "300/15m/ip",
    "reset_password": "300/15m/ip,5/15m/key",
    "reset_password_from_key": "300/15m/ip",
    "request_login_code": "300/15m/ip,5/15m/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/15m/ip"}
# How many proxies in front of the site are ours; only they are believed about a client's address, about https, and
# about the number of a request. The site itself must then be reachable through them alone.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
PASSWORD_RESET_TIMEOUT = 60 * 60
# Requests in so many seconds, of an account or (signed out) of an address, behind which a class of 200 may sit.
REQUEST_LIMITS = {"download": (60, 60), "start": (600, 300), "mark": (3000, 300), "flag": (300, 60)}
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
# What is asked once more before it changes who can get in: for whoever signed in, or answered, longer ago than this.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
MFA_ADAPTER = "assessment.second_factors.SecondFactorAdapter"
MFA_FORMS = form_names.MFA_FORMS
MFA_TOTP_ISSUER = "Waymark"
# Browsers know passkeys for names under TLS, and for localhost; never for a number such as 127.0.0.1.
_passkeys = SECURE or _site.hostname == "localhost"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if _passkeys else [])]
MFA_PASSKEY_LOGIN_ENABLED = _passkeys
# What is done when an assessment finishes, in the same transaction; the assessment itself knows nothing of mentors.
AFTER_FINISH = "roadmap.actions.tell_of_result"

# --- e-mail ---------------------------------------------------------------------------------------

# How mail is sent, as in `smtp+tls://user:password@host:587`. With it new addresses have to be confirmed. Without it
# mail is printed to the log, and sign-up says when an address is taken.
_email = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "config.mail.WatchedBackend"
EMAIL_HOST = _email.get("EMAIL_HOST", "")
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
# The sender of mail.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", f"Waymark <waymark@{_site.hostname}>")
# An address can be confirmed only where mail is really sent.
_mail_is_sent = "console" not in EMAIL_BACKEND
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _mail_is_sent else "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = _mail_is_sent
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
MFA_ALLOW_UNVERIFIED_EMAIL = not _mail_is_sent

SOCIALACCOUNT_PROVIDERS = services.issuers(env)
SOCIALACCOUNT_FORMS = form_names.SOCIALACCOUNT_FORMS
SOCIALACCOUNT_ADAPTER = "assessment.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# --- sessions, cookies, headers -------------------------------------------------------------------

_prefix = "__Host-" if SECURE else ""
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
GUEST_COOKIE_NAME = f"{_prefix}guest"
SESSION_COOKIE_AGE = GUEST_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # the largest body there is: see RefusingMiddleware
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
# Whether browsers are told to use https for every name below the site's name too.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", False)
# Whether every subdomain may be forced to TLS is the organisation's decision: HSTS_SUBDOMAINS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# --- how long things are kept (days; 0: for good); `manage.py prune` deletes what is older ----------

_days = partial(env.int, validate=validate.Range(min=0))  # below 0 what is still to come would go
# What guests did whose cookie is gone; it lives for 60.
KEEP_GUEST_DAYS = _days("KEEP_GUEST_DAYS", 90)
# Invitations and links to join that ran out unused.
KEEP_LINK_DAYS = _days("KEEP_LINK_DAYS", 30)
# Accounts whose address was never confirmed.
KEEP_UNCONFIRMED_DAYS = _days("KEEP_UNCONFIRMED_DAYS", 30)
# In an inbox, once they were read.
KEEP_NOTICE_DAYS = _days("KEEP_NOTICE_DAYS", 180)
# Acts that concern no account.
KEEP_EVENT_DAYS = _days("KEEP_EVENT_DAYS", 365)
# Without a sign-in, until an account is told that it will be deleted.
INACTIVE_DAYS = _days("INACTIVE_DAYS", 730)
# From then until it is deleted.
INACTIVE_NOTICE_DAYS = _days("INACTIVE_NOTICE_DAYS", 30)

# --- static files, language -----------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LANGUAGE_CODE = "en-gb"
# The time zone of dates on pages.
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

# --- seeing it ------------------------------------------------------------------------------------

LOGGING = logging_config(
    # What is written to the log: DEBUG, INFO, WARNING or ERROR.
    level=env.str("LOG_LEVEL", "INFO"),
    # How: `plain` to be read by people, `json` (an object for each line) to be collected.
    form=env.str("LOG_FORMAT", "plain", validate=validate.OneOf(["plain", "json"])),
)
# Whoever brings it as a bearer token may read the figures at /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16:
    raise ImproperlyConfigured("METRICS_TOKEN is too short: at least 16 characters.")
# The address of an error collector (Sentry or one that speaks like it) that is told about faults.
SENTRY_DSN = env.str("SENTRY_DSN", "")

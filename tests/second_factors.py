"""Second factors for tests: an app whose codes the test knows, and a passkey that some browser once made."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from fido2.utils import websafe_encode

from assessment.models import User

APP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSKEY_ID = "CWbMJPsf0zJSy7NpWIClon4zckczrSd5rJyuwYYMBHE"
ATTESTATION = (
    "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMd"
    "l2NFAAAAAQECAwQFBgcIAQIDBAUGBwgAIAlmzCT7H9MyUsuzaViApaJ-M3JHM60neaycrsGGDARxpQEC"
    "AyYgASFYIEVUO3798Zb4v23Y6P0shIPzAG9YOt6sUDwxjkE_OBKUIlggwey3SXfLIiL-Ysx6I8_RPqfv"
    "lIQA97a1afmWlkKsyWY"
)


def with_app(who: User) -> User:
    """Give somebody an app that shows codes, and recovery codes."""
    TOTP.activate(who, APP_KEY)
    RecoveryCodes.activate(who)
    return who


def code_now(*, steps: int = 0) -> str:
    """What the app shows, or shows so many half minutes later."""
    return format_hotp_value(hotp_value(APP_KEY, int(time.time()) // 30 + steps))


def recovery_codes(who: User) -> list[str]:
    """The recovery codes that are left."""
    kept = Authenticator.objects.get(user=who, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes


def with_passkey(who: User) -> Authenticator:
    """Give somebody a passkey; nobody has the device that it is on."""
    made = b'{"type":"webauthn.create","challenge":"AA","origin":"http://localhost"}'
    response = {"clientDataJSON": websafe_encode(made), "attestationObject": ATTESTATION}
    credential = {
        "type": "public-key",
        "id": PASSKEY_ID,
        "rawId": PASSKEY_ID,
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(who, "Phone", credential).instance

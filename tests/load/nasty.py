"""Values, headers and bodies that nobody sends in good faith."""

from random import Random
from urllib.parse import urlencode

MEGABYTE = 2**20

VALUES = [
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "2147483648",
    "-9223372036854775809",
    "9" * 40,
    "9" * 5000,
    "0x10",
    "1_000",
    "١٢٣",
    "½",
    "1,5",
    "true",
    "null",
    "None",
    "undefined",
    "[]",
    "{}",
    '{"a": {"b": [1]}}',
    "\0",
    "a\0b",
    "\r\nSet-Cookie: x=1",
    "\r\nBcc: all@example.org",
    "\t\v\f",
    "\x1b[31m",
    "\ufeff",
    "\u202etxt.exe",
    "\u200b",
    "é" * 300,
    "e\u0301" * 500,
    "😀" * 200,
    "ﬀ＝１",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 10_000,
    "a" * 300_000,
    "' OR 1=1--",
    '"; DROP TABLE assessment_user; --',
    "1); SELECT pg_sleep(10);--",
    "%27%20OR%20%271",
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/",
    "%00",
    "%",
    "%zz",
    "file:///etc/passwd",
    "=1+1",
    "@SUM(1)",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-13-45T99:99",
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "x@example.org",
    "x@" + "a" * 300 + ".example",
    "a@b@c",
    "unknown",
    "on",
    "yes",
    "mlops-engineer",
    "networking",
]

NAMES = [
    *(
        "next",
        "page",
        "p",
        "q",
        "o",
        "e",
        "all",
        "_popup",
        "_to_field",
        "id__in",
        "pk",
        "role",
        "against",
        "level",
    ),
    *(
        "weight",
        "domain",
        "sort",
        "show",
        "kind",
        "scope",
        "until",
        "user",
        "learner",
        "mentor",
        "is_staff",
        "state",
    ),
    *(
        "score",
        "position",
        "csrfmiddlewaretoken",
        "a[]",
        "a[b]",
        "__proto__",
        "user__password__startswith",
        "",
    ),
]

HEADERS: list[dict[str, str]] = [
    {"HX-Request": "true"},
    {
        "HX-Request": "true",
        "HX-Target": "x" * 5000,
        "HX-Prompt": "%FF",
        "HX-Prompt-URI-AutoEncoded": "true",
    },
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Current-URL-URI-AutoEncoded": "true"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true", "HX-Trigger-Name": "é"},
    {"HX-Request": "true", "HX-Triggering-Event": "{broken"},
    {"Host": "evil.example"},
    {"Host": "127.0.0.1:99999"},
    {"Host": "[::1"},
    {"Host": ""},
    {"X-Forwarded-For": "' OR 1=1--, 999.1.1.1, ::ffff:1.2.3.4"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
    {"Referer": "http://["},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Cookie": "session=\xff; csrf=; guest=a:b:c; messages=[[; =;;"},
    {"Cookie": "session=" + "a" * 4000},
    {"Accept-Language": "q" * 600 + ";q=9"},
    {"Accept-Language": "../../en,*;q=NaN"},
    {"Accept": "*/*;q=" + "1" * 500},
    {"Accept-Encoding": "gzip;q=2, br;;;, identity;q=-1"},
    {"Accept-Charset": "utf-7"},
    {"Range": "bytes=0-,1-2,5-1"},
    {"If-Modified-Since": "Wed, 99 Zzz 99999 99:99:99 GMT"},
    {"If-None-Match": 'W/"' + "a" * 3000},
    {"Authorization": "Bearer " + "a" * 3000},
    {"X-HTTP-Method-Override": "DELETE"},
    {"Sec-Fetch-Site": "cross-site"},
    {"User-Agent": "\xe9${jndi:ldap://x}"},
]

METHODS = [
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "OPTIONS",
    "CONNECT",
    "HEAD",
    "PROPFIND",
    "get",
    "FOO",
]

FORM = "application/x-www-form-urlencoded"


def value(random: Random) -> str:
    return random.choice(VALUES)


def body(random: Random, fields: dict[str, list[str]]) -> tuple[str, bytes]:
    """A content type, and bytes that often do not fit it."""
    packed = urlencode(fields, doseq=True, errors="surrogatepass").encode()
    multipart = "multipart/form-data; boundary=x"
    part = b'--x\r\nContent-Disposition: form-data; name="choice"'
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../x.yaml"\r\n\r\n'
    return random.choice(
        [
            (FORM, packed + b"&%ff=%c0%80&a=%"),
            (f"{FORM}; charset=utf-16", packed),
            (f"{FORM}; charset=nonsense", packed),
            (FORM, b"&".join(b"a%d=1" % n for n in range(1500))),
            ("application/json", b'{"choice": ' * 2000),
            ("application/json", b"\xff\xfe"),
            ("text/xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            ("text/plain", packed),
            ("", packed),
            ("multipart/form-data", packed),
            ("multipart/form-data; boundary=" + "x" * 300, b"--" + b"x" * 300),
            (multipart, part),
            (multipart, part + b"\r\nContent-Length: -5\r\n\r\n1\r\n--x--"),
            (multipart, part + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--"),
            (multipart, part + b'; filename="a\0b"\r\n\r\n\0\xff\r\n--x--\r\n'),
            (multipart, file + b"\x89PNG" + b"\0" * 2000 + b"\r\n--x--\r\n"),
            (multipart, b"\0" * 5000),
        ]
    )


def huge_body(random: Random) -> tuple[str, bytes]:
    """Ten megabytes."""
    if random.random() < 0.5:
        return FORM, b"choice=" + b"a" * (10 * MEGABYTE)
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    return "multipart/form-data; boundary=x", head + b"a" * (10 * MEGABYTE) + b"\r\n--x--\r\n"

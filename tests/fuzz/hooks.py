"""How the fuzzer gets past the door, and what it got.

It logs in as FUZZ_EMAIL, again every few seconds, because some of what it sends ends its own session. Ids that it made up are
exchanged for those of the demonstration, most of the time, for without them it would hear nothing but 404. What was answered to
each operation is counted into FUZZ_TALLY, which judge.py reads.
"""

import atexit
import collections
import itertools
import json
import os
import re
import sys
import threading
import zlib

import requests
import schemathesis

from given import GIVEN, stage

URL = os.environ["FUZZ_URL"]
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")

# Where the ids of a thing are listed.
LISTS = {
    "api-keys": "/api/api-keys",
    "channels": "/api/channels",
    "contacts": "/api/contacts",
    "conversations": "/api/conversations",
    "dead": "/api/jobs/dead",
    "departments": "/api/departments",
    "inbox": "/api/jobs/inbox",
    "password-resets": "/api/users/password-resets",
    "quick-replies": "/api/quick-replies",
    "tags": "/api/tags",
    "users": "/api/users",
    "webhook-endpoints": "/api/webhook-endpoints",
}
# What a field of a body, a query or a path names.
FIELDS = {
    "assignedUserId": "users",
    "channelId": "channels",
    "contactId": "contacts",
    "conversationId": "conversations",
    "department": "departments",
    "departmentId": "departments",
    "departmentIds": "departments",
    "ids": "conversations",
    "mentions": "users",
    "fromId": "contacts",
    "note": "notes",
    "replyToId": "messages",
    "tagId": "tags",
    "tagIds": "tags",
    "userId": "users",
    "userIds": "users",
}

pool = {}
serials = itertools.count(1)
tally = collections.defaultdict(collections.Counter)
lock = threading.Lock()


@schemathesis.auth(refresh_interval=5)
class LoggedIn:
    def get(self, case, context):
        answer = requests.post(
            URL + "/api/auth/login",
            json={"email": os.environ["FUZZ_EMAIL"], "password": os.environ["FUZZ_PASSWORD"]},
            timeout=30,
        )
        answer.raise_for_status()
        signed_in = answer.json()
        stage.token = signed_in["token"]
        stock(signed_in["token"])
        learn(signed_in["token"], signed_in["user"]["id"])
        return signed_in["token"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def stock(token):
    """Make one of each thing that the fuzzer deletes, closes or resolves, and a conversation to work on."""
    headers = {"Authorization": f"Bearer {token}"}
    serial = next(serials)

    def make(path, **body):
        return requests.post(URL + path, headers=headers, json=body, timeout=30)

    make("/api/webhook-endpoints", url=f"http://127.0.0.1:9/{serial}")
    make("/api/quick-replies", shortcut=f"q{serial}", title="Hello", content="Good morning")
    make("/api/departments", name=f"Department {serial}", slug=f"department-{serial}")
    make("/api/tags", name=f"tag {serial}", color="#336699")
    make("/api/users", name="Agent", email=f"a{serial}@fuzz.local", password=f"Fuzz-fuzz-{serial}-x", role="AGENT")
    contact = make("/api/contacts", phone=f"+55119{70000000 + serial}", name="Customer")
    if contact.status_code == 201:
        talk = make("/api/conversations", contactId=contact.json()["id"])
        if talk.status_code == 201:
            make(f"/api/conversations/{talk.json()['id']}/notes", content="A note")


def learn(token, me):
    """Look which things there are now. The fuzzer's own user is left out: it would lock itself out."""

    def ids(path):
        answer = requests.get(URL + path, headers={"Authorization": f"Bearer {token}"}, params={"limit": 20}, timeout=30)
        things = answer.json() if answer.ok else []
        things = things.get("items", []) if isinstance(things, dict) else things
        return sorted(thing["id"] for thing in things if thing["id"] != me)

    found = {name: ids(path) for name, path in LISTS.items()}
    talks = found["conversations"][:4]
    found["messages"] = [one for id in talks for one in ids(f"/api/conversations/{id}/messages")]
    found["notes"] = [one for id in talks for one in ids(f"/api/conversations/{id}/notes")]
    with lock:
        pool.update(found)


def real(kind, made_up):
    """Instead of an id that is well-formed but nobody's: the same one for the same, so that a seed repeats itself."""
    known = pool.get(kind)
    if not known or not isinstance(made_up, str) or not UUID.match(made_up):
        return made_up
    draw = zlib.crc32(made_up.encode())
    return made_up if draw % 8 == 0 else known[draw // 8 % len(known)]


# What a made-up text seldom is.
PLAUSIBLE = {
    "adminEmail": "a{}@fuzz.local",
    "email": "u{}@fuzz.local",
    "password": "Fuzz-fuzz-{}-x",
    "adminPassword": "Fuzz-fuzz-{}-x",
    "phone": "+5511{:09d}",
    "from": "+5511{:09d}",
    "url": "http://127.0.0.1:9/{}",
    "color": "#{:06x}",
    "content": "Text {}",
    "shortcut": "s{}",
    "slug": "slug-{}",
    "text": "Text {}",
    "name": "Name {}",
}


def plausible(name, made_up):
    draw = zlib.crc32(made_up.encode())
    return made_up if draw % 4 == 0 else PLAUSIBLE[name].format(draw % 900_000 + 100_000)


def replaced(value, kind=None):
    if isinstance(value, dict):
        return {
            name: plausible(name, inner)
            if name in PLAUSIBLE and isinstance(inner, str)
            else replaced(inner, FIELDS.get(name))
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [replaced(inner, kind) for inner in value]
    return real(kind, value) if kind else value


calls = collections.Counter()
# Which calls of an operation are right ones: enough to see an answer of each kind, few enough to leave room for odd ones.
RIGHT = (1, 12)
# Until one succeeds, each so many calls another is right: calls beside it resolve its conversation, or stop its channel.
AGAIN = 5


def is_turn(name):
    calls[name] += 1
    if calls[name] in RIGHT:
        return True
    with lock:
        reached = any(status.startswith("2") for status in tally[name])
    return not reached and calls[name] % AGAIN == 0


def given(case):
    """Some calls of an operation that is hard to please are right. True = this one is."""
    name = case.operation.definition.raw.get("operationId")
    kind = str(case.media_type or "application/json")
    if name not in GIVEN or case.method.upper() != case.operation.method.upper():
        return False
    if kind not in ("application/json", "multipart/form-data"):
        return False
    if not is_turn(name):
        return False
    try:
        right = GIVEN[name]()
    except Exception as error:  # It shows in what judge.py says, with this beside it.
        print(f"nothing could be given to {name}: {error!r}", file=sys.stderr)
        return False
    case.path_parameters = {**(case.path_parameters or {}), **right.get("path", {})}
    case.query = right.get("query", {})
    if "body" in right:
        case.body = right["body"]
    for header in ("If-Match", "If-None-Match", "Idempotency-Key", "Range"):
        case.headers.pop(header, None)
    bearer = os.environ["FUZZ_OPS_TOKEN"] if right.get("ops") else stage.token
    case.headers["Authorization"] = f"Bearer {bearer}"
    return True


@schemathesis.hook
def before_call(context, case, kwargs):
    if given(case):
        return
    # An id belongs to the noun before it, as in `/api/users/{id}/departments`.
    before = case.operation.path.split("/{id}")[0].rsplit("/", 1)[-1]
    kinds = FIELDS | {"id": before if before in LISTS or before == "messages" else None}
    for parameters in (case.path_parameters, case.query):
        for name, value in (parameters or {}).items():
            parameters[name] = real(kinds.get(name), value)
    if isinstance(case.body, (dict, list)):
        case.body = replaced(case.body)
    if isinstance(case.body, dict):
        # Optional, and each of them wrong by itself when it is made up.
        for name in ("companyId", "businessHours", "attributes", "bsuid", "lid"):
            if zlib.crc32(repr(case.body).encode()) % 2:
                case.body.pop(name, None)


@schemathesis.hook
def after_call(context, case, response):
    name = case.operation.definition.raw.get("operationId", case.operation.label)
    with lock:
        tally[name][str(response.status_code)] += 1


@atexit.register
def write():
    with open(os.environ["FUZZ_TALLY"], "w") as file:
        json.dump({name: dict(sorted(counts.items())) for name, counts in sorted(tally.items())}, file, indent=1)

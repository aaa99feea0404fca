"""Calls that must succeed: for each operation that made-up data seldom pleases, real rows and a body that is right.

Whatever one of them uses up (a password request, a message that failed) is made for it just before.
"""

import base64
import itertools
import os
import time

import requests

URL = os.environ["FUZZ_URL"]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)
serials = itertools.count(1000)


class Stage:
    """What the calls need: made once, and kept until the end."""

    def __init__(self):
        self.token = None
        self.rows = {}

    def request(self, method, path, **body):
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.request(method, URL + path, headers=headers, json=body or None, timeout=30)
        return answer.json() if answer.ok and answer.content else {}

    def make(self, path, **body):
        return self.request("POST", path, **body)

    def once(self, name, build):
        if name not in self.rows:
            self.rows[name] = build()
        return self.rows[name]

    # Rows.

    def channel(self, provider, use="", verified=True):
        """A channel of a provider, simulated. One of another `use` is not in the others' way."""

        def build():
            secrets = {
                "META": {"appSecret": "a", "accessToken": "access-token-of-nobody", "verifyToken": "v"},
                "WAHA": {"apiKey": "key-of-nobody", "hmacKey": "h"},
                "SANDBOX": {},
            }[provider]
            more = {"externalKey": f"fuzz-{provider}{use}", "baseUrl": f"{URL}/sandbox/{provider.lower()}"}
            if provider == "META":
                more["wabaId"] = "77"
            if provider == "SANDBOX":
                more = {}
            made = self.make("/api/channels", name=f"Fuzz {provider}", provider=provider, credentials=secrets, **more)
            if verified:
                self.make(f"/api/channels/{made['id']}/verify")
            return made["id"]

        return self.once(f"channel {provider}{use}", build)

    def user(self):
        serial = next(serials)
        email = f"given{serial}@fuzz.local"
        password = f"Fuzz-given-{serial}-x"
        made = self.make("/api/users", email=email, password=password, name="Agent", role="AGENT")
        return made["id"], email

    def department(self):
        serial = next(serials)
        return self.make("/api/departments", name=f"Given {serial}", slug=f"given-{serial}")["id"]

    def tag(self):
        return self.make("/api/tags", name=f"given {next(serials)}")["id"]

    def quick_reply(self):
        return self.make("/api/quick-replies", title="Given", content="Bom dia", shortcut=f"given{next(serials)}")["id"]

    def contact(self):
        return self.make("/api/contacts", phone=f"+55119{80000000 + next(serials)}", name="Given")["id"]

    def talk(self, provider="SANDBOX"):
        """A conversation that goes on, of somebody new, whose window is open: as id, customer's phone and the provider's id."""
        channel, phone = self.channel(provider), f"+55119{90000000 + next(serials)}"
        ids = self.make(f"/api/sandbox/{channel}/inbound", **{"from": phone, "type": "text", "text": "Oi"})["messageIds"]

        def begun():
            found = self.request("GET", f"/api/conversations?search={phone[1:]}")
            return found[0]["id"] if found else None

        return self.until(begun), phone, ids[0]

    def until(self, look, patience=8):
        """What `look` finds, as soon as it does."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.1)
        return None

    def message(self, talk, direction, status=None):
        def look():
            rows = self.request("GET", f"/api/conversations/{talk}/messages").get("messages", [])
            fit = [row for row in rows if row["direction"] == direction and status in (None, row["status"])]
            return fit[0] if fit else None

        return self.until(look)

    def failed(self):
        talk, _, _ = self.talk("WAHA")
        channel = self.channel("WAHA")
        # The greeting is out, and only what comes now is refused.
        self.message(talk, "OUTBOUND", "DELIVERED")
        self.request("PUT", f"/api/sandbox/{channel}/faults", sendError={"code": 400, "next": 1})
        self.make("/api/messages/send", conversationId=talk, content="Alô?")
        row = self.message(talk, "OUTBOUND", "FAILED")
        self.request("PUT", f"/api/sandbox/{channel}/faults")
        return row["id"]

    def held(self):
        """A message that waits, because no phone is linked to its channel."""
        channel = self.unlinked()
        talk = self.make("/api/conversations", contactId=self.contact(), channelId=channel, message="Espere")
        return self.message(talk["id"], "OUTBOUND", "PENDING")["id"]

    def unlinked(self):
        channel = self.channel("WAHA", "-unlinked", verified=False)
        self.make(f"/api/sandbox/{channel}/session", status="SCAN_QR_CODE")
        return channel

    def picture(self):
        talk, phone, _ = self.talk()
        body = {"from": phone, "type": "image", "mediaBase64": base64.b64encode(PNG).decode(), "mimeType": "image/png"}
        self.make(f"/api/sandbox/{self.channel('SANDBOX')}/inbound", fileName="a.png", **body)

        def look():
            rows = self.request("GET", f"/api/conversations/{talk}/messages").get("messages", [])
            ready = [row["media"]["id"] for row in rows if row["media"] and row["media"]["state"] == "READY"]
            return ready[0] if ready else None

        return self.once("picture", lambda: self.until(look))

    def reset(self):
        user, email = self.user()
        requests.post(URL + "/api/auth/forgot-password", json={"email": email, "reason": "Forgotten"}, timeout=30)
        rows = self.request("GET", "/api/users/password-resets?limit=200").get("items", [])
        return next(row["id"] for row in rows if row["user"]["id"] == user)

    def template(self):
        channel = self.channel("META")
        rows = self.make(f"/api/channels/{channel}/templates/sync")
        rows = rows if isinstance(rows, list) else self.request("GET", f"/api/channels/{channel}/templates")
        plain = [row for row in rows if row["status"] == "APPROVED" and "{{" not in str(row["components"])]
        return (plain or rows)[0]


stage = Stage()


def person(serial):
    return {"email": f"u{serial}@given.local", "password": f"Fuzz-given-{serial}-x", "name": "Given", "role": "AGENT"}


def of_talk(**body):
    return {"path": {"id": stage.talk()[0]}, "body": body}


def of_phone(message):
    """A body about what a customer wrote, on the simulated channel."""
    talk = stage.talk()
    return {"path": {"channelId": stage.channel("SANDBOX")}, "body": message(talk)}


def on_channel(provider, **more):
    return {"path": {"id": stage.channel(provider), **more}}


def of_note():
    talk = stage.talk()[0]
    note = stage.make(f"/api/conversations/{talk}/notes", content="A note")
    return {"path": {"id": talk, "note": note["id"]}, "body": {"content": "Another"}}


def sent_status():
    talk, phone, _ = stage.talk()
    channel = stage.channel("SANDBOX")
    heard = stage.until(lambda: stage.request("GET", f"/api/sandbox/{channel}/outbox?phone=%2B{phone[1:]}"))
    heard = heard if isinstance(heard, list) else heard["items"]
    return {"path": {"channelId": channel}, "body": {"messageId": heard[0]["id"], "status": "read"}}


def by_template():
    row = stage.template()
    return {"body": {"conversationId": stage.talk("META")[0], "name": row["name"], "language": row["language"]}}


def reacted():
    message = stage.message(stage.talk()[0], "INBOUND")["id"]
    stage.request("PUT", f"/api/messages/{message}/reaction", emoji="👍")
    return {"path": {"id": message}}


def token_keeper():
    """A channel of this call's own: those of others are deleted and their secrets set anew by calls beside this one."""
    return stage.channel("META", use=f"-handshake-{next(serials)}", verified=False)


def handshake(**path):
    return {"path": path, "query": {"hub.mode": "subscribe", "hub.verify_token": "v", "hub.challenge": "1158201444"}}


def every_department():
    return {"body": {"ids": [row["id"] for row in stage.request("GET", "/api/departments")]}}


GIVEN = {
    "addUserDepartment": lambda: {"path": {"id": stage.user()[0], "department": stage.department()}},
    "assignConversation": lambda: of_talk(),
    "cancelMessage": lambda: {"path": {"id": stage.held()}},
    "changeChannelSession": lambda: on_channel("WAHA", action="start"),
    "changeStatus": lambda: of_talk(status="RESOLVED"),
    "createChannel": lambda: {"body": {"name": f"Given {next(serials)}", "provider": "SANDBOX"}},
    "createCompany": lambda: {
        "body": {"name": f"Given {next(serials)}", "adminEmail": f"c{next(serials)}@given.local"}, "ops": True,
    },
    "createDepartment": lambda: {"body": {"name": f"New {next(serials)}", "slug": f"new-{next(serials)}"}},
    "createQuickReply": lambda: {"body": {"title": "Given", "content": "Oi", "shortcut": f"new{next(serials)}"}},
    "createUser": lambda: {"body": person(next(serials))},
    "deleteQuickReply": lambda: {"path": {"id": stage.quick_reply()}},
    "getChannelQr": lambda: {"path": {"id": stage.unlinked()}},
    "getChannelSession": lambda: on_channel("WAHA"),
    "getMedia": lambda: {"path": {"id": stage.picture()}},
    "linkMedia": lambda: {"path": {"id": stage.picture()}},
    "listContactConversations": lambda: {"path": {"id": stage.contact()}},
    "listQueues": lambda: {"ops": True},
    "listUserDepartments": lambda: {"path": {"id": stage.user()[0]}},
    "login": lambda: {"body": {"email": os.environ["FUZZ_EMAIL"], "password": os.environ["FUZZ_PASSWORD"]}},
    "mergeContacts": lambda: {"path": {"id": stage.contact()}, "body": {"otherId": stage.contact()}},
    "pauseBot": lambda: of_talk(paused=True, minutes=5),
    "receiveMeta": lambda: {"body": {"object": "whatsapp_business_account", "entry": []}},
    "register": lambda: {"body": person(next(serials))},
    "rejectPasswordReset": lambda: {"path": {"id": stage.reset()}},
    "removeReaction": reacted,
    "renderQuickReply": lambda: {
        "path": {"id": stage.quick_reply()}, "body": {"conversationId": stage.talk()[0]},
    },
    "reorderDepartments": every_department,
    "resendMessage": lambda: {"path": {"id": stage.failed()}},
    "resolvePasswordReset": lambda: {
        "path": {"id": stage.reset()}, "body": {"newPassword": f"Fuzz-new-{next(serials)}-x"},
    },
    "sandboxEdit": lambda: of_phone(lambda talk: {"messageId": talk[2], "text": "Olá"}),
    "sandboxPhoneReply": lambda: of_phone(lambda talk: {"to": talk[1], "text": "Aqui"}),
    "sandboxReaction": lambda: of_phone(lambda talk: {"messageId": talk[2], "emoji": "👍"}),
    "sandboxRevoke": lambda: of_phone(lambda talk: {"messageId": talk[2]}),
    "sandboxStatus": sent_status,
    "scrapeMetrics": lambda: {"ops": True},
    "sendMedia": lambda: {"body": {"conversationId": stage.talk()[0], "file": PNG}},
    "sendMessage": lambda: {"body": {"conversationId": stage.talk()[0], "content": "Bom dia"}},
    "sendTemplate": by_template,
    "setConversationTags": lambda: of_talk(tagIds=[stage.tag()]),
    "setReaction": lambda: {**reacted(), "body": {"emoji": "❤️"}},
    "setUserDepartments": lambda: {
        "path": {"id": stage.user()[0]}, "body": {"departmentIds": [stage.department()]},
    },
    "startConversation": lambda: {
        "body": {"contactId": stage.contact(), "channelId": stage.channel("SANDBOX"), "message": "Bom dia"},
    },
    "syncContacts": lambda: {"body": {"channelId": stage.channel("WAHA")}},
    "syncTemplates": lambda: on_channel("META"),
    "transferConversation": lambda: of_talk(departmentId=stage.department()),
    "updateNote": of_note,
    "updateQuickReply": lambda: {"path": {"id": stage.quick_reply()}, "body": {"title": "Changed"}},
    "verifyMeta": lambda: token_keeper() and handshake(),
    "verifyMetaByChannel": lambda: handshake(channelId=token_keeper()),
}

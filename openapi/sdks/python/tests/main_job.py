"""The main job through the client, beside a running demonstration (`scripts/test sdk`)."""

import os
import time
import uuid

from wppconnector_client import AuthenticatedClient, Client
from wppconnector_client.api.auth import get_me, login
from wppconnector_client.api.channels import list_channels, sandbox_inbound, sandbox_outbox
from wppconnector_client.api.conversations import get_conversation, list_conversations, resolve_conversation
from wppconnector_client.api.messages import send_message
from wppconnector_client.api.users import set_my_status
from wppconnector_client.models import (
    Code,
    Login,
    OnlineStatus,
    PresenceChange,
    Problem,
    ResolveConversationInput,
    SandboxInboundCallBody,
    SendMessage,
    Status,
)

URL = os.environ.get("DEMO_URL", "http://localhost:4000")
PHONE = "+5511988880002"


def signed_in(email):
    body = Login(email=email, password=os.environ["DEMO_PASSWORD"])
    session = login.sync(client=Client(URL), body=body)
    assert not isinstance(session, Problem), session
    return AuthenticatedClient(URL, token=session.token), session.user


def until(what, look):
    for _ in range(300):
        found = look()
        if found is not None:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain: {what}")


admin, _ = signed_in("admin@demo.local")
agent, me = signed_in("carlos@demo.local")
set_my_status.sync(client=agent, body=PresenceChange(status=OnlineStatus.ONLINE))
department = me.departments[0].name
channel = next(channel.id for channel in list_channels.sync(client=admin) if channel.provider == "SANDBOX")


def says(text):
    body = SandboxInboundCallBody(from_=PHONE, text=text)
    assert not isinstance(sandbox_inbound.sync(channel, client=admin, body=body), Problem)


def reads(words):
    def look():
        outbox = sandbox_outbox.sync(channel, client=admin, phone=PHONE)
        return next((message for message in outbox if words in (message.text or "")), None)

    return until(f"{words!r} on the phone", look)


says("Olá")
reads(department)
says(department)


def mine():
    conversations = list_conversations.sync(client=agent, status=Status.ASSIGNED, assigned_user_id=me.id)
    return next((one for one in conversations if one.customer_phone == PHONE), None)


conversation = until("the agent's conversation", mine)
assert conversation.department.name == department

key = str(uuid.uuid4())
message = SendMessage(conversation_id=conversation.id, content="Good morning, how can I help?")
sent = send_message.sync(client=agent, body=message, idempotency_key=key)
assert send_message.sync(client=agent, body=message, idempotency_key=key).id == sent.id, "the same key is the same message"
assert reads(message.content).client_copies == 1

body = ResolveConversationInput(send_message=False)
resolved = resolve_conversation.sync(conversation.id, client=agent, body=body)
assert resolved.status == Status.RESOLVED, resolved

nobody = get_conversation.sync(uuid.uuid4(), client=agent)
assert isinstance(nobody, Problem) and nobody.code == Code.NOT_FOUND, nobody
stranger = get_me.sync(client=AuthenticatedClient(URL, token="wrong"))
assert isinstance(stranger, Problem) and stranger.code == Code.UNAUTHENTICATED, stranger

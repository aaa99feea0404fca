import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.conversation_counts import ConversationCounts
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    status: str | Unset = UNSET,
    department_id: str | Unset = UNSET,
    search: str | Unset = UNSET,
    assigned_user_id: str | Unset = UNSET,
    channel_id: str | Unset = UNSET,
    contact_id: str | Unset = UNSET,
    tag_id: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    queue: bool | Unset = UNSET,
    bot: bool | Unset = UNSET,
    waiting: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["status"] = status

    params["departmentId"] = department_id

    params["search"] = search

    params["assignedUserId"] = assigned_user_id

    params["channelId"] = channel_id

    params["contactId"] = contact_id

    params["tagId"] = tag_id

    params["unread"] = unread

    params["queue"] = queue

    params["bot"] = bot

    params["waiting"] = waiting

    json_from_: str | Unset = UNSET
    if not isinstance(from_, Unset):
        json_from_ = from_.isoformat()
    params["from"] = json_from_

    json_to: str | Unset = UNSET
    if not isinstance(to, Unset):
        json_to = to.isoformat()
    params["to"] = json_to

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/conversations/counts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ConversationCounts | Problem | None:
    if response.status_code == 200:
        response_200 = ConversationCounts.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = Problem.from_dict(response.json())

        return response_405

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 410:
        response_410 = Problem.from_dict(response.json())

        return response_410

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ConversationCounts | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    status: str | Unset = UNSET,
    department_id: str | Unset = UNSET,
    search: str | Unset = UNSET,
    assigned_user_id: str | Unset = UNSET,
    channel_id: str | Unset = UNSET,
    contact_id: str | Unset = UNSET,
    tag_id: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    queue: bool | Unset = UNSET,
    bot: bool | Unset = UNSET,
    waiting: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
) -> Response[ConversationCounts | Problem]:
    """Count the conversations that the caller may see.

    Args:
        status (str | Unset):
        department_id (str | Unset):
        search (str | Unset):
        assigned_user_id (str | Unset):
        channel_id (str | Unset):
        contact_id (str | Unset):
        tag_id (str | Unset):
        unread (bool | Unset):
        queue (bool | Unset):
        bot (bool | Unset):
        waiting (bool | Unset):
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationCounts | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        department_id=department_id,
        search=search,
        assigned_user_id=assigned_user_id,
        channel_id=channel_id,
        contact_id=contact_id,
        tag_id=tag_id,
        unread=unread,
        queue=queue,
        bot=bot,
        waiting=waiting,
        from_=from_,
        to=to,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    status: str | Unset = UNSET,
    department_id: str | Unset = UNSET,
    search: str | Unset = UNSET,
    assigned_user_id: str | Unset = UNSET,
    channel_id: str | Unset = UNSET,
    contact_id: str | Unset = UNSET,
    tag_id: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    queue: bool | Unset = UNSET,
    bot: bool | Unset = UNSET,
    waiting: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
) -> ConversationCounts | Problem | None:
    """Count the conversations that the caller may see.

    Args:
        status (str | Unset):
        department_id (str | Unset):
        search (str | Unset):
        assigned_user_id (str | Unset):
        channel_id (str | Unset):
        contact_id (str | Unset):
        tag_id (str | Unset):
        unread (bool | Unset):
        queue (bool | Unset):
        bot (bool | Unset):
        waiting (bool | Unset):
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationCounts | Problem
    """

    return sync_detailed(
        client=client,
        status=status,
        department_id=department_id,
        search=search,
        assigned_user_id=assigned_user_id,
        channel_id=channel_id,
        contact_id=contact_id,
        tag_id=tag_id,
        unread=unread,
        queue=queue,
        bot=bot,
        waiting=waiting,
        from_=from_,
        to=to,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: str | Unset = UNSET,
    department_id: str | Unset = UNSET,
    search: str | Unset = UNSET,
    assigned_user_id: str | Unset = UNSET,
    channel_id: str | Unset = UNSET,
    contact_id: str | Unset = UNSET,
    tag_id: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    queue: bool | Unset = UNSET,
    bot: bool | Unset = UNSET,
    waiting: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
) -> Response[ConversationCounts | Problem]:
    """Count the conversations that the caller may see.

    Args:
        status (str | Unset):
        department_id (str | Unset):
        search (str | Unset):
        assigned_user_id (str | Unset):
        channel_id (str | Unset):
        contact_id (str | Unset):
        tag_id (str | Unset):
        unread (bool | Unset):
        queue (bool | Unset):
        bot (bool | Unset):
        waiting (bool | Unset):
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationCounts | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        department_id=department_id,
        search=search,
        assigned_user_id=assigned_user_id,
        channel_id=channel_id,
        contact_id=contact_id,
        tag_id=tag_id,
        unread=unread,
        queue=queue,
        bot=bot,
        waiting=waiting,
        from_=from_,
        to=to,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    status: str | Unset = UNSET,
    department_id: str | Unset = UNSET,
    search: str | Unset = UNSET,
    assigned_user_id: str | Unset = UNSET,
    channel_id: str | Unset = UNSET,
    contact_id: str | Unset = UNSET,
    tag_id: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    queue: bool | Unset = UNSET,
    bot: bool | Unset = UNSET,
    waiting: bool | Unset = UNSET,
    from_: datetime.datetime | Unset = UNSET,
    to: datetime.datetime | Unset = UNSET,
) -> ConversationCounts | Problem | None:
    """Count the conversations that the caller may see.

    Args:
        status (str | Unset):
        department_id (str | Unset):
        search (str | Unset):
        assigned_user_id (str | Unset):
        channel_id (str | Unset):
        contact_id (str | Unset):
        tag_id (str | Unset):
        unread (bool | Unset):
        queue (bool | Unset):
        bot (bool | Unset):
        waiting (bool | Unset):
        from_ (datetime.datetime | Unset):
        to (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationCounts | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            status=status,
            department_id=department_id,
            search=search,
            assigned_user_id=assigned_user_id,
            channel_id=channel_id,
            contact_id=contact_id,
            tag_id=tag_id,
            unread=unread,
            queue=queue,
            bot=bot,
            waiting=waiting,
            from_=from_,
            to=to,
        )
    ).parsed

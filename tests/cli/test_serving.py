from __future__ import annotations

import socket

import pytest

from app.cli.serving import answered_hosts, bind
from app.errors import BadInputError


def test_the_next_free_port_is_taken() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with bind("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] < port + 100


def test_the_socket_says_that_it_is_tcp() -> None:
    # asyncio turns Nagle's algorithm off for those that do; with it on, each answer takes 40 ms more.
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(BadInputError, match=r"can't serve on 203\.0\.113\.1, port 8000"):
        bind("203.0.113.1", 8000)


@pytest.mark.parametrize(
    ("host", "names"),
    [("127.0.0.1", {"127.0.0.1", "localhost", "[::1]"}), ("0.0.0.0", set()), ("newsroom.example", set())],
)
def test_a_server_of_this_machine_answers_to_its_own_names(host: str, names: set[str]) -> None:
    assert set(answered_hosts(host)) == names

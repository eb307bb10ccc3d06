"""Hostile HTTP clients, one kind after the other: while each is at work a scrape is answered within
its own time, and memory stays bounded."""

import contextlib
import random
import socket
import threading
import time

from http_clients import Clients
from modbus_peers import Clock, Meter, good

LINKS, UNITS_PER_LINK = 40, 200  # 8,000 meters: 4 MB of metrics, more than a socket's buffer takes
SCRAPES = 3
SCRAPE_TIMEOUT = 10  # s, Prometheus's default
IDLE = 1000
SLOW = 300  # more than the connections that pued keeps
MOST_MEMORY_GROWTH = 150e6  # bytes: 32 slow readers of a page each
TLS_CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(range(193))
BAD_TARGETS = (
    "/no/such/path",
    "/../../../../etc/passwd",
    "/metrics/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/metrics%00",
    "/explain?figure=%00&window=%ff",
    "//metrics",
    "*",
    "http://127.0.0.1/other",
    "/" + "a" * 4000,
)


# ---- attacks: each goes on until its clients are closed; yields what it has seen ----------------


def idle_connections(clients, _dice):
    for _ in range(IDLE):
        clients.connect()
    return f"{IDLE} idle connections"


def slow_headers(clients, _dice):
    """A byte of an endless header each, again and again, while the scrapes are made."""
    slow = [clients.connect() for _ in range(SLOW)]
    for client in slow:
        clients.say(client, b"GET /metrics HTTP/1.1\r\nX-Slow: ")
    over = threading.Event()

    def drip():
        while not over.wait(0.5):
            for client in slow:
                clients.say(client, b"a")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    clients.callback(thread.join)
    clients.callback(over.set)
    return f"{SLOW} slow headers"


def slow_readers(clients, _dice):
    for _ in range(SLOW):
        client = clients.connect(receive_buffer=2048)
        clients.say(client, b"GET /metrics HTTP/1.1\r\nHost: pued\r\n\r\n")
    return f"{SLOW} slow readers"


def many_requests_at_once(clients, _dice):
    """Pipelined, and no answer is ever read."""
    for _ in range(10):
        client = clients.connect(receive_buffer=2048)
        clients.say(client, 100 * b"GET /metrics HTTP/1.1\r\nHost: pued\r\n\r\n")
    return "1000 requests that nobody waits for"


def oversized_headers(clients, _dice):
    for header in (b"X: " + b"a" * 100_000, b"X: y\r\n" * 20_000):
        status = clients.ask(b"GET /metrics HTTP/1.1\r\n" + header + b"\r\n\r\n")
        assert status in (431, None), f"an oversized header was answered {status}"
    body = b"POST /-/reload HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n" + bytes(100_000)
    assert clients.ask(body) in (413, None), "an endless body was taken"
    return "oversized headers refused"


def refused_and_staying(clients, _dice):
    """Each is refused, and keeps its connection as long as pued lets it."""
    for _ in range(SLOW):
        clients.say(clients.connect(), TLS_CLIENT_HELLO)
    return f"{SLOW} refused that stay"


def bad_targets(clients, _dice):
    for target in BAD_TARGETS:
        status = clients.ask(f"GET {target} HTTP/1.1\r\nHost: pued\r\n\r\n".encode())
        assert status is None or 400 <= status < 500, f"{target} was answered {status}"
    return f"{len(BAD_TARGETS)} bad targets refused"


def garbage(clients, dice):
    for data in [TLS_CLIENT_HELLO] + [dice.randbytes(dice.randrange(1, 5000)) for _ in range(100)]:
        with contextlib.closing(clients.connect()) as client:
            clients.say(client, data)
            client.shutdown(socket.SHUT_WR)
    assert clients.ask(TLS_CLIENT_HELLO) in (400, None)
    return "garbage and TLS refused"


ATTACKS = (
    *(idle_connections, slow_headers, slow_readers, many_requests_at_once),
    *(refused_and_staying, oversized_headers, bad_targets, garbage),
)


def large_site(peers, clock):
    grid = peers.add(Meter("grid", "grid", LINKS * UNITS_PER_LINK * 1e3, clock))
    yield grid
    for link in range(LINKS):
        server = peers.add(Meter("", "it", 1e3, clock))
        for unit in range(1, UNITS_PER_LINK + 1):
            meter = Meter(f"row-{link}-{unit}", "it", 1e3, clock, good, unit)
            meter.port = server.port
            yield meter


def run(make_pued, peers):
    pued, dice = make_pued(), random.Random(1)
    meters = list(large_site(peers, Clock()))
    pued.configure(meters, interval="10s")
    pued.start()
    ready = lambda page: page.value("pue_live_ratio") == 1
    first = pued.await_page("live PUE", ready).value("process_resident_memory_bytes")
    seen, slowest, most = [], 0, 0
    for attack in ATTACKS:
        with Clients(pued.url) as clients:
            seen.append(attack(clients, dice))
            for _ in range(SCRAPES):
                slowest = max(slowest, scrape(pued, attack))
                most = max(most, pued.resident_bytes() - first)
    assert most < MOST_MEMORY_GROWTH, f"memory grew by {most / 1e6:.0f} MB"
    return [*seen, f"slowest scrape {slowest:.1f} s", f"memory {most / 1e6:+.0f} MB at most"]


def scrape(pued, attack):
    """Seconds that a whole page took."""
    started = time.monotonic()
    try:
        page = pued.page(SCRAPE_TIMEOUT)
    except OSError as error:
        raise AssertionError(f"no scrape during {attack.__name__}: {error}") from error
    assert page.value("pue_live_ratio") == 1, f"live PUE {page.value('pue_live_ratio')}"
    return page.at - started

"""600 links and 256 descriptors: no crash, no spin, /metrics answers all the same, also when idle
clients take what is left, and when the limit is raised under the running process, every meter is
read."""

import time

import stack
from http_clients import Clients
from modbus_peers import Clock, Meter

LINKS = 600
FEW, ENOUGH = 256, 2048
WATCHED_SECONDS = 10
# A loop that spins takes a whole core, and more of it the longer it lasts.
MOST_CPU_SHARE = 0.6
IDLE_CLIENTS = 200
LONGEST_BACKOFF = 60  # s, between two attempts to connect


def run(make_pued, peers):
    clock = Clock()
    meters = [Meter("grid", "grid", LINKS * 1e4, clock)]
    meters += [Meter(f"row-{number}", "it", 1e4, clock) for number in range(LINKS - 1)]
    for meter in meters:
        peers.add(meter)
    pued = make_pued()
    pued.configure(meters, interval="1s")
    pued.start("prlimit", f"--nofile={FEW}:{ENOUGH}")

    def up(page):
        return sum(page.values("pue_meter_up", "meter").values())

    # More than half of what fits is connected; a page of metrics is an accepted connection more.
    short = pued.await_page("some are up", lambda page: up(page) > FEW / 2)
    cpu, started = pued.cpu_seconds(), time.monotonic()
    stack.await_that(
        f"{WATCHED_SECONDS} s without descriptors",
        lambda: time.monotonic() - started > WATCHED_SECONDS,
    )
    share = (pued.cpu_seconds() - cpu) / (time.monotonic() - started)
    assert share < MOST_CPU_SHARE, f"{share:.0%} of a core without descriptors: it spins"
    short = pued.page()
    assert up(short) < FEW, f"{up(short):.0f} meters up with {FEW} descriptors"
    assert short.value("process_open_fds") <= FEW
    with Clients(pued.url) as clients:
        for _ in range(IDLE_CLIENTS):
            clients.connect()
        pued.page()

    raised = time.monotonic()
    pued.set_descriptor_limit(ENOUGH)
    full = pued.await_page("all are up", lambda page: up(page) == LINKS, 3 * LONGEST_BACKOFF)
    return [
        f"{LINKS} links",
        f"{FEW} descriptors: {up(short):.0f} up, {share:.1%} of a core",
        f"{ENOUGH}: {up(full):.0f} up after {full.at - raised:.0f} s",
    ]

"""Hostile Modbus peers, each on a link of its own, beside good ones: the good ones keep their
schedule, no false value is believed, descriptors and memory stay bounded; and when a meter that PUE
needs turns hostile, there is no PUE rather than a wrong one."""

import itertools

import daemon
import modbus_peers
from modbus_peers import Meter

TRUE_PUE = 1.25
INTERVAL = 0.5  # s
POLLS = 40  # of each good meter, in the time that is looked at
MOST_MEMORY_GROWTH = 16e6  # bytes; a peer that could make it grow would pass this in time
# Descriptors of a process that does nothing: logs, epoll, timers, listening and serving HTTP.
OWN_DESCRIPTORS = 30


def hostile_meters(peers, clock):
    for behaviour in modbus_peers.HOSTILE:
        name = behaviour.__name__.replace("_", "-")
        yield peers.add(Meter(name, "feeder", 1e6, clock, behaviour))
    for number in range(3):
        yield peers.add(Meter(f"reset-storm-{number}", "feeder", 1e6, clock,
                              modbus_peers.resetting_at_once))
    yield peers.add_refusing(Meter("refusing", "feeder", 1e6, clock))
    yield peers.add_never_accepting(Meter("never-accepting", "feeder", 1e6, clock))
    yield peers.add_black_hole(Meter("black-hole", "feeder", 1e6, clock))


def check_good(good, before, after):
    """Each was polled with every tick, and never failed."""
    ticks = (after.at - before.at) / INTERVAL
    polls = {
        meter.name: after.values("pue_polls_total", "meter")[meter.name]
        - before.values("pue_polls_total", "meter")[meter.name]
        for meter in good
    }
    for name, count in polls.items():
        # A machine that is busy elsewhere may skip a tick; it never polls twice in one.
        assert 0.8 * ticks - 2 <= count <= ticks + 2, f"{name}: {count} polls in {ticks:.1f} ticks"
        assert not after.reasons(name), f"{name} failed: {after.reasons(name)}"
    return polls


def check_hostile(hostile, page):
    powers = page.values("pue_meter_active_power_watts", "meter")
    for meter in hostile:
        assert meter.name not in powers, f"{meter.name} was believed: {powers[meter.name]} W"
        assert page.reasons(meter.name), f"{meter.name} has no failures"


def check_bounds(pued, links, first, page):
    descriptors = page.value("process_open_fds")
    assert descriptors <= links + OWN_DESCRIPTORS, f"{descriptors} descriptors, {links} links"
    growth = page.value("process_resident_memory_bytes") - first
    bound = MOST_MEMORY_GROWTH * daemon.MEMORY_FACTOR
    assert growth < bound, f"memory grew by {growth / 1e6:.1f} MB"
    assert pued.child.poll() is None, "pued ended"
    return f"{descriptors:.0f} descriptors, memory {growth / 1e6:+.1f} MB"


def check_live_vanishes(pued, needed):
    """The meter turns from one hostility to the next; values that are true stay until stale."""
    hostilities = itertools.cycle(modbus_peers.HOSTILE)
    seen = []

    def is_absent(page):
        needed.behaviour = next(hostilities)
        live = page.value("pue_live_ratio")
        seen.append(live)
        assert live is None or live == TRUE_PUE, f"live PUE {live}, true is {TRUE_PUE}"
        return live is None

    pued.await_page("live PUE vanishes", is_absent, 90)
    for _ in modbus_peers.HOSTILE:  # and stays away, whatever the meter does next
        is_absent(pued.page())
        assert seen[-1] is None, f"live PUE came back as {seen[-1]}"
    needed.behaviour = modbus_peers.good
    # Failed connects are repeated after a minute at the latest.
    pued.await_page("live PUE returns", lambda page: page.value("pue_live_ratio") == TRUE_PUE, 120)
    return f"live PUE {TRUE_PUE} or absent"


def run(make_pued, peers):
    clock = modbus_peers.Clock()
    needed = Meter("row-fragmented", "it", 300e3, clock, modbus_peers.fragmented)
    good = [
        Meter("grid", "grid", 1e6, clock),
        Meter("row-good", "it", 200e3, clock),
        Meter("row-coalesced", "it", 300e3, clock, modbus_peers.coalesced),
        needed,
    ]
    for meter in good:
        peers.add(meter)
    hostile = list(hostile_meters(peers, clock))
    pued = make_pued()
    pued.configure(good + hostile, interval=f"{INTERVAL * 1000:.0f}ms", timeout="450ms")
    pued.start()
    is_true = lambda page: page.value("pue_live_ratio") == TRUE_PUE
    before = pued.await_page("live PUE", is_true)
    enough = before.values("pue_polls_total", "meter")["grid"] + POLLS
    after = pued.await_page(
        f"{POLLS} polls", lambda page: page.values("pue_polls_total", "meter")["grid"] >= enough
    )
    polls = check_good(good, before, after)
    check_hostile(hostile, after)
    first = before.value("process_resident_memory_bytes")
    seen = check_live_vanishes(pued, needed)
    check_hostile(hostile, pued.page())
    bounds = check_bounds(pued, len(good + hostile), first, pued.page())
    return [
        f"{len(hostile)} hostile peers",
        f"good ones {min(polls.values()):.0f} to {max(polls.values()):.0f} polls, no failures",
        seen,
        bounds,
    ]

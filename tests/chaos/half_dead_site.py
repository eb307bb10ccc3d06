"""1,000 meters on links of their own, 500 of them dead in four ways: every live one is read, as
often as if it were alone."""

import daemon
from modbus_peers import Clock, Meter, dripping

LIVE = 500
DEAD = 500
INTERVAL_SECONDS = 2
POLLS = 5
MOST_MEMORY = 150e6  # bytes; a meter has some 25 kB


def dead_meters(peers, clock):
    """Only the last of the four gets as far as dripping its answers."""
    ways = (
        peers.add_refusing,
        peers.add_never_accepting,
        peers.add_black_hole,
        peers.add,
    )
    for number in range(DEAD):
        yield ways[number % len(ways)](
            Meter(f"dead-{number}", "feeder", 1e4, clock, dripping)
        )


def run(make_pued, peers):
    clock = Clock()
    live = [Meter("grid", "grid", LIVE * 1e4, clock)]
    live += [Meter(f"row-{number}", "it", 1e4, clock) for number in range(LIVE - 1)]
    for meter in live:
        peers.add(meter)
    dead = list(dead_meters(peers, clock))
    pued = make_pued()
    pued.configure(live + dead, interval=f"{INTERVAL_SECONDS}s")
    pued.start()

    def up(page):
        return sum(page.values("pue_meter_up", "meter").values())

    before = pued.await_page("the live ones up", lambda page: up(page) == LIVE)
    enough = before.values("pue_polls_total", "meter")["grid"] + POLLS
    after = pued.await_page(
        f"{POLLS} polls", lambda page: page.values("pue_polls_total", "meter")["grid"] >= enough
    )
    assert up(after) == LIVE, f"{up(after):.0f} meters are up"
    powers = after.values("pue_meter_active_power_watts", "meter")
    for meter in live:
        assert powers.get(meter.name) == meter.watts, f"{meter.name}: {powers.get(meter.name)} W"
    failed = sum(sum(after.reasons(meter.name).values()) for meter in live)
    polls = sum(
        after.values("pue_polls_total", "meter")[meter.name]
        - before.values("pue_polls_total", "meter")[meter.name]
        for meter in live
    )
    # Of a busy machine's time-outs some may be ours to bear; a dead neighbour's are not.
    assert failed <= 0.01 * polls, f"{failed:.0f} of {polls:.0f} polls of live meters failed"
    assert polls >= 0.8 * LIVE * POLLS, f"{polls:.0f} polls of {LIVE} meters, {POLLS} each are due"
    silent = [meter.name for meter in dead if not after.reasons(meter.name)]
    assert not silent, f"dead without a failure: {silent}"
    memory = after.value("process_resident_memory_bytes")
    assert memory < MOST_MEMORY * daemon.MEMORY_FACTOR, f"{memory / 1e6:.0f} MB"
    return [
        f"{LIVE} live and {DEAD} dead",
        f"{polls:.0f} polls of live ones, {failed:.0f} failed",
        f"{memory / 1e6:.0f} MB",
        f"{after.value('process_open_fds'):.0f} descriptors",
    ]

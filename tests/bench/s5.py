"""S5 and S10: one pued, many Modbus/TCP meters with a connection each, every second, scraped every
5 s. Goal at 10,000: all polled, lateness p99 below 100 ms, less than 60 % of a core, less than
25 kB of memory a meter; at 10, 100, 1,000 and 10,000 a cost that grows with the meters.

usage: s5.py BUILD-FOLDER [SECONDS [METERS…]]     (build pued and bench_server, preset release)"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BUILD = pathlib.Path(sys.argv[1])
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 60
COUNTS = [int(text) for text in sys.argv[3:]] or [10, 100, 1000, 10000]
TICK = os.sysconf("SC_CLK_TCK")

POINTS = """points:
  - {quantity: active_power_w, function: 3, address: 0, type: float32}
  - {quantity: energy_import_wh, function: 3, address: 2, type: float32}
"""


def configuration(meters, port):
    lines = ["site: {name: bench, timezone: UTC}", "polling: {interval: 1s, timeout: 1s}",
             "meters:"]
    for i in range(meters):
        role = "role: grid" if i == 0 else "role: it, point: ups_output"
        host = f"127.{1 + i // 62500}.{i // 250 % 250}.{1 + i % 250}"
        lines.append(f'  - {{name: m{i}, link: "modbus+tcp://{host}:{port}", unit: 1, '
                     f"profile: bench/meter, {role}, max_power: 1MW}}")
    return "\n".join(lines) + "\n"


def metrics(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        return answer.read().decode()


def total(text, name):
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
               if re.match(rf"{name}[ {{]", line))


def buckets(text):
    return {float(bound): float(count) for bound, count in
            re.findall(r'pue_poll_lateness_seconds_bucket{[^}]*le="([^"]*)"} (\S+)', text)}


def percentile(before, after, share):
    """The bucket's upper bound below which this share of the polls between two scrapes began."""
    counts = {bound: after[bound] - before[bound] for bound in after}
    return next(bound for bound in sorted(counts) if counts[bound] >= share * max(counts.values()))


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_kilobytes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measured(meters, server_port, folder):
    path = pathlib.Path(folder) / "pued.yaml"
    path.write_text(configuration(meters, server_port), encoding="utf-8")
    profile = pathlib.Path(folder) / "profiles/bench/meter.yaml"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text("model: bench\nsource: this bench\nconfidence: high\n" + POINTS,
                       encoding="utf-8")
    port = free_port()
    process = subprocess.Popen([BUILD / "pued", f"--config.file={path}",
                                f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
    try:
        while True:
            try:
                before = metrics(port)
                if total(before, "pue_meter_up") == meters:
                    break
            except OSError:
                pass
            time.sleep(1)
        time.sleep(5)
        before, cpu, begin, longest = metrics(port), cpu_seconds(process), time.monotonic(), 0.0
        while time.monotonic() < begin + SECONDS:
            time.sleep(5)
            asked = time.monotonic()
            after = metrics(port)
            longest = max(longest, time.monotonic() - asked)
        seconds, spent = time.monotonic() - begin, cpu_seconds(process) - cpu
        polls, failures = (total(after, name) - total(before, name)
                           for name in ("pue_polls_total", "pue_poll_failures_total"))
        late = percentile(buckets(before), buckets(after), 0.99)
        return (polls / seconds, failures, late, spent / seconds, resident_kilobytes(process),
                longest)
    finally:
        process.terminate()
        process.wait()


def main():
    server = subprocess.Popen([BUILD / "tests/bench/bench_server", "any"], stdout=subprocess.PIPE,
                              text=True)
    server_port = int(server.stdout.readline())
    print(f"{'meters':>7} {'polls/s':>9} {'failed':>7} {'late p99 <=':>12} {'core':>7} "
          f"{'memory':>9} {'kB/meter':>9} {'scrape <=':>10}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            for meters in COUNTS:
                rate, failures, late, core, memory, scrape = measured(meters, server_port, folder)
                print(f"{meters:>7} {rate:>9.0f} {failures:>7.0f} {1000 * late:>9.0f} ms "
                      f"{100 * core:>5.1f} % {memory / 1000:>6.1f} MB {memory / meters:>9.1f} "
                      f"{scrape:>8.2f} s", flush=True)
        print("goals at 10,000: no failure, 100 ms, 60 %, 25 kB a meter")
    finally:
        server.kill()


if __name__ == "__main__":
    main()

"""S4: requests a second of our Modbus/TCP client beside libmodbus's best arrangements and the
limit, a bare epoll loop: 50 registers, against one epoll server. System calls a request by strace.
The client has one core, the server another. On a machine that does other work as well, the rates
show the scheduler's shares: then only the figures per CPU-second compare the clients.

usage: s4.py BUILD-FOLDER [SECONDS]     (build with --target benches, preset release)"""
import shutil
import subprocess
import sys
import tempfile

FOLDER = sys.argv[1] + "/tests/bench"
SECONDS = sys.argv[2] if len(sys.argv) > 2 else "5"
ARRANGEMENTS = (("ours", 64), ("ours", 1), ("libmodbus", 32), ("libmodbus", 1),
                ("epoll", 64), ("epoll", 1))


def client(kind, clients, port, seconds, requests):
    program = ["epoll_client"] if kind == "epoll" else ["s4_client", kind]
    arguments = [str(clients), port, str(seconds), str(requests)]
    return ["taskset", "-c", "0", f"{FOLDER}/{program[0]}", *program[1:], *arguments]


def rates(kind, clients, port):
    """(requests a second, requests a CPU-second)"""
    done = subprocess.run(client(kind, clients, port, SECONDS, 10**12), capture_output=True,
                          text=True, check=True)
    requests, seconds, cpu = map(float, done.stdout.split())
    return requests / seconds, requests / cpu


def system_calls(kind, clients, port):
    """By strace: a long run minus a short one, so that the start does not count."""
    if not shutil.which("strace"):
        return None
    totals = []
    for requests in (100, 2100):
        with tempfile.NamedTemporaryFile("r") as counts:
            subprocess.run(["strace", "-f", "-c", "-o", counts.name]
                           + client(kind, clients, port, 600, requests),
                           check=True, stdout=subprocess.DEVNULL)
            line = [text.split() for text in counts if text.strip().endswith("total")][-1]
            totals.append(int(line[3]))
    return (totals[1] - totals[0]) / (2000 * clients)


def measure(port):
    print(f"{'client':>10} {'links':>5} {'requests/s':>11} {'per CPU-s':>11} {'calls':>6}")
    measured = {}
    for kind, clients in ARRANGEMENTS:
        rate, per_cpu = rates(kind, clients, port)
        calls = system_calls(kind, clients, port)
        measured[kind, clients] = rate, per_cpu, calls
        print(f"{kind:>10} {clients:>5} {rate:>11.0f} {per_cpu:>11.0f} "
              f"{'-' if calls is None else format(calls, '6.2f'):>6}", flush=True)
    return measured


def compare(measured):
    def best(kind, column):
        return max(row[column] for (client_kind, _), row in measured.items() if client_kind == kind)

    for column, what in enumerate(("requests/s", "requests per CPU-second")):
        print(f"{what}: ours / best libmodbus = "
              f"{best('ours', column) / best('libmodbus', column):.2f} (goal: at least 2)")
    for links in (64, 1):
        ratio = measured["epoll", links][1] / measured["ours", links][1]
        print(f"CPU per request, {links} link{'s' * (links > 1)}: "
              f"ours / bare epoll = {ratio:.2f} (goal: at most 1.5)")
    calls = measured["ours", 1][2]
    print("system calls a request on one link: "
          f"{'no strace' if calls is None else format(calls, '.2f')} (goal: at most 4)")


def main():
    command = ["taskset", "-c", "1", f"{FOLDER}/bench_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            compare(measure(server.stdout.readline().strip()))
        finally:
            server.kill()


main()

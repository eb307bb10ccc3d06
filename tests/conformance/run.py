"""Every type and order from pymodbus, from libmodbus, over a serial line, over IPv6, and as RTU
over TCP from pymodbus and from libmodbus behind a serial device server (socat): all values must
equal those computed with `struct`, and so each other. Then the poll loop over TCP, RTU over TCP,
serial lines that are pulled out and plugged in again, and dead links at once; with --by-name only a
link given by name. Ports are taken by bind(0)."""
import argparse
import contextlib
import itertools
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

import image as images
from servers import port_from, started, wait_for

HERE = pathlib.Path(__file__).parent


def read_all(reader, url, table):
    done = subprocess.run([reader, url, table], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{url}: {done.stderr}")
    return done.stdout.splitlines()


def same(text, expected):
    if isinstance(expected, bool):
        return text in (("true", "1") if expected else ("false", "0"))
    if isinstance(expected, (int, str)):
        return text == str(expected)
    return float(text) == expected


def judge(name, values, rows):
    wrong = [f"{name}: function {row[0]} address {row[1]} {row[2]} {row[3]} bit {row[4]} words "
             f"{row[5]}: {text}, expected {row[6]!r}"
             for text, row in zip(values, rows) if not same(text, row[6])]
    if len(values) != len(rows):
        wrong.append(f"{name}: {len(values)} values for {len(rows)} rows")
    print("\n".join(wrong) if wrong else f"{name}: {len(rows)} values agree")
    return not wrong


@contextlib.contextmanager
def serial_server(options, folder, image_file):
    """Yields URL and device of a line at whose far end a libmodbus slave answers."""
    ours, theirs = f"{folder}/ours", f"{folder}/theirs"
    pair = ["socat", f"pty,raw,echo=0,link={ours}", f"pty,raw,echo=0,link={theirs}"]
    with started(pair) as socat:
        wait_for(ours, socat)
        wait_for(theirs, socat)
        with started([options.libmodbus_server, image_file, "rtu", theirs]) as server:
            port_from(server)
            yield f"modbus+rtu:{ours}?baud=19200&parity=none", ours


def over_serial_line(options, folder, image_file, table):
    with serial_server(options, folder, image_file) as (url, _):
        return read_all(options.reader, url, table)


def polling_works(options, folder):
    image_file = f"{folder}/one_value"
    with open(image_file, "w", encoding="ascii") as out:
        out.write("4 0 17096\n4 1 0\n")  # 100.0 as float32 is 0x42C80000
    with started([options.libmodbus_server, image_file, "tcp"]) as by_address, \
            started([options.libmodbus_server, image_file, "tcp"]) as another, \
            started([sys.executable, str(HERE / "pymodbus_server.py"), image_file, "127.0.0.1",
                     "rtu"]) as rtu, \
            serial_server(options, folder, image_file) as (line, _), \
            socket.socket() as bound_not_listening:
        bound_not_listening.bind(("127.0.0.1", 0))
        dead_port = bound_not_listening.getsockname()[1]
        urls = [f"modbus+tcp://127.0.0.1:{port_from(by_address)}",
                f"modbus+tcp://127.0.0.1:{port_from(another)}",
                f"modbus+rtu+tcp://127.0.0.1:{port_from(rtu)}", line,
                f"modbus+tcp://127.0.0.1:{dead_port}", f"modbus+rtu:{folder}/no-such-device"]
        done = subprocess.run([options.poller, "4", *urls], capture_output=True, text=True,
                              check=False)
    good = done.returncode == 0 and done.stdout.splitlines() == (
        ["100.000000 connected ok"] * 4 + ["none down connect"] * 2)
    print("poll loop: four links deliver, two are down" if good
          else f"poll loop: {done.stdout}{done.stderr}")
    return good


def several_at_a_time_work(options, folder):
    """Four requests on one connection before the first is answered, by both independent peers."""
    image_file = f"{folder}/four_values"
    # 100, 200, 300 and 400 as float32 are 0x42C80000, 0x43480000, 0x43960000 and 0x43C80000.
    with open(image_file, "w", encoding="ascii") as out:
        for i, word in enumerate((0x42C8, 0x4348, 0x4396, 0x43C8)):
            out.write(f"4 {200 * i} {word}\n4 {200 * i + 1} 0\n")
    lines = [f"{value}.000000 connected ok" for value in (100, 200, 300, 400)]
    for name, command in (
            ("pymodbus", [sys.executable, str(HERE / "pymodbus_server.py"), image_file]),
            ("libmodbus", [options.libmodbus_server, image_file, "tcp"])):
        with started(command) as server:
            url = f"modbus+tcp://127.0.0.1:{port_from(server)}"
            done = subprocess.run([options.poller, "together", url], capture_output=True,
                                  text=True, check=False)
        if done.returncode != 0 or done.stdout.splitlines() != lines:
            print(f"poll loop, four requests at a time, {name}: {done.stdout}{done.stderr}")
            return False
    print("poll loop: four requests at a time, each has its answer")
    return True


def comes_back(options, folder):
    """An adapter that is pulled out and plugged in again under the same name, twice."""
    def image(value, high_word):
        with open(f"{folder}/{value}", "w", encoding="ascii") as out:
            out.write(f"4 0 {high_word}\n4 1 0\n")
        return f"{folder}/{value}"

    # 100, 200 and 300 as float32 are 0x42C80000, 0x43480000 and 0x43960000.
    plugged_in = [("100", 0x42C8), ("200", 0x4348), ("300", 0x4396)]
    url = f"modbus+rtu:{folder}/ours?baud=19200"
    command = [options.poller, "watch", url]
    seen = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as poller:
        for value, word in plugged_in:
            with serial_server(options, folder, image(value, word)):
                for line in poller.stdout:
                    seen.append(line.strip())
                    if seen[-1] == value:
                        break
        poller.stdin.close()
    order = [value for value, _ in itertools.groupby(seen)]
    good = order == [value for value, _ in plugged_in]
    print("poll loop: a serial adapter comes back twice" if good else f"poll loop: {order}")
    return good


def a_name_works(options, folder):
    try:
        socket.gethostbyname("localhost")
    except OSError:
        print("SKIPPED: this machine resolves no name, not even localhost (no /etc/hosts)")
        sys.exit(77)
    image_file = f"{folder}/one_value"
    with open(image_file, "w", encoding="ascii") as out:
        out.write("4 0 17096\n4 1 0\n")
    with started([options.libmodbus_server, image_file, "tcp"]) as server:
        url = f"modbus+tcp://localhost:{port_from(server)}"
        done = subprocess.run([options.poller, "1", url], capture_output=True, text=True,
                              check=False)
    print(f"poll loop by name: {done.stdout}{done.stderr}", end="")
    return done.returncode == 0 and done.stdout == "100.000000 connected ok\n"


def over_tcp(options, command, table, link="modbus+tcp://127.0.0.1"):
    with started(command) as server:
        return read_all(options.reader, f"{link}:{port_from(server)}", table)


@contextlib.contextmanager
def device_server(device):
    """Yields the port at which socat, as a serial device server does, passes the bytes of one
    client to the line and back."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        bridges = []

        def serve():
            try:
                client, _ = listening.accept()
            except OSError:
                return
            with client:
                bridges.append(subprocess.Popen(  # pylint: disable=consider-using-with
                    ["socat", f"fd:{client.fileno()}", f"file:{device},raw,echo=0"],
                    pass_fds=[client.fileno()]))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for bridge in bridges:
                bridge.terminate()
                bridge.wait()


def over_device_server(options, folder, image_file, table):
    with serial_server(options, folder, image_file) as (_, device), device_server(device) as port:
        return read_all(options.reader, f"modbus+rtu+tcp://127.0.0.1:{port}?baud=19200", table)


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        print("this machine has no IPv6: not tried")
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", required=True)
    parser.add_argument("--poller", required=True)
    parser.add_argument("--libmodbus-server", required=True)
    parser.add_argument("--by-name", action="store_true", help="only a link given by name")
    options = parser.parse_args()
    if options.by_name:
        with tempfile.TemporaryDirectory() as folder:
            sys.exit(0 if a_name_works(options, folder) else 1)
    built = images.build()
    with tempfile.TemporaryDirectory() as folder:
        image_file, table = f"{folder}/image", f"{folder}/table"
        with open(image_file, "w", encoding="ascii") as out:
            for (function, address), word in built.words.items():
                out.write(f"{function} {address} {word}\n")
        with open(table, "w", encoding="ascii") as out:
            for row in built.rows:
                out.write(" ".join(map(str, row[:6])) + "\n")
        pymodbus = [sys.executable, str(HERE / "pymodbus_server.py"), image_file]
        values = {
            "pymodbus": over_tcp(options, pymodbus, table),
            "pymodbus RTU over TCP": over_tcp(options, [*pymodbus, "127.0.0.1", "rtu"], table,
                                              "modbus+rtu+tcp://127.0.0.1"),
            "libmodbus": over_tcp(options, [options.libmodbus_server, image_file, "tcp"], table),
            "libmodbus RTU": over_serial_line(options, folder, image_file, table),
            "libmodbus RTU over TCP": over_device_server(options, folder, image_file, table),
        }
        if has_ipv6():
            values["pymodbus IPv6"] = over_tcp(options, [*pymodbus, "::1"], table,
                                               "modbus+tcp://[::1]")
        polled = (polling_works(options, folder) and several_at_a_time_work(options, folder)
                  and comes_back(options, folder))
    agree = [judge(name, texts, built.rows) for name, texts in values.items()]
    alike = all(texts == values["pymodbus"] for texts in values.values())
    if not alike:
        print("the servers disagree with each other")
    sys.exit(0 if all(agree) and alike and polled else 1)


if __name__ == "__main__":
    main()

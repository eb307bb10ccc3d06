"""Every type and order from pymodbus, from libmodbus and over a serial line: all values must equal
those computed with `struct`, and so each other. Then the poll loop over TCP, a serial line, and two
dead links at once; with --by-name only a link given by name. Ports are taken by bind(0)."""
import argparse
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import image as images
from servers import port_from, started

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


def wait_for(path, process):
    deadline = time.monotonic() + 20
    while not os.path.exists(path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.args} made no {path}")
        time.sleep(0.01)


@contextlib.contextmanager
def serial_server(options, folder, image_file):
    """Yields the URL of a line at whose far end a libmodbus slave answers."""
    ours, theirs = f"{folder}/ours", f"{folder}/theirs"
    pair = ["socat", f"pty,raw,echo=0,link={ours}", f"pty,raw,echo=0,link={theirs}"]
    with started(pair) as socat:
        wait_for(ours, socat)
        wait_for(theirs, socat)
        with started([options.libmodbus_server, image_file, "rtu", theirs]) as server:
            port_from(server)
            yield f"modbus+rtu:{ours}?baud=19200&parity=none"


def over_serial_line(options, folder, image_file, table):
    with serial_server(options, folder, image_file) as url:
        return read_all(options.reader, url, table)


def polling_works(options, folder):
    image_file = f"{folder}/one_value"
    with open(image_file, "w", encoding="ascii") as out:
        out.write("4 0 17096\n4 1 0\n")  # 100.0 as float32 is 0x42C80000
    with started([options.libmodbus_server, image_file, "tcp"]) as by_address, \
            started([options.libmodbus_server, image_file, "tcp"]) as another, \
            serial_server(options, folder, image_file) as line, \
            socket.socket() as bound_not_listening:
        bound_not_listening.bind(("127.0.0.1", 0))
        dead_port = bound_not_listening.getsockname()[1]
        urls = [f"modbus+tcp://127.0.0.1:{port_from(by_address)}",
                f"modbus+tcp://127.0.0.1:{port_from(another)}", line,
                f"modbus+tcp://127.0.0.1:{dead_port}", f"modbus+rtu:{folder}/no-such-device"]
        done = subprocess.run([options.poller, "3", *urls], capture_output=True, text=True,
                              check=False)
    good = done.returncode == 0 and done.stdout.splitlines() == (
        ["100.000000 connected ok"] * 3 + ["none down connect"] * 2)
    print("poll loop: three links deliver, two are down" if good
          else f"poll loop: {done.stdout}{done.stderr}")
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


def over_tcp(options, command, table):
    with started(command) as server:
        return read_all(options.reader, f"modbus+tcp://127.0.0.1:{port_from(server)}", table)


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
        values = {
            "pymodbus": over_tcp(
                options, [sys.executable, str(HERE / "pymodbus_server.py"), image_file], table),
            "libmodbus": over_tcp(options, [options.libmodbus_server, image_file, "tcp"], table),
            "libmodbus RTU": over_serial_line(options, folder, image_file, table),
        }
        polled = polling_works(options, folder)
    agree = [judge(name, texts, built.rows) for name, texts in values.items()]
    alike = values["pymodbus"] == values["libmodbus"] == values["libmodbus RTU"]
    if not alike:
        print("the servers disagree with each other")
    sys.exit(0 if all(agree) and alike and polled else 1)


main()

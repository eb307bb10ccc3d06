#!/usr/bin/env python3
"""Whether a ledger of pued, or a bundle taken from one, is what was written.

    python3 verify.py [LEDGER.db | BUNDLE.zip | FOLDER] [--checkpoint FILE_OR_FOLDER]...
                      [--key KEY_OR_FILE]

Without an argument: the folder in which this file lies. It needs Python 3.9 and nothing else,
shares no code with pued, and was written from the description of the format (ledger-format.md).
Exit code 0: verified. 1: not verified, the line names the first place that differs. 2: usage, or
a file that cannot be read."""

import argparse
import base64
import bisect
import collections
import contextlib
import datetime
import hashlib
import itertools
import json
import pathlib
import re
import sqlite3
import struct
import sys
import zipfile
import zlib

try:
    import zoneinfo
except ImportError:  # pragma: no cover
    zoneinfo = None

SECOND = 10**9
DAY = 86400 * SECOND
FOUR_HOURS = 4 * 3600 * SECOND
METHOD = 3  # the version of the sums of a period that is computed here
QUALITIES = ("measured", "recovered", "integrated", "missing", "substituted", "edited", "estimated")
WORSE = (0, 1, 2, 4, 5, 6, 3)  # quality codes from best to worst
MISSING, EDITED, ESTIMATED = 3, 5, 6
NO_METER, WITH_GAP, UNCONFIRMED = 0xFF, 0x10, 0x20
CLOCK_SET, WITH_UNCONFIRMED = 1, 2
CLOCK_STATES = ("unknown", "synchronised", "unsynchronised")
CLOCK_KEPT = 1
TOTALS = (
    "facility", "it", "overhead:cooling", "overhead:power_loss", "overhead:lighting",
    "overhead:other", "unexplained", "source:grid", "source:solar", "source:wind", "source:genset",
    "renewable energy used", "it:1", "it:2", "it:3", "exported", "curtailed", "off-site",
    "battery charge", "battery discharge", "reused heat", "water")  # by their presence bits
SUMMED = [name for name in TOTALS if name in ("facility", "it") or ":" in name]


class Refused(Exception):
    """Something is not what was written; the place is added where it is known."""

    def __init__(self, problem, place=None):
        super().__init__(problem)
        self.place = place

    def __str__(self):
        return f"{self.place}: {self.args[0]}" if self.place else self.args[0]


class Unreadable(Exception):
    """There is nothing to judge."""


def expect(condition, problem, place=None):
    if not condition:
        raise Refused(problem, place)


@contextlib.contextmanager
def in_place(place):
    """What is refused here, and knows no nearer place, is refused there."""
    try:
        yield
    except Refused as problem:
        problem.place = problem.place or place
        raise


# ---- Ed25519, RFC 8032, verification only --------------------------------------------------------

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME
IDENTITY = (0, 1, 1, 0)


def point_sum(p, q):
    """In extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032, 5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c = 2 * p[3] * q[3] * CURVE_D % PRIME
    d = 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def point_from(encoded):
    """A point from its 32 bytes (5.1.3); None when they are none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return x, y, 1, x * y % PRIME


def point_bytes(p):
    inverse = pow(p[2], -1, PRIME)
    x, y = p[0] * inverse % PRIME, p[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def multiples_of(point):
    """0 to 15 times 16^i times the point, for each i: then a product is a sum of 64 of them."""
    table = []
    for _ in range(64):
        row = [IDENTITY]
        for _ in range(15):
            row.append(point_sum(row[-1], point))
        table.append(row)
        point = point_sum(row[-1], point)
    return table


def product(table, number):
    result = IDENTITY
    for place, row in enumerate(table):
        result = point_sum(result, row[number >> 4 * place & 15])
    return result


BASE = multiples_of(point_from((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little")))


class Key:
    """A public key with its name, as C2SP's signed notes have it."""

    def __init__(self, name, public):
        point = point_from(public)
        expect(point, "the public key is no point of the curve")
        self.name, self.public = name, public
        self.id = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
        negative = (PRIME - point[0], point[1], 1, PRIME - point[3])
        self.table = multiples_of(negative)

    def __str__(self):
        return f"{self.name}+{self.id.hex()}"

    def text(self):
        return f"{self}+{base64.b64encode(bytes([1]) + self.public).decode()}"

    def signed(self, message, signature):
        """S·B − k·A is R (5.1.7)."""
        s = int.from_bytes(signature[32:], "little")
        digest = hashlib.sha512(signature[:32] + self.public + message).digest()
        k = int.from_bytes(digest, "little") % ORDER
        return s < ORDER and point_bytes(
            point_sum(product(BASE, s), product(self.table, k))) == signature[:32]


def key_from(text):
    """From a verifier key: name+hash+base64(0x01, public key)."""
    parts = text.strip().split("+", 2)
    expect(len(parts) == 3, "is no verifier key (name+hash+key)")
    raw = unbase64(parts[2])
    expect(len(raw) == 33 and raw[0] == 1, "is no key for Ed25519")
    key = Key(parts[0], raw[1:])
    expect(key.text() == text.strip(), "its hash does not fit the key")
    return key


def unbase64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise Refused("is no Base64") from problem
    expect(base64.b64encode(raw).decode() == text, "is no Base64")
    return raw


# ---- checkpoints ---------------------------------------------------------------------------------

class Checkpoint:
    """A signed note over the first `size` entries; made only if the key has signed it."""

    def __init__(self, raw, key):
        body, separator, signatures = utf8(raw).partition("\n\n")
        lines = body.split("\n")
        expect(separator and len(lines) == 4, "is no checkpoint")
        expect(re.fullmatch(r"[1-9]\d*", lines[1]) and lines[3].startswith("time "),
               "is no checkpoint")
        self.size, self.root, self.time = int(lines[1]), unbase64(lines[2]), lines[3][5:]
        expect(signatures.endswith("\n"), "its last line does not end")
        self.check_signature(key, lines[0], (body + "\n").encode(), signatures[:-1].split("\n"))

    @staticmethod
    def check_signature(key, origin, message, lines):
        others, found = [], False
        for line in lines:
            match = re.fullmatch(r"— (\S+) (\S+)", line)
            expect(match, "is no signed note")
            raw = unbase64(match[2])
            if match[1] == key.name and raw[:4] == key.id:
                expect(len(raw) == 68 and key.signed(message, raw[4:]),
                       "the checkpoint was edited: the signature is not of this text")
                found = True
            else:
                others.append(f"{match[1]}+{raw[:4].hex()}")
        expect(found, f"signed by another key: {', '.join(others)}, not {key}")
        expect(origin == key.name, f"of another ledger: {origin}")


# ---- numbers -------------------------------------------------------------------------------------

def wrapped(number):
    """The signed number of 64 bits that is this one modulo 2^64."""
    return (number + 2**63) % 2**64 - 2**63


def utf8(raw):
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refused("a text is not UTF-8") from problem


class Reader:
    """Reads numbers in their one form; what a writer would not write is refused."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, length):
        expect(self.at + length <= len(self.data), "it ends too early")
        self.at += length
        return self.data[self.at - length:self.at]

    def byte(self, known=0xFF):
        value = self.take(1)[0]
        expect(value & ~known == 0, "an unknown presence bit or flag")
        return value

    def unsigned(self):
        return self.column(1)[0]

    def signed(self):
        return self.signed_column(1)[0]

    def column(self, count):
        """So many unsigned numbers."""
        data, at, numbers = self.data, self.at, []
        try:
            for _ in range(count):
                byte = data[at]
                at += 1
                if byte >= 128:
                    number, shift = byte & 127, 7
                    while byte >= 128:
                        byte = data[at]
                        at += 1
                        number |= (byte & 127) << shift
                        shift += 7
                    if byte == 0 or number >= 2**64:
                        raise Refused("a number is not in its shortest form")
                    byte = number
                numbers.append(byte)
        except IndexError as problem:
            raise Refused("it ends too early") from problem
        self.at = at
        return numbers

    def signed_column(self, count):
        return [number >> 1 ^ -(number & 1) for number in self.column(count)]

    def text(self):
        return utf8(self.take(self.unsigned()))

    def hash(self):
        return self.take(32)

    def optional(self):
        return self.signed() if self.byte(1) else None

    def one_or_two(self):
        value = self.byte()
        expect(value in (1, 2), f"neither 1 nor 2 but {value}")
        return value

    def end(self):
        expect(self.at == len(self.data), "bytes after its end")


# ---- entries -------------------------------------------------------------------------------------

class Entry:
    """A decoded entry; `kind`, `written` and what its kind has."""

    def __init__(self, kind, written):
        self.kind, self.written = kind, written

    def place(self, leaf):
        if self.kind == 3 and hasattr(self, "version"):
            return f"entry {leaf} (interval {time_text(self.start)} version {self.version})"
        return f"entry {leaf}"


def read_rising(read, count):
    """Rising numbers, each less the one before, the first as it is."""
    steps = read.column(count)
    expect(all(steps[1:]), "numbers that do not rise")
    return list(itertools.accumulate(steps))


def read_meters(read):
    """Meters by their number: (name, role, from, to)."""
    meters, number = {}, 0
    for _ in range(read.unsigned()):
        step = read.unsigned()
        expect(step or not meters, "numbers that do not rise")
        number += step
        name, role, present = read.text(), read.text(), read.byte(3)
        begin = read.signed() if present & 1 else None
        meters[number] = name, role, begin, read.signed() if present & 2 else None
    return meters


def read_sums(read):
    """Terms (meter, millionths) by the name of the sum."""
    sums, before = {}, None
    for _ in range(read.unsigned()):
        name, terms, meter = read.text(), [], 0
        expect(before is None or before < name.encode(), "sums that are not in order")
        before = name.encode()
        for _ in range(read.unsigned()):
            step, coefficient = read.unsigned(), read.signed()
            expect((step or not terms) and coefficient, "a term that is none")
            meter += step
            terms.append((meter, coefficient))
        sums[name] = terms
    return sums


def read_configuration(entry, read):
    entry.program, entry.file, entry.hash = read.text(), read.text(), read.take(32)
    entry.zone, present = read.text(), read.byte(3)
    entry.least_it = read.unsigned() if present & 1 else None
    entry.in_service = read.signed() if present & 2 else None
    expect(abs(entry.in_service or 0) < 10**6, "a day in service that is none")
    entry.meters, entry.sums = read_meters(read), read_sums(read)
    entry.required = read_rising(read, read.unsigned())
    named = {meter for terms in entry.sums.values() for meter, _ in terms}
    expect(named.union(entry.required) <= set(entry.meters), "a meter without a name")


def read_interval(entry, read):
    entry.start, entry.length, entry.version = read.signed(), read.unsigned(), read.unsigned()
    entry.end = entry.start + entry.length
    quality, entry.flags, present = read.byte(), read.byte(3), read.unsigned()
    expect(entry.version, "version 0")
    expect(quality < len(QUALITIES), "an unknown quality code")
    entry.quality = quality
    expect(present < 2 << len(TOTALS), "an unknown presence bit")
    entry.totals = [read.signed() if present >> bit & 1 else None for bit in range(len(TOTALS))]
    entry.facility, entry.it = entry.totals[:2]
    entry.totals = dict(zip(TOTALS, entry.totals))
    with_gap = present >> len(TOTALS)
    entry.gap = (entry.start + read.signed(), read.unsigned()) if with_gap else None
    entry.estimated_facility, entry.estimated_it = read.signed_column(2)
    *entry.moved, entry.unknown = read.signed_column(4)  # by batteries; renewable, not known
    entry.energies, entry.evidence = read.take(32), read.take(32)


def read_sum(entry, read):
    entry.step, entry.start, entry.length = read.one_or_two(), read.signed(), read.unsigned()
    present = read.byte(3)
    entry.facility = read.signed() if present & 1 else None
    entry.it = read.signed() if present & 2 else None
    entry.covered, entry.method = read.unsigned(), read.unsigned()


def read_clock_state(entry, read):
    entry.at, entry.state = read.signed(), read.byte()
    expect(entry.state < len(CLOCK_STATES), "an unknown state of the clock")
    entry.error = read.unsigned() if entry.state == CLOCK_KEPT else None
    expect(entry.error is None or entry.error < 2**63, "an error of the clock beyond all bounds")


def read_drop(entry, read):
    entry.years, entry.bound = read.unsigned(), read.signed()
    entry.first, entry.last, entry.count = read.column(3)
    entry.bytes = read.unsigned()
    expect(3 <= entry.years <= 100, "a rule of too few or too many years")
    expect(1 <= entry.count <= entry.last - entry.first + 1,
           "it names no entries, or more than there are between the first and the last")


READ = {"text": Reader.text, "hash": Reader.hash, "u": Reader.unsigned, "s": Reader.signed,
        "maybe": Reader.optional, "direction": Reader.one_or_two}
BODIES = {
    1: "site text, key_name text, public hash, interval_length u, program text",
    2: read_configuration,
    3: read_interval,
    4: "at s, meter text, what text, final maybe, initial maybe, who text, why text, ticket text",
    5: read_sum,
    6: "meter text, direction direction, start s, end s, old maybe, new s, who text, why text,"
       " ticket text",
    7: "before s, after s",
    8: "program text",
    9: "program text",
    10: "file text, hash hash, program text",
    11: read_clock_state,
    12: read_drop}
LASTING = (1, 2, 4, 6, 11)  # kinds of which a bundle has all


def read_body(entry, read):
    body = BODIES[entry.kind]
    if callable(body):
        body(entry, read)
    else:
        for field in body.split(", "):
            name, form = field.split()
            setattr(entry, name, READ[form](read))


def decoded(data, leaf):
    """The entry of these bytes."""
    read = Reader(data)
    with in_place(f"entry {leaf}"):
        kind, form = read.byte(), read.byte()
        expect(kind in BODIES, f"an unknown kind ({kind})")
        expect(form == 1, f"an unknown form ({form})")
        entry = Entry(kind, read.signed())
        try:
            read_body(entry, read)
            read.end()
        except Refused as problem:
            raise Refused(problem.args[0], entry.place(leaf)) from problem
    return entry


# ---- detail --------------------------------------------------------------------------------------

class Energies:
    """Energies of the meters in one interval; row i is the meter with number i."""

    def __init__(self, data):
        read = Reader(data)
        count, = struct.unpack("<I", read.take(4))
        self.codes = read.take(count)
        self.imported = struct.unpack(f"<{count}q", read.take(8 * count))
        self.exported = {}
        self.known = [row for row, code in enumerate(self.codes) if has_energy(code)]
        exports, = struct.unpack("<I", read.take(4))
        before = -1
        for row, energy in struct.iter_unpack("<Iq", read.take(12 * exports)):
            expect(before < row < count and energy, "exported energies that are not in order")
            expect(has_energy(self.codes[row]), "exported energy of a meter without energy")
            self.exported[row] = energy
            before = row
        read.end()
        self.check_rows()

    def check_rows(self):
        expect(not self.codes or self.codes[-1] != NO_METER, "the last row is no meter")
        for code, imported in zip(self.codes, self.imported):
            expect(code == NO_METER or code & 15 < len(QUALITIES) and code < 0x40,
                   "an unknown code of a meter")
            expect(has_energy(code) or not imported, "energy of a meter that has none")

    def of(self, meter, direction):
        return self.exported.get(meter, 0) if direction else self.imported[meter]

    def net(self, meter):
        return self.imported[meter] - self.exported.get(meter, 0)

    def quality(self, meter):
        code = self.codes[meter] if meter < len(self.codes) else NO_METER
        return MISSING if code == NO_METER else code & 15


def has_energy(code):
    return code != NO_METER and code & 15 != MISSING


class Evidence:
    """Where x stood at the ends and at the given starts, by (meter, 0 imported or 1 exported)."""

    def __init__(self, data, energies, judge):
        read = Reader(data)
        read.column(2 * len(energies.known))  # step of the register, corrections
        self.gaps = {meter: (read.signed(), read.unsigned()) for meter in energies.known
                     if energies.codes[meter] & WITH_GAP}  # start from the interval's, length
        masks = read.take(len(energies.known))
        ends, starts, self.directions = [], [], []
        for meter, mask in zip(energies.known, masks):
            for direction in (0, 1):
                bits = mask >> direction & 0b1010101
                if bits and not bits & 1 or bits & 68 == 64:
                    raise Refused(f"an unknown presence bit of meter {meter}")
                if bits & 1:
                    self.directions.append((meter, direction))
                    ends.append((meter, direction, bits & 16))
                if bits & 4:
                    starts.append((meter, direction, bits & 64))
        read.column(3 * len(self.directions))  # what is known of power
        self.ends = boundary(read, ends, judge)
        self.starts = boundary(read, starts, judge)
        read.end()


def boundary(read, directions, judge):
    """x of these directions at one boundary; `judge`: refuse one that its readings do not bound."""
    bounded = [(meter, direction) for meter, direction, by_readings in directions if by_readings]
    others = [(meter, direction) for meter, direction, by_readings in directions if not by_readings]
    count, found = len(bounded), {}
    columns = [read.signed_column(count) for _ in range(5)]
    columns += [read.column(count) for _ in range(3)]
    columns += [read.signed_column(count) for _ in range(2)]
    for key, first, base, x, step, _, below, above, withheld, since, until in zip(
            bounded, *columns):
        found[key] = wrapped(first + base + x)
        if not judge:
            continue
        if since < 0 or until < 0:
            raise Refused(f"the readings of meter {key[0]} do not stand on either side of the"
                          " boundary")
        if not min(step, 0) - below <= x <= max(step, 0) + above + withheld:
            raise Refused(f"x of meter {key[0]} is not between its readings")
    found.update(zip(others, read.signed_column(len(others))))
    return found


def inflated(stored):
    """Evidence as it was before it was compressed."""
    read = Reader(stored)
    length = read.unsigned()
    expect(length < 2**26, "evidence that long cannot be")
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(stored[read.at:], length + 1)
    except zlib.error as problem:
        raise Refused("its evidence cannot be decompressed") from problem
    expect(len(data) == length and unpack.eof and not unpack.unused_data,
           "its evidence has another length")
    return data


# ---- the tree ------------------------------------------------------------------------------------

def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(size):
    """The complete subtrees (level, position) that a tree of so many leaves consists of."""
    begin = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, begin >> level
            begin += 1 << level


class Tree:
    """The tree over the entries at hand, and given hashes of the subtrees without one."""

    def __init__(self, given):
        self.given, self.leaves, self.order, self.known, self.used = given, {}, [], {}, set()

    def add(self, leaf, data):
        """By rising number."""
        if leaf not in self.leaves:
            self.leaves[leaf] = leaf_hash(data)
            self.order.append(leaf)

    def is_empty(self, level, position):
        at = bisect.bisect_left(self.order, position << level)
        return at == len(self.order) or self.order[at] >= position + 1 << level

    def subtree(self, level, position):
        name = level, position
        if name not in self.known:
            if self.is_empty(level, position):
                expect(name in self.given, f"the subtree {level},{position} is missing",
                       "subtrees.csv")
                self.used.add(name)
                self.known[name] = self.given[name]
            elif level:
                self.known[name] = node_hash(self.subtree(level - 1, 2 * position),
                                             self.subtree(level - 1, 2 * position + 1))
            else:
                self.known[name] = self.leaves[position]
        return self.known[name]

    def root(self, size):
        hashes = [self.subtree(level, position) for level, position in peaks(size)]
        root = hashes.pop()
        while hashes:
            root = node_hash(hashes.pop(), root)
        return root


# ---- sums of a period ----------------------------------------------------------------------------

Sums = collections.namedtuple("Sums", "facility it covered")


def at_most(percent, part, whole):
    return part == 0 or 100 * part <= percent * whole


def usable(interval):
    return (interval.facility is not None and interval.it is not None
            and at_most(5, interval.estimated_facility, interval.facility)
            and at_most(5, interval.estimated_it, interval.it))


def covered(interval, start, end):
    """Of a usable one, whether it counts as covered in the period."""
    gap = interval.gap
    return (not interval.flags and at_most(1, interval.estimated_facility, interval.facility)
            and at_most(1, interval.estimated_it, interval.it)
            and (gap is None or start <= gap[0] and gap[0] + gap[1] <= end))


def sums_of(intervals, start, end):
    facility = it = time = 0
    used = [interval for interval in intervals if usable(interval)]
    for interval in used:
        facility += interval.facility
        it += interval.it
        time += interval.length if covered(interval, start, end) else 0
    return Sums(facility if used else None, it if used else None, time)


def pue(sums):
    return float(sums.facility) / sums.it if sums.it is not None and sums.it > 0 else None


# ---- times and zones -----------------------------------------------------------------------------

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def time_text(at):
    """In UTC; thousandths of a second only where there are some."""
    try:
        moment = EPOCH + datetime.timedelta(seconds=at // SECOND)
    except OverflowError:
        return f"{at} ns"
    thousandths = at % SECOND // 10**6
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{thousandths:03}Z" if thousandths else "Z")


def time_from(text):
    expect(isinstance(text, str) and re.fullmatch(r"\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z", text),
           f"{text!r} is no time in UTC")
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as problem:
        raise Refused(f"{text!r} is no time") from problem
    return (moment.replace(tzinfo=datetime.timezone.utc) - EPOCH) // datetime.timedelta(
        seconds=1) * SECOND


class Zone:
    """Local midnights of a zone; `known` is False where Python has no time zones."""

    def __init__(self, name):
        self.info = None
        if zoneinfo:
            try:
                self.info = zoneinfo.ZoneInfo(name)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
                pass
        self.known = self.info is not None

    def midnight(self, date):
        local = datetime.datetime(date.year, date.month, date.day, tzinfo=self.info)
        return (local - EPOCH) // datetime.timedelta(seconds=1) * SECOND

    def date(self, at):
        return (EPOCH + datetime.timedelta(seconds=at // SECOND)).astimezone(self.info).date()

    def whole_days(self, start, end):
        """(start, end) of each local day in the period."""
        return self.whole(self.date(start), start, end, lambda d: d + datetime.timedelta(days=1))

    def whole_months(self, start, end):
        first = self.date(start).replace(day=1)
        return self.whole(
            first, start, end, lambda d: (d + datetime.timedelta(days=31)).replace(day=1))

    def whole(self, date, start, end, following):
        bounds = [self.midnight(date)]
        while bounds[-1] < end:
            date = following(date)
            bounds.append(self.midnight(date))
        return [(a, b) for a, b in zip(bounds, bounds[1:]) if start <= a and b <= end]


# ---- what follows from the entries ---------------------------------------------------------------

class Meters:
    """The meters of one interval as the sums of its configuration see them: what is not in place
    counts as 0, what is missing makes a sum absent (None)."""

    def __init__(self, configuration, energies, present):
        self.sums, self.energies, self.present = configuration.sums, energies, present

    def here(self, name):
        """Terms of a sum whose meters are in place."""
        return [term for term in self.sums.get(name, ()) if term[0] in self.present]

    def sum(self, name, energy=None, measured=False):
        """Rounded down once; `measured`: absent also with an estimated meter."""
        if name not in self.sums:
            return None
        total = 0
        for meter, millionths in self.here(name):
            quality = self.energies.quality(meter)
            if quality == MISSING or measured and quality == ESTIMATED:
                return None
            total += millionths * (energy or self.energies.net)(meter)
        return total // 1000000

    def imported(self, meter):
        return self.energies.of(meter, 0)

    def sent_out(self, meter):
        return self.energies.of(meter, 1)

    def estimated(self, name):
        return sum(abs(millionths * self.energies.net(meter)) for meter, millionths in
                   self.here(name) if self.energies.quality(meter) == ESTIMATED) // 1000000

    def balance(self, entry):
        """The boundary equation, side by side."""
        found = {name: self.sum(name) for name in SUMMED}
        if entry.quality == MISSING:
            found["facility"] = found["it"] = None
        found["unexplained"] = None
        if found["facility"] is not None and found["it"] is not None:
            known = [value for name, value in found.items() if name.startswith("overhead:")]
            found["unexplained"] = found["facility"] - found["it"] - sum(
                value for value in known if value is not None)
        for name in ("facility", "it"):
            found[f"the estimated part of {name}"] = (
                0 if entry.quality == MISSING else self.estimated(name))
        return found

    def exported(self):
        role = self.sum("exported", measured=True)
        if self.here("export_unknown"):
            return None
        if "source:grid" not in self.sums:
            return role
        grid = self.sum("source:grid", self.sent_out, True)
        return None if role is None or grid is None else role + grid

    def renewable_used(self, exported):
        """Of what was generated on the site, export taken from all of it in proportion."""
        names = [name for name in ("source:solar", "source:wind", "source:genset")
                 if name in self.sums]
        generated = {name: self.sum(name, measured=True) for name in names}
        if names in ([], ["source:genset"]) or None in (exported, *generated.values()):
            return None
        other = max(generated.pop("source:genset", 0), 0)
        renewable = max(sum(generated.values()), 0)
        whole = renewable + other
        return renewable * min(max(whole - exported, 0), whole) // whole if whole else 0

    def unknown(self, length):
        """What renewable meters without a measurement can at most have counted: 1.2 · P · t."""
        return sum((12 * microwatts * length + 5 * 10**15) // 10**16
                   for meter, microwatts in self.here("renewable_maximum")
                   if self.energies.quality(meter) in (MISSING, ESTIMATED))

    def others(self, entry):
        """What stands beside the boundary equation."""
        exported = self.exported()
        return {
            "exported": exported,
            "renewable energy used": self.renewable_used(exported),
            "curtailed": self.sum("curtailed", measured=True),
            "off-site": self.sum("off_site", measured=True),
            "battery charge": self.sum("battery", self.sent_out, True),
            "battery discharge": self.sum("battery", self.imported, True),
            "reused heat": self.sum("heat_reuse") if self.here("heat_reuse") else None,
            "water": self.sum("water") if self.here("water") else None,
            "renewable energy that is not known": self.unknown(entry.length)}


class Book:
    """Takes the entries in their order and checks each by itself and by those before it.

    `detail(leaf)` gives energies and evidence of an entry, None where there are none; `drops()` the
    entries that say that detail was dropped, by leaf, also those still to come; `holds(leaf)`
    tells whether a bundle has the entry at all."""

    def __init__(self, detail, whole, drops=dict, holds=lambda leaf: True):
        self.detail, self.whole, self.drops, self.holds = detail, whole, drops, holds
        self.inception = self.configuration = None
        self.entries = {}       # those of other kinds, by leaf
        self.newest = {}        # the newest version of each interval by its start
        self.starts = []        # rising
        self.known_from = self.closed_until = None  # by versions 1
        self.ends = (None, {})  # of the version 1 read last: when it ends, x there
        self.zone = Zone("UTC")
        self.names = {}         # of meters by lasting number
        self.intervals = {}     # start, version and end by leaf
        self.unchecked = collections.Counter()
        self.kept = []          # end and leaf of the versions that no drop has named
        self.dropped_to = None  # the bound of the last drop
        self.dropped = 0        # versions whose detail a drop covers and is not there
        self.correction = None  # whose versions are still to come: entry, meter, next start, sum
        self.corrected_by = None  # its place

    def add(self, leaf, data):
        entry = decoded(data, leaf)
        with in_place(entry.place(leaf)):
            expect((entry.kind == 1) == (leaf == 0), "the inception is the first entry, only it")
            if entry.kind == 3:
                self.add_interval(leaf, entry)
                return
            self.expect_corrected()
            self.entries[leaf] = entry
            if entry.kind == 1:
                self.inception = entry
            elif entry.kind == 2:
                self.add_configuration(entry)
            elif entry.kind == 5:
                self.check_sum(entry)
            elif entry.kind == 6:
                self.begin_correction(leaf, entry)
            elif entry.kind == 12:
                self.check_drop(entry)

    def of_kind(self, *kinds):
        return [entry for _, entry in sorted(self.entries.items()) if entry.kind in kinds]

    # ---- configuration

    def add_configuration(self, entry):
        for number, meter in entry.meters.items():
            expect(self.names.setdefault(number, meter[0]) == meter[0],
                   f"meter {number} has another name than before")
        expect(len(set(self.names.values())) == len(self.names), "two meters with one name")
        self.configuration, self.zone = entry, Zone(entry.zone)

    def present(self, interval):
        """The meters that are part of the site in some moment of the interval."""
        return {number for number, (_, _, begin, end) in self.configuration.meters.items()
                if (begin is None or begin < interval.end)
                and (end is None or interval.start < end)}

    # ---- intervals

    def add_interval(self, leaf, entry):
        expect(self.configuration, "an interval before the first configuration")
        before = self.newest.get(entry.start)
        expect(entry.version == (before.version + 1 if before else 1)
               or (not before and self.is_early(entry.start)),
               "its version does not follow the one before")
        expect(not before or before.end == entry.end, "its versions have different ends")
        self.kept.append((entry.end, leaf))
        detail = self.detail(leaf)
        if detail:
            self.check_detail(entry, *detail)
        elif self.is_dropped(leaf, entry.end):
            self.dropped += 1
        else:
            expect(not self.whole, "its energies and evidence are missing, no entry says that they"
                   " were dropped")
        if self.correction:
            self.check_correction(entry, Energies(detail[0]) if detail else None)
        entry.totals, entry.leaf = None, leaf
        self.intervals[leaf] = entry.start, entry.version, entry.end
        if not before:
            bisect.insort(self.starts, entry.start)
        if entry.version == 1:
            expect(self.closed_until is None or entry.start >= self.closed_until,
                   "it begins before the one before it ends")
            self.closed_until = entry.end
            self.known_from = entry.start if self.known_from is None else self.known_from
        self.newest[entry.start] = entry

    # ---- detail that a rule has dropped

    def is_dropped(self, leaf, end):
        """Whether an entry, which may be still to come, says that this version's detail is."""
        return any(leaf < number and end <= drop.bound for number, drop in self.drops().items())

    def check_drop(self, entry):
        """It names the versions before it that ended up to its bound, the bound is the rule's."""
        if self.zone.known:
            year = self.zone.date(entry.written).year - entry.years
            bound = self.zone.midnight(datetime.date(year, 1, 1))
            expect(entry.bound == bound - bound % FOUR_HOURS, "its bound is not that of its rule")
        else:
            self.unchecked["whether detail was dropped up to the bound of the rule: Python has no"
                           " time zones here"] = 1
        expect(self.dropped_to is None or self.dropped_to < entry.bound, "its bound does not rise")
        named = [leaf for end, leaf in self.kept if end <= entry.bound]
        expect(all(entry.first <= leaf <= entry.last for leaf in named)
               and len(named) <= entry.count, "it does not name all intervals up to its bound")
        expect(not self.whole or (min(named, default=None), max(named, default=None), len(named))
               == (entry.first, entry.last, entry.count), "it names other intervals than its bound")
        self.kept = [(end, leaf) for end, leaf in self.kept if end > entry.bound]
        self.dropped_to = entry.bound

    # ---- corrections

    def begin_correction(self, leaf, entry):
        """A bundle has every correction, but not the versions of those before its stretch."""
        numbers = [number for number, meter in self.configuration.meters.items()
                   if meter[0] == entry.meter] if self.configuration else []
        expect(numbers, f"the configuration has no meter {entry.meter}")
        if self.holds(leaf + 1):
            self.correction = entry, numbers[0], entry.start, 0
            self.corrected_by = entry.place(leaf)

    def expect_corrected(self):
        expect(not self.correction, "the versions that a correction before it asks for are not"
                                    " there")

    def check_correction(self, interval, energies):
        """The next version; `energies` None where a bundle has none."""
        entry, meter, start, total = self.correction
        expect(interval.start == start and interval.version > 1,
               "it is not the version that a correction before it asks for")
        if energies is None or total is None:
            total = None
        else:
            expect(energies.quality(meter) == EDITED, "the meter that was corrected is not edited")
            total += energies.of(meter, entry.direction - 1)
        self.correction = entry, meter, interval.end, total
        if interval.end >= entry.end:
            expect(interval.end == entry.end and total in (None, entry.new),
                   "the versions do not come to what the correction before them says")
            self.correction = None

    def is_early(self, start):
        """Whether a bundle lacks the first versions of the intervals from there on."""
        return not self.whole and (self.known_from is None or start < self.known_from)

    def check_detail(self, entry, energies, evidence):
        expect(hashlib.sha256(energies).digest() == entry.energies,
               "its energies are not those that it names")
        expect(hashlib.sha256(evidence).digest() == entry.evidence,
               "its evidence is not what it names")
        energies = Energies(energies)
        evidence = Evidence(evidence, energies, not entry.flags & CLOCK_SET)
        expect(all(code == NO_METER or row in self.names
                   for row, code in enumerate(energies.codes)), "energies of an unknown meter")
        present = self.present(entry)
        self.check_totals(entry, energies, present)
        self.check_required(entry, energies, evidence, present)
        self.check_evidence(entry, energies, evidence)

    def check_required(self, entry, energies, evidence, present):
        """Quality, gap and profiles are those of the meters of facility and IT."""
        required = [meter for meter in self.configuration.required if meter in present]
        worst = max((WORSE.index(energies.quality(meter)) for meter in required), default=0)
        expect(WORSE[worst] == entry.quality, "its quality is not the worst of its meters")
        codes = {meter: energies.codes[meter] for meter in required
                 if meter < len(energies.codes) and energies.codes[meter] != NO_METER}
        expect(bool(entry.flags & WITH_UNCONFIRMED) == any(
            code & UNCONFIRMED for code in codes.values()),
            "whether a profile was not confirmed is not what its meters say")
        if any(code & WITH_GAP and not has_energy(code) for code in codes.values()):
            return  # evidence says nothing of the gap of a missing meter
        gaps = [evidence.gaps[meter] for meter in codes if meter in evidence.gaps]
        gap = None
        if gaps:
            first = min(start for start, _ in gaps)
            gap = entry.start + first, max(start + length for start, length in gaps) - first
        expect(entry.gap == gap, "its gap is not that of its meters")

    def check_totals(self, entry, energies, present):
        """Each total by the sums of the configuration."""
        meters = Meters(self.configuration, energies, present)
        expected = meters.balance(entry)
        if "exported" in self.configuration.sums:
            expected.update(meters.others(entry))
            self.check_moved(entry)
        else:
            self.unchecked["totals beside facility, IT, overheads and sources of intervals that an"
                           " earlier version of pued entered"] = 1
        found = {**entry.totals, "the estimated part of facility": entry.estimated_facility,
                 "the estimated part of it": entry.estimated_it,
                 "renewable energy that is not known": entry.unknown}
        for name, value in expected.items():
            expect(found[name] == value, f"{name} is not what its energies come to")

    @staticmethod
    def check_moved(entry):
        """What batteries moved at the most; how much of it was renewable, only the past tells."""
        charge, discharge = entry.totals["battery charge"], entry.totals["battery discharge"]
        if entry.version > 1:
            return
        known = charge is not None and discharge is not None
        least = -(9 * max(charge, 0) // 10) if known else 0
        most = max(discharge, 0) if known else 0
        expect(all(least <= part <= most for part in entry.moved),
               "more is said to be moved by batteries than went through them")

    def check_evidence(self, entry, energies, evidence):
        """Each energy by its evidence."""
        if not entry.flags & CLOCK_SET:
            proven = set(evidence.directions)
            for meter in energies.known:
                if energies.codes[meter] & 15 < 2:
                    expect((meter, 0) in proven and
                           ((meter, 1) in proven or meter not in energies.exported),
                           f"the energy of meter {meter} has no evidence")
            if entry.start % FOUR_HOURS == 0 or entry.version > 1:
                expect(len(evidence.starts) == len(proven), "a start is not given")
            self.check_differences(entry, energies, evidence)
        if entry.version == 1:
            self.ends = entry.end, evidence.ends

    def check_differences(self, entry, energies, evidence):
        before = self.ends[1] if self.ends[0] == entry.start else {}
        for key in evidence.directions:
            start = evidence.starts.get(key)
            if start is None:
                start = before.get(key)
                expect(start is not None, f"a start of meter {key[0]} is not known")
            expect(wrapped(evidence.ends[key] - start) == energies.of(*key),
                   f"the energy of meter {key[0]} does not follow from its evidence")

    # ---- sums

    def within(self, start, end):
        """The newest versions of the intervals that lie wholly in a period."""
        at = bisect.bisect_left(self.starts, start)
        found = []
        while at < len(self.starts) and self.starts[at] < end:
            interval = self.newest[self.starts[at]]
            if interval.end <= end:
                found.append(interval)
            at += 1
        return found

    def sums(self, start, end):
        """None where that cannot be told: the period begins about the day in service, and Python
        does not know the zone."""
        day = self.configuration.in_service
        service = None if day is None else day * DAY
        if service is not None and self.zone.known:
            service = self.zone.midnight((EPOCH + datetime.timedelta(days=day)).date())
        elif service is not None and start < service + DAY:
            return None
        return sums_of([interval for interval in self.within(start, end)
                        if service is None or interval.start >= service], start, end)

    def check_sum(self, entry):
        """Of a local day or month."""
        end = entry.start + entry.length
        if entry.method != METHOD or self.is_early(entry.start):
            self.unchecked["sums of days and months before the bundle or by another method"] = 1
            return
        if self.zone.known:
            bounds = (self.zone.whole_days if entry.step == 1 else self.zone.whole_months)(
                entry.start, end)
            expect(bounds == [(entry.start, end)], "no local day or month")
        else:
            self.unchecked["whether days and months are the zone's"] += 1
        sums = self.sums(entry.start, end)
        expect(sums is None or sums == (entry.facility, entry.it, entry.covered),
               "is not what the entries before it come to")

    def add_all(self, entries, tree, notes, progress):
        """Adds (leaf, bytes); the root at each of the checkpoints. Those that were given and differ
        are returned."""
        sound, differing = 0, []
        for leaf, data in entries:
            self.add(leaf, data)
            tree.add(leaf, data)
            for note in notes.get(leaf + 1, ()):
                if tree.root(leaf + 1) == note.root:
                    sound = leaf + 1
                elif note.given:
                    differing.append(note)
                else:
                    raise Refused(f"its root differs: one of the entries {sound} to {leaf} is not"
                                  " what was signed", note.place)
            progress(leaf)
        return differing

    def check_end(self):
        expect(not self.correction, "the versions that follow from it are not there",
               self.corrected_by)


def check_given(given, differing, own, size, what):
    """What a checkpoint from elsewhere says against this ledger."""
    for note in given:
        expect(note.size <= size, f"{what} was truncated, or is older: it has {size} entries, the"
               f" checkpoint signs {note.size}", note.place)
    for note in differing:
        forked = any(other.size >= note.size for other in own)
        raise Refused(
            f"{what} was forked: the key has signed another history of its first {note.size}"
            " entries" if forked else f"{what} was edited: its first {note.size} entries are not"
            " those that were signed", note.place)


def by_size(notes):
    sizes = collections.defaultdict(list)
    for note in notes:
        sizes[note.size].append(note)
    return sizes


# ---- a whole ledger ------------------------------------------------------------------------------

class Ledger:
    """The SQLite file, opened read only."""

    def __init__(self, path):
        self.file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        self.file.text_factory = bytes
        if self.one("PRAGMA application_id") != (0x70756564,):
            raise Unreadable("is no ledger of pued")
        if self.one("PRAGMA user_version") != (2,):
            raise Unreadable("is a ledger of another version")
        self.size = self.one("SELECT max(leaf) + 1 FROM record")[0] or 0

    def rows(self, query, *values):
        return self.file.execute(query, values)

    def one(self, query, *values):
        return self.rows(query, *values).fetchone()

    def detail(self, leaf):
        energies = self.one("SELECT bytes FROM energies WHERE leaf = ?", leaf)
        evidence = self.one("SELECT deflated FROM evidence WHERE leaf = ?", leaf)
        if energies is None and evidence is None:
            return None
        expect(energies, "its energies are missing")
        expect(evidence, "its evidence is missing")
        return energies[0], inflated(evidence[0])

    def drops(self):
        """Asked for anew after detail was not there: what says so was written before it went."""
        found = {leaf: decoded(data, leaf) for leaf, data in self.rows(
            "SELECT leaf, bytes FROM record WHERE kind = 12 AND kind <> 3")}
        if any(leaf >= self.size for leaf in found):
            raise Unreadable("detail is being dropped from it: start again")
        expect(all(drop.kind == 12 for drop in found.values()), "its kind is another one")
        return found

    def entries(self):
        """(leaf, bytes); each is held against its hash in the table `subtree`."""
        kept = dict(self.rows("SELECT position, hash FROM subtree WHERE level = 0"))
        following = 0
        while following < self.size:
            rows = self.rows("SELECT leaf, kind, bytes FROM record WHERE leaf >= ? ORDER BY leaf"
                             " LIMIT 500", following).fetchall()  # a longer lock halts pued
            expect(rows, "the entry is missing", f"entry {following}")
            for leaf, kind, data in rows:
                expect(leaf == following, "the entry is missing", f"entry {following}")
                expect(data and kind == data[0], "its kind is another one", f"entry {leaf}")
                if leaf_hash(data) != kept.get(leaf):
                    raise Refused("it is not what its hash in the tree says",
                                  decoded(data, leaf).place(leaf))
                yield leaf, data
                following += 1

    def check_subtrees(self, tree):
        rows = self.rows("SELECT level, position, hash FROM subtree").fetchall()
        kept = {(level, position): value for level, position, value in rows
                if position + 1 << level <= self.size}
        for level in range(self.size.bit_length()):
            for position in range(self.size >> level):
                expect(kept.pop((level, position), None) == tree.subtree(level, position),
                       "is not that of its entries", f"subtree {level},{position}")
        expect(not kept, "has a row too many", "subtree")

    def check_indices(self, book):
        """What can be found again from the entries; of those that were there at the beginning."""
        intervals = {leaf: (start, version, end) for start, version, end, leaf in self.rows(
            "SELECT start_ns, version, end_ns, leaf FROM interval") if leaf < self.size}
        for leaf in sorted(book.intervals.keys() | intervals.keys()):
            expect(book.intervals.get(leaf) == intervals.get(leaf),
                   "the index of intervals differs", f"entry {leaf}")
        meters = {number: name.encode() for number, name in book.names.items()}
        expect(dict(self.rows("SELECT id, name FROM meters")) == meters, "differs from the"
               " configurations", "meters")
        for table in ("energies", "evidence"):
            for leaf, in self.rows(f"SELECT leaf FROM {table} WHERE leaf < ?", self.size):
                expect(leaf in book.intervals, f"{table} of no interval", f"entry {leaf}")
        self.check_site(book)

    def check_site(self, book):
        newest = book.configuration
        if newest:
            day = newest.in_service
            date = day if day is None else (EPOCH + datetime.timedelta(days=day)).date()
            least = newest.least_it
            expect(self.one("SELECT name, zone, min_it_power_w, in_service FROM site") == (
                book.inception.site.encode(), newest.zone.encode(),
                None if least is None else least / 1000,
                None if date is None else int(date.strftime("%Y%m%d"))),
                "differs from the newest configuration", "site")

    def check_texts(self, book):
        texts = dict(self.rows("SELECT hash, text FROM configuration_text"))
        named = {entry.hash for entry in book.of_kind(2)}
        check_texts(named, {value.hex(): text for value, text in texts.items()}, "")


def check_texts(named, texts, folder):
    """The texts of the configurations, by the hash in hex."""
    for value in sorted({value.hex() for value in named} | set(texts)):
        place = f"{folder}{value}.yaml" if folder else f"configuration {value}"
        expect(value in texts, "the text is missing", place)
        expect(bytes.fromhex(value) in named, "is named by no entry", place)
        expect(hashlib.sha256(texts[value]).hexdigest() == value, "the text was changed", place)


def verify_ledger(path, options, progress):
    ledger = Ledger(path)
    first = ledger.one("SELECT bytes FROM record WHERE leaf = 0")
    expect(first, "the entry is missing", "entry 0")
    key = key_of(decoded(first[0], 0), options.key)
    own = [note_from(text, key, f"checkpoint {size}", False)
           for size, text in ledger.rows("SELECT size, text FROM checkpoint ORDER BY size")]
    given = given_notes(options, key)
    size, book, tree = ledger.size, Book(ledger.detail, True, ledger.drops), Tree({})
    differing = book.add_all(ledger.entries(), tree, by_size(own + given),
                             lambda leaf: progress(leaf, size))
    for note, (kept,) in zip(own, ledger.rows("SELECT size FROM checkpoint ORDER BY size")):
        expect(note.size == kept, "is in the row of another size", note.place)
        expect(note.size <= size, f"the ledger was truncated: it has {size} entries", note.place)
    check_given(given, differing, own, size, "the ledger")
    book.check_end()
    ledger.check_texts(book)
    ledger.check_subtrees(tree)
    ledger.check_indices(book)
    unsigned = size - (own[-1].size if own else 0)
    if unsigned:
        book.unchecked[f"{unsigned} entries after the last checkpoint, which nothing signs"] = 1
    bounds = (book.starts[0], book.newest[book.starts[-1]].end) if book.starts else None
    return Result(book, size, own, key, bounds)


# ---- a bundle ------------------------------------------------------------------------------------

class Bundle:
    """The files of a zip file or of a folder, by name."""

    def __init__(self, path):
        self.folder = path if path.is_dir() else None
        self.zip = None if self.folder else zipfile.ZipFile(path)
        if self.folder:
            self.names = [file.relative_to(path).as_posix() for file in path.rglob("*")
                          if file.is_file()]
        else:
            self.names = self.zip.namelist()
            expect(len(set(self.names)) == len(self.names), "holds a file twice", str(path))

    def read(self, name):
        expect(name in self.names, "the file is missing", name)
        try:
            return (self.folder / name).read_bytes() if self.folder else self.zip.read(name)
        except (zipfile.BadZipFile, zlib.error) as problem:
            raise Refused("is damaged", name) from problem

    def below(self, folder):
        return sorted(name for name in self.names if name.startswith(folder))

    def blobs(self, name):
        """Bytes by number of the entry, rising."""
        read, found, before = Reader(self.read(name)), {}, -1
        with in_place(name):
            while read.at < len(read.data):
                leaf, length = read.unsigned(), read.unsigned()
                expect(leaf > before, f"entry {leaf} stands after {before}")
                found[leaf], before = read.take(length), leaf
        return found

    def subtrees(self):
        found = {}
        lines = self.read("subtrees.csv").decode("ascii", "replace").split("\n")
        expect(lines[0] == "level,position,hash" and lines.pop() == "", "is no such table",
               "subtrees.csv")
        for number, line in enumerate(lines[1:], 2):
            match = re.fullmatch(r"(0|[1-9]\d?),(0|[1-9]\d{0,18}),([0-9a-f]{64})", line)
            expect(match, "is no subtree", f"subtrees.csv line {number}")
            found[int(match[1]), int(match[2])] = bytes.fromhex(match[3])
        expect(len(found) == len(lines) - 1, "a subtree twice", "subtrees.csv")
        return found

    def compare(self, name, rows):
        """A table as it follows from the entries, with the one in the bundle."""
        expected = "".join(",".join(map(cell, row)) + "\n" for row in rows).split("\n")
        found = self.read(name).decode("utf-8", "replace").split("\n")
        for number, (ours, theirs) in enumerate(itertools.zip_longest(expected, found), 1):
            expect(ours == theirs, f"is {theirs!r}, the entries say {ours!r}",
                   f"{name} line {number}")


class Text(str):
    """A cell of text, which must not pass for a formula; numbers may begin with a minus."""


def cell(value):
    text = "" if value is None else str(value)
    if isinstance(value, Text) and text[:1] in tuple("=+-@"):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) else text


def seconds(length):
    return f"{length // SECOND}.{length % SECOND:09}".rstrip("0").rstrip(".")


def readings(book, start, end):
    yield "start,end,version,meter,quality,imported_joules,exported_joules".split(",")
    for interval in book.within(start, end):
        detail = book.detail(interval.leaf)
        if detail is None:
            continue  # dropped, as check_details has found
        energies = Energies(detail[0])
        rows = sorted((book.names[row].encode(), row) for row, code in enumerate(energies.codes)
                      if code != NO_METER)
        for _, row in rows:
            known = has_energy(energies.codes[row])
            yield (time_text(interval.start), time_text(interval.end), interval.version,
                   Text(book.names[row]), QUALITIES[energies.quality(row)],
                   energies.of(row, 0) if known else None, energies.of(row, 1) if known else None)


def intervals(book, start, end):
    yield "start,end,version,quality,facility_joules,it_joules".split(",")
    for interval in book.within(start, end):
        yield (time_text(interval.start), time_text(interval.end), interval.version,
               QUALITIES[interval.quality], interval.facility, interval.it)


def ratio_text(value):
    return None if value is None else re.sub(r"\.0$", "", repr(value))


def figures(book, periods):
    yield ("step,start,end,facility_joules,it_joules,pue,covered_seconds,"
           "elapsed_seconds").split(",")
    for step, start, end in periods:
        sums = book.sums(start, end)
        yield (step, time_text(start), time_text(end), sums.facility, sums.it,
               ratio_text(pue(sums)), seconds(sums.covered), seconds(end - start))


def events(book):
    yield "written,at,meter,kind,final,initial,who,why,ticket".split(",")
    for entry in book.of_kind(4):
        yield (time_text(entry.written), time_text(entry.at), Text(entry.meter), Text(entry.what),
               entry.final, entry.initial, Text(entry.who), Text(entry.why), Text(entry.ticket))


def corrections(book):
    yield "written,meter,direction,start,end,old_joules,new_joules,who,why,ticket".split(",")
    for entry in book.of_kind(6):
        yield (time_text(entry.written), Text(entry.meter),
               ("imported", "exported")[entry.direction - 1], time_text(entry.start),
               time_text(entry.end), entry.old, entry.new, Text(entry.who), Text(entry.why),
               Text(entry.ticket))


def clock(book):
    yield "written,at,state,maximum_error_ns".split(",")
    for entry in book.of_kind(11):
        yield (time_text(entry.written), time_text(entry.at), CLOCK_STATES[entry.state],
               entry.error)


def periods_of(book, bundle, start, end):
    """The steps of figures.csv. Without the zone its own bounds are taken."""
    if book.zone.known:
        yield from (("day", *bounds) for bounds in book.zone.whole_days(start, end))
        yield from (("month", *bounds) for bounds in book.zone.whole_months(start, end))
    else:
        book.unchecked["which local days and months there are: Python has no time zones here, their"
                       " bounds were taken from figures.csv"] = 1
        for line in bundle.read("figures.csv").decode("utf-8", "replace").split("\n")[1:]:
            cells = line.split(",")
            if cells[0] in ("day", "month") and len(cells) > 2:
                bounds = time_from(cells[1]), time_from(cells[2])
                expect(start <= bounds[0] < bounds[1] <= end, "is not in the period", "figures.csv")
                yield (cells[0], *bounds)
    yield "period", start, end


def check_stretch(book, leaves, size, start):
    """Nothing is left out from the first entry that the period needs to the newest checkpoint."""
    expect(leaves[-1] == size - 1, f"the last entry is {leaves[-1]}, the newest checkpoint signs"
           f" {size}", "entries.bin")
    at = len(leaves) - 1
    while at and leaves[at - 1] == leaves[at] - 1:
        at -= 1
    for leaf in leaves[:at]:
        expect(leaf in book.entries and book.entries[leaf].kind in LASTING,
               f"entries between it and {leaves[at]} are missing", f"entry {leaf}")
    if at:
        missing = leaves[at] - at
        book.unchecked[f"whether there are more events and corrections among the {missing} entries"
                       f" before entry {leaves[at]} that the bundle lacks"] = 1
        expect(book.known_from is not None and book.known_from <= start,
               f"the {missing} entries before it may hold intervals of the period",
               f"entry {leaves[at]}")


def check_details(book, start, end, **details):
    """They are there for the intervals of the period, but for those that were dropped, and for no
    others."""
    needed = {leaf for leaf, (begin, _, close) in book.intervals.items()
              if start <= begin and close <= end}
    gone = {leaf for leaf in needed if book.is_dropped(leaf, book.intervals[leaf][2])
            and not any(leaf in found for found in details.values())}
    for name, found in details.items():
        for leaf in sorted(needed - gone ^ set(found)):
            expect(leaf in found, "is missing", f"{name}.bin entry {leaf}")
            raise Refused("is of no interval of the period", f"{name}.bin entry {leaf}")


def description(bundle):
    """Of bundle.json: what it says, and start and end of the period."""
    with in_place("bundle.json"):
        try:
            said = json.loads(utf8(bundle.read("bundle.json")))
            period = time_from(said["period"]["start"]), time_from(said["period"]["end"])
            form, size = said["format"], said["entries"]
        except (ValueError, TypeError, KeyError) as problem:
            raise Refused("does not say what it should") from problem
        expect(form == 1 and isinstance(size, int) and size > 0, "another format")
        expect(period[0] < period[1], "no period")
    return said, size, period


def verify_bundle(path, options, progress):
    bundle = Bundle(path)
    if "bundle.json" not in bundle.names:
        raise Unreadable("is no bundle: it has no bundle.json")
    said, size, (start, end) = description(bundle)
    entries, energies = bundle.blobs("entries.bin"), bundle.blobs("energies.bin")
    evidence = bundle.blobs("evidence.bin")
    expect(0 in entries, "the entry is missing", "entry 0")
    key = key_of(decoded(entries[0], 0), options.key)
    expect(bundle.read("key.txt").decode("utf-8", "replace").strip() == key.text(),
           "is not the key of the inception", "key.txt")
    own, all_given = bundle_notes(bundle, key, size), given_notes(options, key)
    given = within_reach(all_given, entries)

    def detail(leaf):
        return (energies[leaf], evidence[leaf]) if leaf in energies and leaf in evidence else None

    drops = {leaf: decoded(data, leaf) for leaf, data in entries.items() if data[:1] == b"\x0c"}
    book = Book(detail, False, lambda: drops, entries.__contains__)
    tree = Tree(bundle.subtrees())
    for leaf, data in entries.items():
        tree.add(leaf, data)
    differing = book.add_all(entries.items(), tree, by_size(own + given),
                             lambda leaf: progress(leaf, size))
    check_given(given, differing, own, size, "the bundle")
    book.check_end()
    for note in given:
        expect(note.size - 1 in entries, f"it signs {note.size} entries, before those of the bundle:"
               " compare it with one of an earlier period, or with the ledger", note.place)
    expect(tree.used == set(tree.given), "holds subtrees that are not needed", "subtrees.csv")
    early = start - start % FOUR_HOURS
    check_stretch(book, list(entries), size, early)
    check_details(book, early, end, energies=energies, evidence=evidence)
    check_said(said, book)
    check_texts({entry.hash for entry in book.of_kind(2)},
                {name[14:-5]: bundle.read(name) for name in bundle.below("configuration/")},
                "configuration/")
    check_tables(bundle, book, start, end)
    if len(given) < len(all_given):
        book.unchecked[f"{len(all_given) - len(given)} checkpoints, over entries that the bundle"
                       " lacks"] = 1
    book.unchecked["meters.csv and the reports, which are for people"] = 1
    return Result(book, len(entries), own, key, (start, end))


def within_reach(given, entries):
    """Those of a folder that sign entries which the bundle lacks say nothing of it."""
    reached = [note for note in given if not note.of_folder or note.size - 1 in entries]
    expect(reached or not given, "all checkpoints sign entries that the bundle lacks",
           given[-1].place if given else "")
    return reached


def bundle_notes(bundle, key, size):
    notes = []
    for name in bundle.below("checkpoints/"):
        note = note_from(bundle.read(name), key, name, False)
        expect(name == f"checkpoints/{note.size:010}.txt", "has another size in its name", name)
        expect(note.size <= size, "signs more entries than bundle.json names", name)
        notes.append(note)
    expect(notes and notes[-1].size == size, "the newest checkpoint is missing",
           f"checkpoints/{size:010}.txt")
    return notes


def check_said(said, book):
    expect(said.get("site") == book.inception.site, "another site than the inception's",
           "bundle.json")
    expect(book.configuration and said.get("zone") == book.configuration.zone,
           "another zone than the newest configuration's", "bundle.json")


def check_tables(bundle, book, start, end):
    bundle.compare("readings.csv", readings(book, start, end))
    bundle.compare("intervals.csv", intervals(book, start, end))
    bundle.compare("events.csv", events(book))
    bundle.compare("corrections.csv", corrections(book))
    bundle.compare("clock.csv", clock(book))
    periods = list(periods_of(book, bundle, start, end))
    if all(book.sums(*bounds) for _, *bounds in periods):
        bundle.compare("figures.csv", figures(book, periods))
    else:
        book.unchecked["figures.csv: without time zones the day in service cannot be told"] = 1


# ---- the program ---------------------------------------------------------------------------------

Result = collections.namedtuple("Result", "book entries notes key period")


def key_of(inception, wanted):
    """The key that signs: that of the inception, which must be the wanted one, if there is one."""
    expect(inception.kind == 1, "the first entry is no inception", "entry 0")
    with in_place("entry 0"):
        key = Key(inception.key_name, inception.public)
        if wanted:
            expect(key.text() == wanted.text(), f"the key is {key.text()}, not {wanted.text()}")
    return key


def note_from(raw, key, place, given):
    with in_place(place):
        note = Checkpoint(raw, key)
    note.place, note.given = place, given
    return note


def given_notes(options, key):
    notes = []
    for name in options.checkpoint:
        for file in note_files(pathlib.Path(name)):
            notes.append(note_from(file.read_bytes(), key, str(file), True))
            notes[-1].of_folder = str(file) != str(pathlib.Path(name))
    return notes


def note_files(path):
    """A file with a checkpoint, or all those of a folder, which are named SIZE.txt."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if re.fullmatch(r"[0-9]+\.txt", file.name))
    if not files:
        raise Unreadable(f"--checkpoint {path} holds no checkpoints SIZE.txt")
    return files


def wanted_key(text):
    """--key: the key itself, or a file with it."""
    if not re.fullmatch(r"[^+\s]+\+[0-9a-f]{8}\+\S+", text):
        text = pathlib.Path(text).read_text(encoding="utf-8")
    try:
        return key_from(text)
    except Refused as problem:
        raise Unreadable(f"--key {problem}") from problem


def show_progress(leaf, size):
    if leaf % 500 == 0 and sys.stderr.isatty():
        print(f"\rentry {leaf} of {size}", end="\r", file=sys.stderr, flush=True)


def summary(result, options):
    """What was verified, and what was not."""
    book, notes, key = result.book, result.notes, result.key
    yield (f"VERIFIED: {result.entries} entries, {len(book.starts)} intervals in"
           f" {len(book.intervals)} versions, site {book.inception.site}")
    if notes:
        yield (f"signed: {len(notes)} checkpoints by {key}, the last over {notes[-1].size} entries"
               f" at {notes[-1].time}")
    else:
        yield "NOT CHECKED: nothing is signed yet"
    if result.period:
        yield from period_summary(book, *result.period)
    if not options.key:
        yield f"NOT CHECKED: whose key it is; without --key it was believed: {key.text()}"
    if not options.checkpoint:
        yield ("NOT CHECKED: without --checkpoint, one that was kept elsewhere, whoever holds"
               " the key could have written all of it anew")
    if book.dropped:
        yield (f"NOT CHECKED: the totals of {book.dropped} interval versions, whose detail was"
               " dropped by rule, as entries say: they are as they were entered")
    for what in book.unchecked:
        yield f"NOT CHECKED: {what}"
    yield "NOT CHECKED: whether a reading was true: no ledger can say"


def period_summary(book, start, end):
    yield f"period {time_text(start)} to {time_text(end)}"
    sums = book.sums(start, end)
    if sums and pue(sums) is not None:
        yield (f"PUE {pue(sums):.4f}: facility {sums.facility} J, IT {sums.it} J, coverage"
               f" {sums.covered / (end - start):.2%}")
    else:
        yield "no PUE in the period"


def verify(options):
    path = pathlib.Path(options.what or pathlib.Path(__file__).resolve().parent)
    options.key = wanted_key(options.key) if options.key else None
    if path.is_dir() or zipfile.is_zipfile(path):
        return verify_bundle(path, options, show_progress)
    with open(path, "rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise Unreadable("is neither a ledger nor a bundle")
    return verify_ledger(path, options, show_progress)


def main():
    parser = argparse.ArgumentParser(description="Is a ledger or a bundle what was written?")
    parser.add_argument("what", nargs="?", help="LEDGER.db, BUNDLE.zip or a folder; or this folder")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE",
                        help="one that was kept elsewhere, or a folder of them; may be given"
                        " several times")
    parser.add_argument("--key", metavar="KEY_OR_FILE", help="the public key that must have signed")
    options = parser.parse_args()
    try:
        result = verify(options)
    except Refused as problem:
        print(f"NOT VERIFIED: {problem}")
        return 1
    except (Unreadable, OSError, sqlite3.Error, zipfile.BadZipFile) as problem:
        print(f"verify.py: {options.what or 'this folder'}: {problem}", file=sys.stderr)
        return 2
    for line in summary(result, options):
        print(line)
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a console that lacks a character
    sys.exit(main())

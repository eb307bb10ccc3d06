"""Writes ledgers and bundles as docs/ledger-format.md describes them, for verify.py to judge. The
entries come from a ledger of pued; others can be put between them, and everything is signed anew
with a key of its own. Tables are written with `csv`, sums are taken one by one: none of it is
verify.py's way."""

import base64
import csv
import datetime
import functools
import hashlib
import io
import json
import shutil
import sqlite3
import struct
import zlib

import verify

SECOND = 10**9
HOUR = 3600 * SECOND
UTC = datetime.timezone.utc
MEASURED = ["measured", "recovered", "integrated", "missing", "substituted", "edited", "estimated"]


def u(number):
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out) + bytes([number])


def s(number):
    return u(2 * number if number >= 0 else -2 * number - 1)


def text(value):
    return u(len(value.encode())) + value.encode()


def maybe(value):
    return b"\x00" if value is None else b"\x01" + s(value)


def at(moment):
    """Nanoseconds of "2026-03-01T00:00:00"."""
    return int(datetime.datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()) * SECOND


def utc(time):
    moment = datetime.datetime.fromtimestamp(time // SECOND, UTC)
    thousandths = time % SECOND // 10**6
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{thousandths:03}Z" if thousandths else "Z")


def event(written, time, meter, kind, final, initial, who, why, ticket):
    return (b"\x04\x01" + s(written) + s(time) + text(meter) + text(kind) + maybe(final)
            + maybe(initial) + text(who) + text(why) + text(ticket))


def day_sum(written, start, length, facility, it, covered, method=3):
    present = (facility is not None) + 2 * (it is not None)
    sums = b"".join(s(value) for value in (facility, it) if value is not None)
    return (b"\x05\x01" + s(written) + b"\x01" + s(start) + u(length) + bytes([present]) + sums
            + u(covered) + u(method))


def correction(written, meter, direction, start, end, old, new, who, why, ticket):
    return (b"\x06\x01" + s(written) + text(meter) + bytes([direction]) + s(start) + s(end)
            + maybe(old) + s(new) + text(who) + text(why) + text(ticket))


def clock_state(written, time, state, error=None):
    return (b"\x0b\x01" + s(written) + s(time) + bytes([state])
            + (b"" if error is None else u(error)))


def drop(written, years, bound, first, last, count, size):
    """Detail was dropped by rule."""
    return (b"\x0c\x01" + s(written) + u(years) + s(bound) + u(first) + u(last) + u(count)
            + u(size))


def interval(entry):
    """An entry of kind 3 that verify.py has read, written again."""
    values = [*entry.totals.values(), entry.gap]
    present = sum(1 << bit for bit, value in enumerate(values) if value is not None)
    gap = b"" if entry.gap is None else s(entry.gap[0] - entry.start) + u(entry.gap[1])
    return (b"\x03\x01" + s(entry.written) + s(entry.start) + u(entry.length) + u(entry.version)
            + bytes([entry.quality, entry.flags]) + u(present)
            + b"".join(s(value) for value in values[:-1] if value is not None) + gap
            + b"".join(map(s, (entry.estimated_facility, entry.estimated_it, *entry.moved,
                               entry.unknown))) + entry.energies + entry.evidence)


class Signer:
    """RFC 8032, 5.1.5 and 5.1.6."""

    def __init__(self, name, seed):
        digest = hashlib.sha512(seed).digest()
        number = int.from_bytes(digest[:32], "little")
        self.secret = number & (1 << 254) - 8 | 1 << 254
        self.prefix = digest[32:]
        self.public = verify.point_bytes(verify.product(verify.BASE, self.secret))
        self.name = name
        self.id = hashlib.sha256(name.encode() + b"\n\x01" + self.public).digest()[:4]

    def text(self):
        public = base64.b64encode(b"\x01" + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{public}"

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % verify.ORDER
        start = verify.point_bytes(verify.product(verify.BASE, r))
        digest = hashlib.sha512(start + self.public + message).digest()
        k = int.from_bytes(digest, "little") % verify.ORDER
        return start + ((r + k * self.secret) % verify.ORDER).to_bytes(32, "little")

    def note(self, size, root, time):
        body = f"{self.name}\n{size}\n{base64.b64encode(root).decode()}\ntime {time}\n"
        signature = base64.b64encode(self.id + self.sign(body.encode())).decode()
        return f"{body}\n— {self.name} {signature}\n".encode()


class Story:
    """The entries of a ledger with their detail."""

    def __init__(self, path):
        file = sqlite3.connect(path)
        self.entries = [row[0] for row in file.execute("SELECT bytes FROM record ORDER BY leaf")]
        detail = file.execute("SELECT leaf, bytes, deflated FROM energies JOIN evidence"
                              " USING(leaf)").fetchall()
        self.detail = {self.entries[leaf]: (energies, verify.inflated(evidence))
                       for leaf, energies, evidence in detail}
        self.texts = dict(file.execute("SELECT hash, text FROM configuration_text"))
        self.notes = {size: note.encode() for size, note in file.execute(
            "SELECT size, text FROM checkpoint ORDER BY size")}
        file.close()
        self.template = path
        inception = verify.decoded(self.entries[0], 0)
        self.key = verify.Key(inception.key_name, inception.public).text()

    def interval_at(self, start):
        """Number of version 1 of the interval that begins there."""
        for leaf, data in enumerate(self.entries):
            if data[0] == 3:
                entry = verify.decoded(data, leaf)
                if entry.start == start and entry.version == 1:
                    return leaf
        raise LookupError(start)

    def intervals(self):
        """Number and entry of each version of an interval."""
        return [(leaf, verify.decoded(data, leaf)) for leaf, data in enumerate(self.entries)
                if data[0] == 3]

    def second_version(self, leaf):
        """The entry once more, as version 2 with the same content."""
        data = self.entries[leaf]
        read = verify.Reader(data)
        read.byte(), read.byte(), read.signed(), read.signed(), read.unsigned()
        again = data[:read.at] + b"\x02" + data[read.at + 1:]
        self.detail[again] = self.detail[data]
        return again

    def sign(self, seed, sizes):
        """From now on it is a ledger of this key; the name of the key stays."""
        old = verify.decoded(self.entries[0], 0)
        signer = Signer(old.key_name, seed)
        self.key = signer.text()
        self.entries[0] = self.entries[0].replace(old.public, signer.public)
        self.hash.cache_clear()
        self.notes = {size: signer.note(size, self.hash(0, size), "2026-03-05T00:00:00Z")
                      for size in sizes}

    @functools.lru_cache(maxsize=None)
    def hash(self, begin, end):
        """MTH of RFC 6962."""
        if end - begin == 1:
            return hashlib.sha256(b"\x00" + self.entries[begin]).digest()
        half = 1 << (end - begin - 1).bit_length() - 1
        left, right = self.hash(begin, begin + half), self.hash(begin + half, end)
        return hashlib.sha256(b"\x01" + left + right).digest()

    # ---- as a ledger

    def write_ledger(self, path):
        shutil.copy(self.template, path)
        file = sqlite3.connect(path)
        for table in ("record", "energies", "evidence", "interval", "subtree", "checkpoint"):
            file.execute(f"DELETE FROM {table}")
        for leaf, data in enumerate(self.entries):
            file.execute("INSERT INTO record VALUES(?, ?, ?)", (leaf, data[0], data))
            if data[0] == 3:
                self.write_interval(file, leaf, data)
            for level in range((leaf + 1 & -leaf - 1).bit_length()):
                begin = leaf + 1 - (1 << level)
                file.execute("INSERT INTO subtree VALUES(?, ?, ?)",
                             (level, begin >> level, self.hash(begin, leaf + 1)))
        for size, note in self.notes.items():
            file.execute("INSERT INTO checkpoint VALUES(?, ?)", (size, note.decode()))
        file.commit()
        file.close()
        return path

    def write_interval(self, file, leaf, data):
        entry = verify.decoded(data, leaf)
        file.execute("INSERT OR IGNORE INTO interval VALUES(?, ?, ?, ?)",
                     (entry.start, entry.version, entry.start + entry.length, leaf))
        if data not in self.detail:
            return
        energies, evidence = self.detail[data]
        file.execute("INSERT INTO energies VALUES(?, ?)", (leaf, energies))
        file.execute("INSERT INTO evidence VALUES(?, ?)",
                     (leaf, u(len(evidence)) + zlib.compress(evidence)))

    # ---- as a bundle

    def bundle(self, start, end, days, months):
        """Files by name; `days` and `months` are the local ones of the period."""
        decoded = [verify.decoded(data, leaf) for leaf, data in enumerate(self.entries)]
        early = start - start % (4 * HOUR)
        size = max(self.notes)
        first = max((leaf for leaf, entry in enumerate(decoded)
                     if entry.kind == 3 and entry.version == 1 and entry.start <= early), default=0)
        kept = [leaf for leaf in range(size)
                if leaf >= first or decoded[leaf].kind in (1, 2, 4, 6, 11)]
        detailed = [leaf for leaf in kept if decoded[leaf].kind == 3
                    and early <= decoded[leaf].start and decoded[leaf].end <= end
                    and self.entries[leaf] in self.detail]
        newest = {}
        for leaf in kept:
            if decoded[leaf].kind == 3:
                newest[decoded[leaf].start] = leaf, decoded[leaf]
        period = [newest[begin] for begin in sorted(newest)
                  if start <= begin and newest[begin][1].end <= end]
        configuration = decoded[1]
        names = {number: meter[0] for number, meter in configuration.meters.items()}
        files = {
            "bundle.json": json.dumps({
                "format": 1, "site": decoded[0].site, "zone": configuration.zone,
                "period": {"start": utc(start), "end": utc(end)}, "entries": size}).encode(),
            "entries.bin": blobs((leaf, self.entries[leaf]) for leaf in kept),
            "energies.bin": blobs((leaf, self.detail[self.entries[leaf]][0]) for leaf in detailed),
            "evidence.bin": blobs((leaf, self.detail[self.entries[leaf]][1]) for leaf in detailed),
            "subtrees.csv": self.subtrees(set(kept), size),
            "key.txt": self.key.encode() + b"\n",
            "readings.csv": self.readings(period, names),
            "intervals.csv": table(
                "start,end,version,quality,facility_joules,it_joules",
                [(utc(e.start), utc(e.end), e.version, MEASURED[e.quality], e.facility, e.it)
                 for _, e in period]),
            "figures.csv": figures([e for _, e in period], [
                *(("day", *day) for day in days), *(("month", *month) for month in months),
                ("period", start, end)]),
            "events.csv": table(
                "written,at,meter,kind,final,initial,who,why,ticket",
                [(utc(e.written), utc(e.at), *guarded(e.meter, e.what), e.final, e.initial,
                  *guarded(e.who, e.why, e.ticket)) for e in decoded[:size] if e.kind == 4]),
            "corrections.csv": table(
                "written,meter,direction,start,end,old_joules,new_joules,who,why,ticket",
                [(utc(e.written), *guarded(e.meter), ["imported", "exported"][e.direction - 1],
                  utc(e.start), utc(e.end), e.old, e.new, *guarded(e.who, e.why, e.ticket))
                 for e in decoded[:size] if e.kind == 6]),
            "clock.csv": table(
                "written,at,state,maximum_error_ns",
                [(utc(e.written), utc(e.at), ["unknown", "synchronised", "unsynchronised"][e.state],
                  e.error) for e in decoded[:size] if e.kind == 11]),
        }
        for value, content in self.texts.items():
            files[f"configuration/{value.hex()}.yaml"] = content.encode()
        for checkpoint, note in self.notes.items():
            if checkpoint > first:
                files[f"checkpoints/{checkpoint:010}.txt"] = note
        return files

    def subtrees(self, kept, size):
        rows = []

        def visit(level, position):
            begin = position << level
            if begin >= size:
                return
            if begin + (1 << level) <= size and not kept.intersection(
                    range(begin, begin + (1 << level))):
                rows.append((level, position, self.hash(begin, begin + (1 << level)).hex()))
            elif level:
                visit(level - 1, 2 * position)
                visit(level - 1, 2 * position + 1)

        visit(size.bit_length(), 0)
        return table("level,position,hash", rows)

    def readings(self, period, names):
        rows = []
        for leaf, entry in period:
            if self.entries[leaf] not in self.detail:
                continue
            data = self.detail[self.entries[leaf]][0]
            count, = struct.unpack_from("<I", data)
            exports, = struct.unpack_from("<I", data, 4 + 9 * count)
            exported = dict(struct.iter_unpack("<Iq", data[8 + 9 * count:]))
            assert len(exported) == exports
            for row in sorted(range(count), key=lambda row: names.get(row, "").encode()):
                code = data[4 + row]
                imported, = struct.unpack_from("<q", data, 4 + count + 8 * row)
                if code == 255:
                    continue
                energies = (imported, exported.get(row, 0)) if code & 15 != 3 else (None, None)
                rows.append((utc(entry.start), utc(entry.end), entry.version, *guarded(names[row]),
                             MEASURED[code & 15], *energies))
        return table("start,end,version,meter,quality,imported_joules,exported_joules", rows)


def blobs(pairs):
    return b"".join(u(leaf) + u(len(data)) + data for leaf, data in pairs)


def guarded(*cells):
    return ["'" + value if value.startswith(("=", "+", "-", "@")) else value for value in cells]


def table(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue().encode()


def figures(intervals, steps):
    rows = []
    for step, start, end in steps:
        facility = it = None
        covered = 0
        for e in intervals:
            if e.start < start or e.end > end or e.facility is None or e.it is None:
                continue
            parts = [0 if part == 0 else part / whole for part, whole in (
                (e.estimated_facility, e.facility), (e.estimated_it, e.it))]
            if max(parts) > 0.05:
                continue
            facility, it = (facility or 0) + e.facility, (it or 0) + e.it
            inside = not e.gap or (start <= e.gap[0] and sum(e.gap) <= end)
            if max(parts) <= 0.01 and e.flags == 0 and inside:
                covered += e.length
        ratio = facility / it if it else None
        rows.append((step, utc(start), utc(end), facility, it, ratio, covered // SECOND,
                     (end - start) // SECOND))
    return table("step,start,end,facility_joules,it_joules,pue,covered_seconds,elapsed_seconds",
                 rows)

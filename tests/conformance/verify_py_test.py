#!/usr/bin/python3
"""verify_py_test.py BUILD_DIR [UNITTEST…]: a few days of the demo site as a ledger, judged by
config/bundle/verify.py. Then it is damaged in many ways: each must be refused with its place named,
by `puectl verify` too where it is asked. Exit code 77: SKIPPED."""

import contextlib
import random
import shutil
import sqlite3
import struct

from verify_py_case import (  # first: it finds verify.py
    FLIPS, VERIFIER, Case, Place, flipped, judged, main, puectl, verify)

import ledger_writer as writer

from demo_ledger import CORRECTED, START, forged
from ledger_writer import HOUR


class Ledgers(Case):
    """Of this build, so that `puectl verify` has its say as well."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = Place.ledger
        cls.dice = random.Random(20260301)
        file = sqlite3.connect(cls.ledger)
        cls.size = file.execute("SELECT count(*) FROM record").fetchone()[0]
        cls.key = verify.decoded(file.execute("SELECT bytes FROM record WHERE leaf = 0")
                                 .fetchone()[0], 0)
        cls.note = file.execute("SELECT text FROM checkpoint ORDER BY size DESC").fetchone()[0]
        file.close()

    @contextlib.contextmanager
    def damaged(self):
        path = Place.folder / "damaged.db"
        shutil.copy(self.ledger, path)
        file = sqlite3.connect(path)
        yield file, path
        file.commit()
        file.close()

    def both_refuse(self, path, pattern):
        self.refused(pattern, path)
        self.assertNotEqual(puectl("verify", path), 0, f"puectl believes it: {pattern}")

    def flip(self, table, row, value, place):
        """Single bits of a column; `place` makes the pattern from the row's key."""
        for _ in range(FLIPS):
            with self.damaged() as (file, path):
                rows = file.execute(f"SELECT {row}, {value} FROM {table}").fetchall()
                number, data = self.dice.choice(rows)
                changed = flipped(data, self.dice)
                if table == "evidence" and same_evidence(data, changed):
                    continue  # a bit that zlib does not look at
                if isinstance(data, str):
                    changed = changed.decode("latin-1")
                file.execute(f"UPDATE {table} SET {value} = ? WHERE {row} = ?", (changed, number))
            with self.subTest(table=table, row=number):
                self.both_refuse(path, place(number))

    def test_as_it_is(self):
        output = self.verified(self.ledger)
        self.assertIn(f"{self.size} entries", output)
        self.assertIn("NOT CHECKED: without --checkpoint", output)
        self.assertEqual(puectl("verify", self.ledger), 0)

    def test_record(self):
        self.flip("record", "leaf", "bytes", lambda leaf: rf"\bentry {leaf}\b")

    def test_energies(self):
        self.flip("energies", "leaf", "bytes", lambda leaf: rf"entry {leaf} \(interval .* version")

    def test_evidence(self):
        self.flip("evidence", "leaf", "deflated",
                  lambda leaf: rf"entry {leaf} \(interval .*evidence")

    def test_checkpoint(self):
        self.flip("checkpoint", "size", "text", lambda size: rf"checkpoint {size}\b")

    def test_configuration(self):
        self.flip("configuration_text", "hash", "text", lambda value: value.hex())

    def test_tree(self):
        with self.damaged() as (file, path):
            file.execute("UPDATE subtree SET hash = zeroblob(32) WHERE level = 3 AND position = 5")
        self.refused(r"subtree 3,5\b", path)

    def test_named(self):
        """Bits that nothing but their hash knows."""
        with self.damaged() as (file, path):
            file.execute("UPDATE record SET bytes = cast(substr(bytes, 1, 3) || x'81' ||"
                         " substr(bytes, 5) AS BLOB) WHERE leaf = 20")
        self.both_refuse(path, r"entry 20 \(interval .*its hash in the tree")
        with self.damaged() as (file, path):
            codes, = file.execute("SELECT bytes FROM energies WHERE leaf = 21").fetchone()
            codes = codes[:5] + bytes([codes[5] ^ 0x20]) + codes[6:]
            file.execute("UPDATE energies SET bytes = ? WHERE leaf = 21", (codes,))
        self.both_refuse(path, r"entry 21 \(interval .*its energies are not those")

    def test_swapped(self):
        for first, second in ((10, 11), (20, self.size - 2)):
            with self.damaged() as (file, path):
                rows = dict(file.execute("SELECT leaf, bytes FROM record"))
                file.execute("UPDATE record SET bytes = ? WHERE leaf = ?", (rows[second], first))
                file.execute("UPDATE record SET bytes = ? WHERE leaf = ?", (rows[first], second))
            self.both_refuse(path, rf"entry {first}\b")

    def test_indices(self):
        for change, place in (
                ("UPDATE interval SET leaf = leaf + 1 WHERE leaf = 50", "entry 50"),
                ("UPDATE interval SET end_ns = end_ns + 1 WHERE leaf = 51", "entry 51"),
                ("DELETE FROM interval WHERE leaf = 52", "entry 52"),
                ("UPDATE record SET kind = 8 WHERE leaf = 56", "entry 56"),
                ("UPDATE meters SET name = 'x' WHERE id = 2", "meters"),
                ("UPDATE site SET zone = 'Europe/Berlin'", "site")):
            with self.subTest(change=change):
                with self.damaged() as (file, path):
                    file.execute(change)
                self.refused(place, path)  # puectl has no look at indices: it finds them again

    def test_left_out(self):
        for change, place in (
                ("DELETE FROM record WHERE leaf = 53", "entry 53"),
                ("DELETE FROM energies WHERE leaf = 54", "entry 54"),
                ("DELETE FROM evidence WHERE leaf = 55", "entry 55"),
                ("DELETE FROM configuration_text", "configuration")):
            with self.subTest(change=change):
                with self.damaged() as (file, path):
                    file.execute(change)
                self.both_refuse(path, place)

    def cut(self, size):
        """Everything from there on is gone, as if it had never been."""
        with self.damaged() as (file, path):
            for table in ("record", "interval", "energies", "evidence"):
                file.execute(f"DELETE FROM {table} WHERE leaf >= ?", (size,))
            file.execute("DELETE FROM checkpoint WHERE size > ?", (size,))
            file.execute("DELETE FROM subtree WHERE (position + 1 << level) > ?", (size,))
        return path

    def test_truncated(self):
        note = Place.folder / "kept.txt"
        note.write_text(self.note)
        path = self.cut(100)
        self.verified(path)
        self.refused(r"kept\.txt: .*truncated", path, "--checkpoint", note)
        self.assertNotEqual(puectl("verify", path, "--checkpoint", note), 0)
        self.verified(self.ledger, "--checkpoint", note)

    def test_directory_of_checkpoints(self):
        kept = Place.folder / "kept"
        kept.mkdir()
        with self.damaged() as (file, _):
            notes = file.execute("SELECT size, text FROM checkpoint").fetchall()
        with self.assertRaises(AssertionError):  # an empty directory agrees with nothing
            self.verified(self.ledger, "--checkpoint", kept)
        self.assertNotEqual(puectl("verify", self.ledger, "--checkpoint", kept), 0)
        for size, text in notes:
            (kept / f"{size:010}.txt").write_text(text)
        (kept / "README.txt").write_text("none of them")
        self.assertGreater(len(notes), 2)
        self.verified(self.ledger, "--checkpoint", kept)
        self.assertEqual(puectl("verify", self.ledger, "--checkpoint", kept), 0)
        size = max(size for size, _ in notes)
        path = self.cut(size - 1)
        self.refused(f"{size:010}.*truncated", path, "--checkpoint", kept)
        self.assertNotEqual(puectl("verify", path, "--checkpoint", kept), 0)

    def test_another_key(self):
        story = writer.Story(self.ledger)
        story.sign(b"another", [50, len(story.entries)])
        path = story.write_ledger(Place.folder / "another.db")
        self.verified(path)
        self.assertEqual(puectl("verify", path), 0)
        key = verify.Key(self.key.key_name, self.key.public).text()
        self.refused("entry 0: the key is", path, "--key", key)
        self.assertNotEqual(puectl("verify", path, "--key", key), 0)
        note = Place.folder / "kept.txt"
        note.write_text(self.note)
        self.refused("kept.txt: signed by another key", path, "--checkpoint", note)
        (Place.folder / "key.txt").write_text(key + "\n")
        self.verified(self.ledger, "--key", Place.folder / "key.txt")

    def test_forked_and_edited(self):
        one, other = forged(self.ledger, b"seed"), forged(self.ledger, b"seed", added=False)
        (Place.folder / "note.txt").write_bytes(other.notes[len(other.entries)])
        path = one.write_ledger(Place.folder / "one.db")
        self.verified(path)
        self.refused("note.txt: .*forked", path, "--checkpoint", Place.folder / "note.txt")
        one.notes = {}
        path = one.write_ledger(Place.folder / "one.db")
        self.refused("note.txt: .*edited", path, "--checkpoint", Place.folder / "note.txt")
        text = other.notes[80].replace(b"\n80\n", b"\n81\n")
        (Place.folder / "note.txt").write_bytes(text)
        self.refused("note.txt: the checkpoint was edited", path,
                     "--checkpoint", Place.folder / "note.txt")

    def test_unreadable(self):
        self.assertEqual(judged(Place.folder / "nothing.db")[0], 2)
        self.assertEqual(judged(VERIFIER)[0], 2)
        self.assertEqual(judged(Place.folder)[0], 2)


def same_evidence(stored, changed):
    try:
        return verify.inflated(stored) == verify.inflated(changed)
    except verify.Refused:
        return False


class Rules(Case):
    """Entries that are signed, and yet not what a writer may write."""

    def lie(self, pattern, change):
        story = forged(Place.ledger, b"seed")
        leaf = change(story)
        story.sign(b"seed", [len(story.entries)])
        self.refused(pattern.format(leaf), story.write_ledger(Place.folder / "lie.db"))

    def changed_entry(self, pattern, find, replace):
        def change(story):
            leaf = find(story)
            data = story.entries[leaf]
            story.entries[leaf] = replace(data)
            if data in story.detail:
                story.detail[story.entries[leaf]] = story.detail[data]
            return leaf
        self.lie(pattern, change)

    def of_kind(self, kind):
        return lambda story: next(
            leaf for leaf, data in enumerate(story.entries) if data[0] == kind)

    @staticmethod
    def third_hour(story):
        return story.interval_at(START + 2 * HOUR)

    def test_form(self):
        event = self.of_kind(4)
        self.changed_entry("entry {}: an unknown form", event, lambda e: e[:1] + b"\x02" + e[2:])
        self.changed_entry("entry {}: an unknown kind", event, lambda e: b"\x0d" + e[1:])
        self.changed_entry("entry {}: bytes after its end", event, lambda e: e + b"\x00")
        self.changed_entry("entry {}: it ends too early", event, lambda e: e[:-1])
        self.changed_entry("entry {}: .*shortest", event, lambda e: e[:-1] + b"\x80\x00")

    def test_clock(self):
        clock = self.of_kind(11)

        def state(number, error=None):
            return lambda _: writer.clock_state(START, START, number, error)

        self.changed_entry("entry {}: an unknown state", clock, state(3))
        self.changed_entry("entry {}: it ends too early", clock, state(1))
        self.changed_entry("entry {}: bytes after its end", clock, state(2, 5))
        self.changed_entry("entry {}: an error of the clock", clock, state(1, 2**63))

    def test_day(self):
        day = self.of_kind(5)

        def more(data):
            entry = verify.decoded(data, 0)
            return writer.day_sum(entry.written, entry.start, entry.length, entry.facility + 1,
                                  entry.it, entry.covered)

        def shifted(data):
            entry = verify.decoded(data, 0)
            return writer.day_sum(entry.written, entry.start + HOUR, entry.length, entry.facility,
                                  entry.it, entry.covered)

        self.changed_entry("entry {}: is not what the entries before", day, more)
        self.changed_entry("entry {}: no local day", day, shifted)

    def test_interval(self):
        def with_total(data):
            entry = verify.decoded(data, 0)
            return data.replace(writer.s(entry.facility), writer.s(entry.facility + 1), 1)

        self.changed_entry(r"entry {} \(interval .*: facility is not", self.third_hour, with_total)

    def test_second_inception(self):
        def change(story):
            story.entries.append(story.entries[0])
            return len(story.entries) - 1
        self.lie("entry {}: the inception is the first entry", change)

    def test_quality(self):
        def with_quality(data):
            read = verify.Reader(data)
            read.take(2), read.signed(), read.signed(), read.unsigned(), read.unsigned()
            return data[:read.at] + b"\x01" + data[read.at + 1:]
        self.changed_entry("entry {} .*: its quality is not", self.third_hour, with_quality)

    def test_signatures(self):
        """RFC 8032, 7.1: test 2."""
        public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        signature = bytes.fromhex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        key = verify.Key("name", public)
        self.assertTrue(key.signed(b"\x72", signature))
        self.assertFalse(key.signed(b"\x73", signature))
        number = int.from_bytes(signature[32:], "little") + verify.ORDER
        again = signature[:32] + number.to_bytes(32, "little")
        self.assertFalse(key.signed(b"\x72", again), "a second signature of the same text")

    def test_version(self):
        def change(story):
            again = story.second_version(story.interval_at(START))
            story.entries.append(again)
            return len(story.entries) - 1
        self.lie(r"entry {} \(interval .*: its version does not follow", change)

    def test_energy(self):
        """One joule more of a meter in no sum: only its evidence knows better."""
        def change(story):
            leaf = story.interval_at(START + 3 * HOUR)
            data = story.entries[leaf]
            entry = verify.decoded(data, leaf)
            energies, evidence = story.detail[data]
            place = 4 + energies[0] + 8 * 6  # pdu-a
            raw = bytearray(energies)
            raw[place] ^= 1
            changed = data.replace(entry.energies, verify.hashlib.sha256(raw).digest())
            story.entries[leaf] = changed
            story.detail[changed] = bytes(raw), evidence
            return leaf
        self.lie(r"entry {} \(interval .*: the energy of meter 6 does not follow", change)

    def changed_correction(self, pattern, **fields):
        def change(story):
            leaf = self.of_kind(6)(story)
            entry = verify.decoded(story.entries[leaf], leaf)
            now = {"meter": entry.meter, "start": entry.start, "new": entry.new, **fields}
            story.entries[leaf] = writer.correction(
                entry.written, now["meter"], entry.direction, now["start"], entry.end, entry.old,
                now["new"], entry.who, entry.why, entry.ticket)
            return leaf
        self.lie(pattern, change)

    def test_correction(self):
        """1.5 m³ over four intervals, as the ledger of the demo says."""
        self.changed_correction("do not come to what the correction", new=1_499_999)
        self.changed_correction("the meter that was corrected is not edited", meter="grid")
        self.changed_correction("the configuration has no meter", meter="nobody")
        self.changed_correction("not the version that a correction before it asks for",
                                start=verify.time_from(CORRECTED[0]) + HOUR // 4)

    def test_correction_without_versions(self):
        def cut(story):
            leaf = self.of_kind(6)(story)
            del story.entries[leaf + 4:]
            return leaf
        self.lie(r"entry {}: the versions that follow from it are not there", cut)


class Units(Case):
    """Rules that a few days of a sound site do not come near."""

    def boundary(self, *numbers):
        """Of meter 1, imported: R, base − R, x − base, step, after − R − step; below, above,
        withheld; milliseconds before and after. Then nothing else."""
        data = b"".join(writer.u(number) if 5 <= place <= 7 else writer.s(number)
                        for place, number in enumerate(numbers))
        return verify.boundary(verify.Reader(data), [(1, 0, 16)], True)

    def test_bounds(self):
        """From 100 + 10 + min(−3, 0) − 2 = 105 to 110 + max(−3, 0) + 4 + 1 = 115."""
        for x in (-5, 0, 5):
            self.assertEqual(self.boundary(100, 10, x, -3, 0, 2, 4, 1, 0, 7), {(1, 0): 110 + x})
        for x in (-6, 6):
            with self.assertRaisesRegex(verify.Refused, "not between"):
                self.boundary(100, 10, x, -3, 0, 2, 4, 1, 0, 7)
        for times in ((-1, 7), (0, -1)):
            with self.assertRaisesRegex(verify.Refused, "either side"):
                self.boundary(100, 10, 0, -3, 0, 2, 4, 1, *times)

    @staticmethod
    def interval(facility, it, estimated=0, flags=0, gap=None):
        found = verify.Entry(3, 0)
        found.start, found.end, found.length = 100, 200, 100
        found.facility, found.it, found.flags, found.gap = facility, it, flags, gap
        found.estimated_facility, found.estimated_it = estimated, 0
        return found

    def test_usable_and_covered(self):
        for interval, sums in (
                (self.interval(1000, 800), (1000, 800, 100)),
                (self.interval(1000, 800, 10), (1000, 800, 100)),  # 1 %
                (self.interval(1000, 800, 11), (1000, 800, 0)),
                (self.interval(1000, 800, 50), (1000, 800, 0)),  # 5 %
                (self.interval(1000, 800, 51), (None, None, 0)),
                (self.interval(None, 800), (None, None, 0)),
                (self.interval(0, 0), (0, 0, 100)),
                (self.interval(1000, 800, flags=1), (1000, 800, 0)),
                (self.interval(1000, 800, flags=2), (1000, 800, 0)),
                (self.interval(1000, 800, gap=(50, 200)), (1000, 800, 100)),
                (self.interval(1000, 800, gap=(49, 200)), (1000, 800, 0)),
                (self.interval(1000, 800, gap=(50, 201)), (1000, 800, 0))):
            self.assertEqual(verify.sums_of([interval], 50, 250), sums)

    def test_names(self):
        book, entry = verify.Book(None, True), verify.Entry(2, 0)
        entry.zone, entry.meters = "UTC", {1: ("a", "grid", None, None)}
        book.add_configuration(entry)
        for meters, problem in (({1: ("b", "grid", None, None)}, "another name"),
                                ({2: ("a", "grid", None, None)}, "two meters with one name")):
            entry.meters = meters
            with self.assertRaisesRegex(verify.Refused, problem):
                book.add_configuration(entry)

    def test_boundary_equation(self):
        """0.35 of 10 J less 1 J exported is 3.15 J: 3; of −9 J it is −3.15: −4, rounded down. From
        9 J of facility less 3 of IT and 2 of cooling 4 are left; meter 2 begins when this ends."""
        book, interval = verify.Book(None, True), self.interval(9, 3)
        book.configuration = verify.Entry(2, 0)
        book.configuration.meters = {1: ("a", "", None, 200), 2: ("b", "", 200, None),
                                     3: ("c", "", 199, None)}
        book.configuration.sums = {"it": [(1, 350000), (2, 1000000)], "missing": [(3, 1000000)]}
        present = book.present(interval)
        self.assertEqual(present, {1, 3})
        energies = verify.Energies(
            struct.pack("<I4B4qI", 4, 255, 0, 0, 3, 0, 10, 7, 0, 1) + struct.pack("<Iq", 1, 1))
        meters = verify.Meters(book.configuration, energies, present)
        self.assertEqual(meters.sum("it"), 3)
        self.assertIsNone(meters.sum("missing"))
        energies.imported = (0, -8, 7, 0)
        self.assertEqual(meters.sum("it"), -4)

        interval.quality, interval.unknown = 0, 0
        interval.totals = dict(zip(verify.TOTALS, [9, 3, 2, None, None, None, 4] + [None] * 15))
        book.configuration.sums = {"facility": [(1, 1000000)], "it": [(2, 1000000)],
                                   "overhead:cooling": [(3, 1000000)]}
        energies.imported, energies.codes, energies.exported = (0, 9, 3, 2), b"\xff\0\0\0", {}
        book.check_totals(interval, energies, {1, 2, 3})
        interval.totals["unexplained"] = 5
        with self.assertRaisesRegex(verify.Refused, "unexplained"):
            book.check_totals(interval, energies, {1, 2, 3})

    def test_midnights(self):
        """Azores: at 00:00 of 2026-03-29 it becomes 01:00; the day begins there, and has 23 h."""
        zone = verify.Zone("Atlantic/Azores")
        day, = zone.whole_days(writer.at("2026-03-29T01:00:00"), writer.at("2026-03-30T00:00:00"))
        self.assertEqual(day[1] - day[0], 23 * HOUR)


if __name__ == "__main__":
    main()

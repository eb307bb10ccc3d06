#!/usr/bin/python3
"""schema_test.py PUECTL PUESIM: the schemas for editors, config/*.schema.json, against
docs/configuration.md (whose keys a unit test holds against the loader's) and against `puectl
check`: the same keys, words and forms."""

import concurrent.futures
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import editor_schema as editor
import jsonschema
import schema_cases as cases
import yaml_core
from servers import started

ROOT = editor.CONFIG.parent
TEMPORARY = tempfile.TemporaryDirectory()
FOLDER = pathlib.Path(TEMPORARY.name)
ROW = re.compile(r"\| `(\w+)` \|.*?\|(.*?)\|")
NONSENSE = "qqqqqqqqqqqqqqqq"


def puectl(*arguments):
    return subprocess.run([PUECTL, *arguments], capture_output=True, text=True, check=False,
                          timeout=60, env={**os.environ, "PUED_DATA_DIR": str(editor.CONFIG)})


def check(text, name="site.yaml"):
    """What `puectl check` has against a configuration; none: it takes it."""
    path = FOLDER / name
    path.write_text(text, encoding="utf-8")
    done = puectl("check", str(path))
    said = (done.stdout + done.stderr).splitlines()
    return [] if done.returncode == 0 else [line for line in said if line.startswith(str(FOLDER))]


def check_all(texts):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(check, texts, (f"{i}.yaml" for i in range(len(texts)))))


def tables():
    """{section: {key: default}} of docs/configuration.md."""
    found, section = {}, None
    for line in (ROOT / "docs/configuration.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = None
        if line.startswith("### `"):
            section = found.setdefault(line[5:-1], {})
        row = ROW.match(line)
        if row and section is not None:
            section[row[1]] = row[2].strip()
    return found


def yaml_blocks(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M)


def words_of(section, key):
    return {str(word) for word in editor.sections()[section].keys()[key]["enum"]}


class Keys(unittest.TestCase):
    """Against the tables of docs/configuration.md."""
    maxDiff = None

    def test_both_schemas_are_draft_07(self):
        for text in editor.TEXTS.values():
            jsonschema.Draft7Validator.check_schema(text)
            self.assertEqual(text["$schema"], "http://json-schema.org/draft-07/schema#")

    def test_each_key_stands_at_its_place_and_no_other_does(self):
        of_tables = ("policy file", "policies", "renewable_targets", "factor")
        documented = {name: set(keys) for name, keys in tables().items()
                      if not name.startswith(of_tables)}
        known = {name: set(section.keys()) for name, section in editor.sections().items()}
        self.assertEqual(known, documented)

    def test_mappings_take_no_other_keys_and_require_what_the_tables_require(self):
        documented = tables()
        for name, section in editor.sections().items():
            with self.subTest(section=name):
                self.assertIs(section.schema["additionalProperties"], False)
                required = {key for key, default in documented[name].items()
                            if default == "required"}
                self.assertEqual(set(section.schema.get("required", [])), required)

    def test_defaults_are_those_of_the_tables(self):
        documented = tables()
        for name, section in editor.sections().items():
            for key, schema in section.keys().items():
                if "default" in schema:
                    with self.subTest(section=name, key=key):
                        told = documented[name][key].strip("`")
                        self.assertEqual(yaml_core.load(told), schema["default"])

    def test_each_key_is_described(self):
        for name, section in editor.sections().items():
            for key, schema in section.keys().items():
                with self.subTest(section=name, key=key):
                    self.assertTrue(schema.get("description"))


class Words(unittest.TestCase):
    """The words that a value may be, as the loader's own messages list them."""

    def listed(self, text, before):
        said = "\n".join(check(text))
        found = re.search(before + r"(.*?)(;|$)", said, re.M)
        self.assertIsNotNone(found, said)
        return set(re.split(r", | or ", found[1]))

    def test_where_the_message_lists_what_is_known(self):
        for section, key, text in [
                ("site", "it_level", cases.site(f"it_level: {NONSENSE}")),
                ("site", "park", cases.site(f"park: {NONSENSE}")),
                ("meters[]", "role", cases.meter(f"role: {NONSENSE}, profile: eastron/sdm630")),
                ("meters[]", "point", cases.meter(f"role: it, point: {NONSENSE}")),
                ("meters[]", "supplies", cases.meter(f"role: solar, supplies: {NONSENSE}")),
                ("meters[]", "subsystem", cases.meter(f"role: other, subsystem: {NONSENSE}")),
                ("meters[].battery", "boundary",
                 cases.meter(f"role: battery, battery: {{boundary: {NONSENSE}}}")),
                ("meters[].accuracy", "meter", cases.accuracy(f"meter: {NONSENSE}")),
                ("meters[].accuracy", "ct", cases.accuracy(f"meter: 1, ct: {NONSENSE}")),
                ("meters[].accuracy", "vt", cases.accuracy(f"meter: 1, vt: {NONSENSE}")),
                ("points[]", "quantity",
                 cases.point(f"quantity: {NONSENSE}, function: 3, address: 0, type: int16")),
                ("points[]", "type", cases.point(f"{cases.VOLTAGE}, type: {NONSENSE}"))]:
            with self.subTest(section=section, key=key):
                self.assertEqual(words_of(section, key),
                                 self.listed(text, f'"{NONSENSE}".*; known are '))

    def test_where_the_message_is_one_of_its_own(self):
        for section, key, text, before in [
                ("links.NAME", "transaction_id",
                 cases.link(f"{cases.TCP}, transaction_id: {NONSENSE}"), f'"{NONSENSE}" must be '),
                ("points[]", "rate", cases.point(f"{cases.VOLTAGE}, type: int16, rate: {NONSENSE}"),
                 f'"{NONSENSE}" is not a rate; write '),
                ("meters[].multipliers[]", "applied",
                 cases.multiplier(f"{cases.MORNING}, ct: 2/1, applied: {NONSENSE}"),
                 f'"{NONSENSE}" is not '),
                ("virtual_meters[]", "role",
                 cases.virtual_meter("name: v, formula: grid, role: wind"),
                 "or the virtual meter one of ")]:
            with self.subTest(section=section, key=key):
                self.assertEqual(words_of(section, key), self.listed(text, before))

    def test_the_confidence_of_a_profile(self):
        (FOLDER / "profiles/own").mkdir(parents=True, exist_ok=True)
        profile = f"model: M\nsource: S\nconfidence: {NONSENSE}\npoints: [{cases.POWER}]\n"
        (FOLDER / "profiles/own/nonsense.yaml").write_text(profile, encoding="utf-8")
        text = cases.meter("role: feeder, max_power: 1kW, profile: own/nonsense")
        self.assertEqual(words_of("profile", "confidence"),
                         self.listed(text, f'"{NONSENSE}" is not '))


class Agreement(unittest.TestCase):
    """The loader and the schema judge the same text."""

    def judge(self, table, good):
        texts = [(place, keys, place(keys)) for place, all_keys in table.items()
                 for keys in all_keys]
        for (place, keys, text), loader in zip(texts, check_all([text for _, _, text in texts])):
            schema = editor.errors(text)
            with self.subTest(place=place.__name__, keys=keys):
                self.assertEqual((not loader, not schema), (good, good),
                                 f"(puectl check, schema)\n{loader}\n{schema}")

    def test_both_take_what_is_good(self):
        self.judge(cases.GOOD, True)

    def test_both_refuse_what_is_bad(self):
        self.judge(cases.BAD, False)

    def test_both_agree_which_keys_and_points_a_role_has(self):
        roles = editor.TEXTS[editor.SITE]["definitions"]["meter"]["properties"]["role"]["enum"]
        meters = [f"role: {role}, points: {cases.ALL_POINTS}, {keys}"
                  for role in roles for keys in cases.ROLE_KEYS]
        meters += [f"role: {role}, {bound}, points: {points}" for role in roles
                   for bound in cases.BOUNDS for points in cases.ROLE_POINTS]
        lines = [f"{{name: m{i}, link: \"modbus+tcp://h\", unit: 3, {keys}}}"
                 for i, keys in enumerate(meters)]
        # The loader tells at most 100 errors of one configuration.
        sites = [lines[i:i + 20] for i in range(0, len(lines), 20)]
        texts = [cases.whole(meters=[cases.GRID, *site]) for site in sites]
        for site, said in zip(sites, check_all(texts)):
            for number, line in enumerate(site, 4):
                # What it has against the site as a whole stands in another line.
                loader = [error for error in said if f".yaml:{number}:" in error]
                schema = editor.errors(cases.whole(meters=[line]))
                with self.subTest(meter=line):
                    self.assertEqual(not loader, not schema, f"{loader}\n{schema}")


class Shipped(unittest.TestCase):
    """What there is of good configurations and profiles."""

    def takes(self, text, name=editor.SITE):
        self.assertEqual(editor.errors(text, name), [])

    def test_configurations_in_files(self):
        examples = sorted(editor.CONFIG.glob("examples/*.yaml"))
        self.assertTrue(examples)
        for path in [*examples, ROOT / "tests/boot/pued.yaml"]:
            with self.subTest(path=path):
                self.takes(path.read_text(encoding="utf-8"))

    def test_configurations_in_documents(self):
        for path in ("README.md", "docs/configuration.md"):
            with self.subTest(path=path):
                blocks = [b for b in yaml_blocks(path) if b.startswith("site:")]
                self.assertTrue(blocks)
                for block in blocks:
                    self.takes(block)

    def test_what_the_examples_say_to_editors_leads_to_the_schema(self):
        for path in sorted(editor.CONFIG.glob("examples/*.yaml")):
            text = path.read_text(encoding="utf-8")
            said = re.search(r"^# yaml-language-server: \$schema=(\S+)$", text, re.M)
            with self.subTest(path=path):
                self.assertEqual((path.parent / said[1]).resolve(), editor.CONFIG / editor.SITE)

    @contextlib.contextmanager
    def simulated(self, name):
        """The configuration of a running puesim."""
        written = FOLDER / f"{name}.yaml"
        command = [PUESIM, str(ROOT / f"tests/sim/sites/{name}.yaml"), "--port", "0", "--control",
                   "0", "--serial-link", str(FOLDER / f"{name}-serial"), "--write-config",
                   str(written), "--ledger", str(FOLDER / f"{name}.db")]
        with started(command) as puesim:
            while not puesim.stdout.readline().startswith("ready"):
                self.assertIsNone(puesim.poll())
            yield written.read_text(encoding="utf-8")

    def test_what_a_simulated_site_writes(self):
        for name in ("demo", "small"):
            with self.subTest(site=name), self.simulated(name) as text:
                self.takes(text)

    def test_what_init_writes(self):
        with self.simulated("demo") as text:
            site = yaml_core.load(text)
            meter = next(meter for meter in site["meters"] if "profile" in meter)
            done = puectl("init", "--link", site["links"][meter["link"]]["url"],
                          "--unit", str(meter["unit"]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.takes(done.stdout)
        self.assertEqual(check(done.stdout), [])
        self.assertEqual(done.stdout.splitlines()[0],
                         f"# yaml-language-server: $schema={editor.CONFIG / editor.SITE}")

    def test_profiles(self):
        profiles = sorted(editor.CONFIG.glob("profiles/*/*.yaml"))
        self.assertGreater(len(profiles), 10)
        for path in [*profiles, *ROOT.glob("tests/scenarios/profiles/*/*.yaml")]:
            with self.subTest(path=path):
                self.takes(path.read_text(encoding="utf-8"), editor.PROFILE)

    def test_broken_profiles(self):
        good = f"model: 17\nsource: S\nconfidence: low\nmax_registers: 4\npoints: [{cases.POWER}]\n"
        self.assertEqual(self.judge_profile(good), (True, True))
        for old, new in [("model: 17\n", ""), ("source: S\n", ""), ("confidence: low\n", ""),
                         ("low", "none"), (": 4\n", ": 3\n"), (": 4\n", ": 126\n"),
                         (f"[{cases.POWER}]", "[]"), ("float32", "float31"), ("model", "modell"),
                         (f"points: [{cases.POWER}]\n", "")]:
            with self.subTest(new=new):
                self.assertIn(old, good)
                self.assertEqual(self.judge_profile(good.replace(old, new)), (False, False))

    def test_broken_profiles_of_sunspec(self):
        power = "{quantity: active_power_w, offset: 14, type: int16, scale_factor: 15}"
        energy = ("{quantity: energy_import_wh, offset: 24, type: uint32, scale_factor: 26, "
                  "resolution: 1000}")
        good = ("model: M\nsource: S\nconfidence: low\n"
                f"sunspec: [{{models: [103, 101], points: [{power}, {energy}]}}]\n")
        self.assertEqual(self.judge_profile(good), (True, True))
        for old, new in [("103, 101", ""), ("103, 101", "103, 103"), ("103, 101", "65535"),
                         ("models: [103, 101], ", ""), ("offset: 14, ", ""), ("14,", "1,"),
                         ("int16", "bcd16"), ("int16", "float32"), (", resolution: 1000", ""),
                         ("1000", "0"), ("scale_factor: 15", "scale_factor: 0"),
                         ("offset: 14", "address: 14"), (f"{power}, {energy}", ""),
                         ("15}", "15, rate: slow}"), ("15}", "15, sentinels: [x7]}"),
                         ("sunspec: [", "sunspec: []\nx: ["),
                         ("sunspec:", f"points: [{cases.POWER}]\nsunspec:"),
                         ("sunspec:", "forbidden: [{function: 3, address: 1}]\nsunspec:")]:
            with self.subTest(old=old, new=new):
                self.assertIn(old, good)
                self.assertEqual(self.judge_profile(good.replace(old, new)), (False, False))

    def judge_profile(self, text):
        """Whether the loader takes it, and the schema."""
        (FOLDER / "profiles/own").mkdir(parents=True, exist_ok=True)
        (FOLDER / "profiles/own/m.yaml").write_text(text, encoding="utf-8")
        loader = check(cases.meter("role: feeder, max_power: 1kW, profile: own/m"))
        return not loader, not editor.errors(text, editor.PROFILE)


if __name__ == "__main__":
    PUECTL, PUESIM = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1], verbosity=1)

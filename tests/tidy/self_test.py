#!/usr/bin/env python3
"""The checks can fail: each rule, broken once in a tree of its own."""
import shutil
import tempfile
import unittest
from pathlib import Path

import arrows_check
import format_check
import layout_check
import limits_check
import references_check
import wording_check

HEADER = "// A part of a test.\n#pragma once\n"


class Tree(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def assert_found(self, check, *parts):
        found = check(self.root)
        self.assertTrue(any(all(part in line for part in parts) for line in found),
                        f"{parts} not in {found}")

    def assert_clean(self, check):
        self.assertEqual(check(self.root), [])


class Limits(Tree):
    def test_a_long_file_a_long_line_and_a_long_function(self):
        self.write("daemon/base/a.cpp", "int x;\n" * 501)
        self.write("daemon/base/b.cpp", "int y;  //" + " y" * 46 + "\n")
        self.write("daemon/base/c.cpp", "namespace n {\nint f() {\n" + "  g();\n" * 69 + "}\n}\n")
        self.assert_found(limits_check.check, "a.cpp: 501 lines")
        self.assert_found(limits_check.check, "b.cpp:1: 102 columns")
        self.assert_found(limits_check.check, "c.cpp:2: a function of 71 lines")

    def test_a_method_is_a_function_and_a_class_is_none(self):
        body = "  g();\n" * 69
        self.write("daemon/base/a.h", "class A {\n int f() const {\n" + body + " }\n};\n")
        self.write("daemon/base/b.h", "struct B {\n" + "  int x;\n" * 100 + "};\n")
        self.write("tests/unit/c.cpp", 'TEST_CASE("a { b") {\n' + body + "}\n")
        self.assert_found(limits_check.check, "a.h:2: a function of 71 lines")
        self.assert_found(limits_check.check, "c.cpp:1: a function of 71 lines")
        self.assertEqual(len(limits_check.check(self.root)), 2)

    def test_limits_themselves_are_allowed(self):
        self.write("daemon/base/a.cpp", "int f() {\n" + "  g();\n" * 68 + "}\n" + "int x;\n" * 430)
        self.write("daemon/base/b.cpp", "x" * 100 + "\n")
        self.assert_clean(limits_check.check)

    def test_braces_in_texts_and_comments_do_not_count(self):
        line = 'int f() { return g("}{", \'{\', R"x({{)x"); }  // {\n'
        self.write("daemon/base/a.cpp", line * 200)
        self.assert_clean(limits_check.check)


class Arrows(Tree):
    def test_an_arrow_that_turns_back(self):
        self.write("daemon/modbus/a.h", '#include "site/role.h"\n')
        self.assert_found(arrows_check.check, "a.h:1", "modbus must not include site")

    def test_sisters_do_not_know_each_other(self):
        self.write("daemon/ledger/a.h", '#include "config/load.h"\n')
        self.write("exporters/api/a.h", '#include "exporters/prometheus/b.h"\n')
        self.assertEqual(len(arrows_check.check(self.root)), 2)

    def test_includes_along_the_arrows(self):
        self.write("daemon/site/a.h", '#include "base/time.h"\n#include "site/b.h"\n')
        self.write("daemon/pued.cpp", '#include "runtime/x.h"\n#include "exporters/http/y.h"\n')
        self.write("daemon/ledger/store/a.cpp", '#include "ledger/x.h"\n#include <thread>\n')
        self.assert_clean(arrows_check.check)

    def test_a_relative_include_and_an_unknown_folder(self):
        self.write("daemon/site/a.h", '#include "b.h"\n')
        self.write("daemon/misc/a.h", "\n")
        self.assert_found(arrows_check.check, '"b.h" is not named from daemon/')
        self.assert_found(arrows_check.check, "misc has no place")

    def test_impurities(self):
        for number, line in enumerate((
                "#include <boost/asio.hpp>", "#include <thread>", "#include <random>",
                "#include <iostream>", "#include <ranges>", "#include <sys/socket.h>",
                "#include <openssl/rand.h>", "#include <openssl/pem.h>",
                "auto t = std::chrono::steady_clock::now();", "std::cout << 1;",
                "static int count = 0;", "inline std::string name;", "thread_local int x;",
                'auto home = getenv("HOME");')):
            with self.subTest(line):
                self.write(f"daemon/kpi/a{number}.cpp", "\n" + line + "\n")
                self.assert_found(arrows_check.check, f"a{number}.cpp:2:")

    def test_what_only_looks_impure(self):
        self.write("daemon/kpi/a.cpp",
                   "#include <chrono>\n#include <openssl/evp.h>\n"
                   "// std::cout, ::now()\nauto s = \"system_clock\";\n"
                   "static constexpr int x = 1;\ninline constexpr int z{1};\nstatic int f(int y);\n"
                   "inline std::size_t g() { return 1; }\n")
        self.assert_clean(arrows_check.check)


class Layout(Tree):
    def setUp(self):
        super().setUp()
        for name in layout_check.TOP_LEVEL:
            if name in ("daemon", "tests", "config", "docs", "exporters", "systemd", ".ci"):
                (self.root / name).mkdir()
            else:
                self.write(name, "")

    def test_a_complete_tree(self):
        self.write("daemon/base/a.cpp", "")
        self.write("tests/unit/base/a_test.cpp", "")
        self.assert_clean(layout_check.check)

    def test_the_top_level(self):
        self.write("notes.txt", "")
        (self.root / "LICENSE").unlink()
        self.assert_found(layout_check.check, "notes.txt: not one of")
        self.assert_found(layout_check.check, "LICENSE: missing")

    def test_names(self):
        self.write("tests/unit/CamelCase.cpp", "")
        self.write("docs/a/runbook.md", "")
        self.write("docs/b/runbook.md", "")
        self.assert_found(layout_check.check, "CamelCase.cpp: not snake_case")
        self.assert_found(layout_check.check, "docs/b/runbook.md", "same name")

    def test_names_that_ctest_cannot_run(self):
        self.write("tests/unit/base/a_test.cpp", 'TEST_CASE("a, b") {}\n')
        self.write("tests/unit/base/b_test.cpp", 'TEST_CASE(\n    "a long "\n    "b; c") {}\n')
        self.assert_found(layout_check.check, "b_test.cpp: a test case must have none of ;")

    def test_units_without_tests(self):
        self.write("daemon/base/a.cpp", "")
        self.write("exporters/page/b.cpp", "")
        self.write("daemon/ledger/store/c.cpp", "")
        self.assert_found(layout_check.check, "a.cpp: no tests/unit/base/a_test.cpp")
        self.assert_found(layout_check.check, "b.cpp: no tests/unit/exporters/page/b_test.cpp")
        self.assert_found(layout_check.check, "c.cpp: no tests/unit/store/c_test.cpp")

    def test_excuses_name_a_test_that_exists(self):
        listed = layout_check.UNITS_WITHOUT_TEST
        self.write("daemon/base/a.cpp", "")
        self.write("tests/unit/base/b_test.cpp", "")
        self.write(listed, "daemon/base/a.cpp: seen through tests/unit/base/b_test.cpp\n")
        self.assert_clean(layout_check.check)
        self.write(listed, "daemon/base/a.cpp: too simple\n")
        self.assert_found(layout_check.check, "a.cpp: name the test")
        self.write(listed, "daemon/base/gone.cpp: tests/unit/base/b_test.cpp\n")
        self.assert_found(layout_check.check, "gone.cpp is not there")


class Wording(Tree):
    def test_headers_without_opening(self):
        self.write("daemon/base/a.h", "#pragma once\n#include <string>\n")
        self.write("daemon/base/b.h", "// Says what it is.\n")
        self.write("daemon/base/c.h", HEADER)
        self.assert_found(wording_check.check, "a.h: does not open")
        self.assert_found(wording_check.check, "b.h: no #pragma once")
        self.assertEqual(len(wording_check.check(self.root)), 2)

    def test_work_left_open_and_places_outside(self):
        for line in ("// TO" "DO: later", "FIX" "ME", "see ../sha" "red/domain.md",
                     "cd /wo" "rk/main"):
            with self.subTest(line):
                self.write("docs/a.md", "\n" + line + "\n")
                self.assert_found(wording_check.check, "docs/a.md:2:")

    def test_harmless_words(self):
        self.write("docs/a.md", "mktemp XXXXXX, network/work/x, shared memory\n")
        self.assert_clean(wording_check.check)


class References(Tree):
    def test_sections_and_pages_that_are_not_there(self):
        self.write("docs/domain.md", "# Figures\n\n## Energy from meters\n")
        self.write("daemon/base/a.cpp", "// (docs/domain.md, energy\n// from meters): fine\n"
                   '/// (docs/domain.md, "Energy from meters", rule 1): fine\n'
                   "// see docs/domain.md: fine\n")
        self.assert_clean(references_check.check)
        self.write("daemon/base/b.cpp", '/// docs/domain.md,\n/// "Energy of metres".\n')
        self.write("daemon/base/c.cpp", "// docs/gone.md, energy.\n")
        self.assert_found(references_check.check, "b.cpp: docs/domain.md", "Energy of metres")
        self.assert_found(references_check.check, "c.cpp: docs/gone.md does not exist")


@unittest.skipUnless(shutil.which(format_check.TOOL), "clang-format-14 is not installed")
class Format(Tree):
    def test_ill_formatted_code(self):
        self.write(".clang-format", "BasedOnStyle: Google\n")
        self.write("daemon/base/a.cpp", "int   x ;\n")
        self.assert_found(format_check.check, "a.cpp:1:")
        self.write("daemon/base/a.cpp", "int x;\n")
        self.assert_clean(format_check.check)


if __name__ == "__main__":
    unittest.main()

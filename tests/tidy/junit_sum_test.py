#!/usr/bin/env python3
"""The sums of tests/run are those of a real ctest: passed, failed, skipped, and a test whose
program is missing is a failure."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SUM = Path(__file__).resolve().parents[1] / "junit_sum.py"
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(sums LANGUAGES NONE)
enable_testing()
add_test(NAME good COMMAND ${CMAKE_COMMAND} -E true)
add_test(NAME better COMMAND ${CMAKE_COMMAND} -E true)
add_test(NAME bad COMMAND ${CMAKE_COMMAND} -E false)
add_test(NAME absent COMMAND no-such-program)
add_test(NAME here COMMAND sh -c "echo SKIPPED: no such device; exit 77")
set_tests_properties(here PROPERTIES SKIP_RETURN_CODE 77)
"""


class Sums(unittest.TestCase):
    def test_each_outcome_is_counted_once(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "CMakeLists.txt").write_text(PROJECT, encoding="utf-8")
            subprocess.run(["cmake", "-G", "Ninja", "-B", "build"], cwd=folder, check=True,
                           capture_output=True)
            subprocess.run(["ctest", "--test-dir", "build", "--output-junit", "out.xml"],
                           cwd=folder, check=False, capture_output=True)
            run = subprocess.run([sys.executable, SUM, Path(folder, "build/out.xml")],
                                 check=True, capture_output=True, text=True)
        self.assertEqual(run.stdout.split(), ["2", "2", "1"])
        self.assertEqual(run.stderr, "SKIPPED: here: no such device\n")


if __name__ == "__main__":
    unittest.main()

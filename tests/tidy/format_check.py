#!/usr/bin/env python3
"""clang-format changes nothing. Exit 77: clang-format-14 is not here."""
import shutil
import subprocess
import sys
from pathlib import Path

import source_tree

TOOL = "clang-format-14"


def check(root):
    paths = [str(Path(root, path)) for path in source_tree.cpp_files(root)]
    if not paths:
        return []
    run = subprocess.run([TOOL, "--dry-run", "-Werror", "--style=file", *paths],
                         capture_output=True, text=True, check=False)
    lines = [line for line in run.stderr.splitlines() if ": error:" in line]
    return lines if run.returncode == 0 or lines else [run.stderr]


if __name__ == "__main__":
    if not shutil.which(TOOL):
        print(f"SKIPPED: {TOOL} is not installed")
        sys.exit(77)
    sys.exit(source_tree.report(check(sys.argv[1])))

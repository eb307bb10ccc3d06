#!/usr/bin/env python3
"""Includes follow the arrows of docs/architecture.md, and pure folders do no I/O, read no clock,
make no chance and keep no global state."""
import re
import sys

import source_tree
from source_tree import LEVEL

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)

IMPURE_HEADERS = re.compile(
    r"boost/(asio|beast|process|thread|filesystem|interprocess|log)\b|SQLiteCpp/|spdlog/|systemd/"
    r"|openssl/(?!(evp|crypto)\.h$)"  # these two compute; the others read files or make chance
    r"|sys/|(modbus/)?modbus\.h$|sqlite3\.h$|zlib\.h$|unistd\.h$|fcntl\.h$|poll\.h$"
    r"|time\.h$|signal\.h$|pthread\.h$|netdb\.h$|netinet/|date/tz\.h$"
    r"|(thread|mutex|shared_mutex|condition_variable|future|semaphore|barrier|latch|atomic"
    r"|stop_token|random|iostream|fstream|filesystem|syncstream|ctime|csignal|cstdio|ranges"
    r"|source_location|coroutine)$")

IMPURE_CODE = {
    re.compile(r"::now\s*\("): "reads a clock",
    re.compile(r"\b(steady_clock|system_clock|high_resolution_clock|utc_clock)\b"): "names a clock",
    re.compile(r"\bstd::(rand|srand|random_device|getenv|system|fopen)\b|\bgetenv\s*\("):
        "asks the machine",
    re.compile(r"\bstd::(cout|cerr|clog|cin|printf|puts)\b"): "prints",
    re.compile(r"\bstd::(views|ranges::views)\b|\bstd::source_location\b"):
        "uses what clang++-14 cannot compile",
    re.compile(r"\bthread_local\b"): "keeps state of a thread",
    re.compile(r"^\s*(static|inline)\s+"
               r"(?!const\b|constexpr\b|inline\s+constexpr\b|constinit\s+const\b)"
               r"[\w:<>,\s]+\w\s*(=[^;=]*|\{[^;]*\})?;", re.MULTILINE): "keeps global state",
}


def arrow_problems(path, text):
    own = source_tree.folder_of(path)
    if own not in LEVEL:
        yield f"{path}: the folder {own} has no place among the arrows (tests/tidy/source_tree.py)"
        return
    for match in INCLUDE.finditer(text):
        quote, name = match.groups()
        folder = name.rpartition("/")[0]
        if quote != '"':
            continue
        line = text.count("\n", 0, match.start(2)) + 1
        if folder not in LEVEL or not folder:
            yield f'{path}:{line}: "{name}" is not named from daemon/ or the root: "modbus/x.h"'
        elif folder != own and LEVEL[folder] >= LEVEL[own]:
            yield f"{path}:{line}: {own or 'a program'} must not include {folder}"


def purity_problems(path, text):
    for match in INCLUDE.finditer(text):
        if match.group(1) == "<" and IMPURE_HEADERS.match(match.group(2)):
            line = text.count("\n", 0, match.start(2)) + 1
            yield f"{path}:{line}: <{match.group(2)}> in a pure folder"
    code = source_tree.bare_code(text)
    for pattern, what in IMPURE_CODE.items():
        for match in pattern.finditer(code):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield f"{path}:{code.count(chr(10), 0, start) + 1}: {what} in a pure folder"


def check(root):
    problems = []
    for path in source_tree.cpp_files(root):
        if not source_tree.is_cpp_of_product(path):
            continue
        text = source_tree.read(root, path)
        problems += arrow_problems(path, text)
        if source_tree.is_pure(path):
            problems += purity_problems(path, text)
    return problems


if __name__ == "__main__":
    sys.exit(source_tree.report(check(sys.argv[1])))

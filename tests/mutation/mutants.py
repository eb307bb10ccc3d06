"""The mutants of C++ files: every arithmetic, comparison, logical and constant token exchanged for
another, one at a time. Comments, strings, includes and template brackets are left alone."""
import re
from dataclasses import dataclass
from pathlib import Path

OPERATORS = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
    "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+=": "-=", "-=": "+=",
}
# Binary operators stand between spaces by clang-format; `<` of a template does not.
OPERATOR = re.compile(r"(?<= )(\+=|-=|<=|>=|==|!=|&&|\|\||\+|-|\*|/|%|<|>)(?= )")
NUMBER = re.compile(r"(?<![\w.])(\d[\d_]*\.\d+|\d[\d_]*)(?![\w.])")
SKIPPED = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|#[^\n]*', re.S)
SHIFT = re.compile(r"<=>|<<|>>")


@dataclass(frozen=True)
class Mutant:
    file: Path
    position: int
    old: str
    new: str

    def line(self):
        return self.file.read_text()[: self.position].count("\n") + 1

    def __str__(self):
        return f"{self.file}:{self.line()}: {self.old} -> {self.new}"


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def code_only(text):
    """The text with everything that is no code blanked, same length; digits are separated by _,
    because ' would look like the start of a character."""
    return SHIFT.sub(blank, SKIPPED.sub(blank, re.sub(r"(?<=\d)'(?=\d)", "_", text)))


def other_number(text):
    plain = text.replace("'", "")
    if "." in plain:
        return repr(float(plain) * 2 + 1)
    return str(int(plain) + 1)


def mutants_of(file):
    text = file.read_text()
    code = code_only(text)
    found = [Mutant(file, m.start(), m.group(1), OPERATORS[m.group(1)])
             for m in OPERATOR.finditer(code) if m.group(1) in OPERATORS]
    for match in NUMBER.finditer(code):
        old = text[match.start(): match.end()]
        found.append(Mutant(file, match.start(), old, other_number(old)))
    return found


def apply(mutant, text):
    end = mutant.position + len(mutant.old)
    assert text[mutant.position: end] == mutant.old, mutant
    return text[: mutant.position] + mutant.new + text[end:]

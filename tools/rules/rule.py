"""What a rule of the house is: a check over a source tree, with samples that prove it refuses and accepts."""

import pathlib
import sys
import tempfile
from dataclasses import dataclass
from typing import Callable


@dataclass
class Sample:
    """A small tree of files and a part of the complaint it must cause; None when it must be accepted."""
    files: dict[str, str]
    complaint: str | None


@dataclass
class Rule:
    name: str
    check: Callable[[pathlib.Path], list[str]]
    samples: list[Sample]


def files_below(root: pathlib.Path, folder: str, *suffixes: str) -> list[pathlib.Path]:
    return sorted(path for path in (root / folder).rglob("*")
                  if path.suffix in suffixes and path.is_file() and "node_modules" not in path.parts)


def text_of(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8")


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def complaint(root: pathlib.Path, path: pathlib.Path, line: int, words: str) -> str:
    return f"{path.relative_to(root)}:{line}: {words}"


def failures_of_samples(rule: Rule) -> list[str]:
    failures = []
    for number, sample in enumerate(rule.samples, 1):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in sample.files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            complaints = rule.check(root)
        if sample.complaint is None and complaints:
            failures.append(f"{rule.name}, sample {number}: accepted text was refused: {complaints}")
        if sample.complaint is not None and not any(sample.complaint in said for said in complaints):
            failures.append(f"{rule.name}, sample {number}: nothing said '{sample.complaint}', only {complaints}")
    return failures


def main(rules: list[Rule]) -> int:
    """Checks the source tree around this folder; with --self-test proves every rule on its samples instead."""
    root = pathlib.Path(__file__).resolve().parents[2]
    if sys.argv[1:] == ["--self-test"]:
        said = [failure for rule in rules for failure in failures_of_samples(rule)]
        said += [f"{rule.name}: no sample is refused" for rule in rules if not any(s.complaint for s in rule.samples)]
        ended = f"{sum(len(rule.samples) for rule in rules)} samples of {len(rules)} rules judged as they should be"
    elif not sys.argv[1:]:
        said = [f"{words}  [{rule.name}]" for rule in rules for words in rule.check(root)]
        ended = f"{len(rules)} rules kept"
    else:
        print(f"usage: {sys.argv[0]} [--self-test]", file=sys.stderr)
        return 2
    for words in said:
        print(words, file=sys.stderr)
    if said:
        print(f"{len(said)} complaints", file=sys.stderr)
        return 1
    print(ended)
    return 0

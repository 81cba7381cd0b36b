"""Migrations are sentences, belong to their room, and never change once they are pinned in docs/migrations.sha256."""

import hashlib
import pathlib
import re

from rules.rule import Rule, Sample, complaint, files_below, line_of, text_of

PINS = "docs/migrations.sha256"
NAME = re.compile(r"^(\d{4})_[a-z0-9_]+(?:\.(sqlite|postgres))?\.sql$")
TABLE = re.compile(r"\bCREATE\s+(?:VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?(\w+)", re.I)


def migrations(root: pathlib.Path) -> list[pathlib.Path]:
    return [path for path in files_below(root, "src", ".sql") if path.parent.name == "schema" and path.name != "facts.sql"]


def room_of(path: pathlib.Path) -> str:
    return path.parent.parent.name


def hash_of(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pins(root: pathlib.Path) -> dict[str, str]:
    path = root / PINS
    if not path.exists():
        return {}
    lines = [line.split() for line in text_of(path).splitlines() if line and not line.startswith("#")]
    return {name: digest for digest, name in lines}


def check_pins(root: pathlib.Path) -> list[str]:
    present = {str(path.relative_to(root)): path for path in migrations(root)}
    said = []
    for name, digest in pins(root).items():
        if name not in present:
            said.append(f"{name}: this migration is pinned in {PINS} and may not go away; write a new one that undoes it")
        elif hash_of(present[name]) != digest:
            said.append(f"{name}: this migration is pinned in {PINS} and may not change; write a new one")
    return said


def check_names(root: pathlib.Path) -> list[str]:
    said = []
    seen: dict[tuple[str, str, str], pathlib.Path] = {}
    for path in migrations(root):
        match = NAME.match(path.name)
        if not match:
            said.append(complaint(root, path, 1, "a migration is called NNNN_sentence.sql (or .sqlite.sql and .postgres.sql)"))
            continue
        for engine in (match[2],) if match[2] else ("sqlite", "postgres"):
            other = seen.setdefault((room_of(path), match[1], engine), path)
            if other != path:
                said.append(complaint(root, path, 1, f"{other.name} has the same number"))
    for (room, number, engine), path in seen.items():
        twin = "postgres" if engine == "sqlite" else "sqlite"
        if (room, number, twin) not in seen:
            said.append(complaint(root, path, 1, f"the migration for {twin} is missing"))
    return said


def check_tables(root: pathlib.Path) -> list[str]:
    said = []
    for path in migrations(root):
        text = re.sub(r"--[^\n]*", "", text_of(path))
        for match in TABLE.finditer(text):
            if not match[1].startswith(room_of(path) + "_"):
                words = f"the table {match[1]} does not start with {room_of(path)}_"
                said.append(complaint(root, path, line_of(text, match.start()), words))
    return said


FIRST = "src/school/roster/schema/0001_create_person.sql"
TEXT = "CREATE TABLE roster_person (id IDENTITY);\n"
PIN = f"{hashlib.sha256(TEXT.encode()).hexdigest()}  {FIRST}\n"

RULES = [
    Rule("migrations are pinned", check_pins, [
        Sample({FIRST: TEXT + "-- changed\n", PINS: PIN}, "may not change"),
        Sample({"src/school/roster/schema/0002_other.sql": TEXT, PINS: PIN}, "may not go away"),
        Sample({FIRST: TEXT, PINS: PIN, "src/school/roster/schema/0002_add_day.sql": ""}, None),
    ]),
    Rule("migration names", check_names, [
        Sample({"src/school/roster/schema/first.sql": TEXT}, "NNNN_sentence.sql"),
        Sample({FIRST: TEXT, "src/school/roster/schema/0001_create_org.sql": ""}, "same number"),
        Sample({"src/platform/search/schema/0001_create_index.sqlite.sql": ""}, "for postgres is missing"),
        Sample({FIRST: TEXT, "src/school/roster/schema/facts.sql": "",
                "src/platform/search/schema/0001_create_index.sqlite.sql": "",
                "src/platform/search/schema/0001_create_index.postgres.sql": ""}, None),
    ]),
    Rule("table prefixes", check_tables, [
        Sample({FIRST: "CREATE TABLE person (id IDENTITY);\n"}, "roster_"),
        Sample({FIRST: "create virtual table if not exists fts USING fts5(a);\n"}, "roster_"),
        Sample({FIRST: "-- CREATE TABLE of people\n" + TEXT}, None),
    ]),
]

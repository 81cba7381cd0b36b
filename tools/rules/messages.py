"""Message catalogues: English and Spanish say the same things with the same variables, and every key that is used exists."""

import pathlib
import re
import tomllib

from rules.rule import Rule, Sample, complaint, files_below, line_of, text_of

LANGUAGES = ("en", "es")
PLURALS = {"one", "other", "many"}
IN_TEMPLATE = re.compile(r"\[\[(\.?[a-z0-9_.]+)\]\]")
# text("room.key") of a call, text(language, "room.key") of the catalogue, label_key = "room.key" of a menu entry.
IN_PROGRAM = re.compile(r"(?:\btext\((?:[\w.:>()-]+,\s*)?|\blabel_key\s*=\s*)\"([a-z][a-z0-9_]*\.[a-z0-9_.]*)\"")


def flatten(table: dict, prefix: str) -> dict[str, str]:
    """Key to text; the forms of a plural are one text."""
    flat = {}
    for key, value in table.items():
        if isinstance(value, str):
            flat[prefix + key] = value
        elif set(value) <= PLURALS:
            flat[prefix + key] = " ".join(value.values())
        else:
            flat |= flatten(value, f"{prefix}{key}.")
    return flat


def catalogues(root: pathlib.Path) -> tuple[dict[str, dict[str, dict[str, str]]], list[str]]:
    """Room to language to key to text, and what is wrong with the files themselves."""
    rooms: dict[str, dict[str, dict[str, str]]] = {}
    said = []
    for path in files_below(root, "src", ".toml"):
        if path.parent.name != "messages":
            continue
        room = path.parent.parent.name
        try:
            rooms.setdefault(room, {})[path.stem] = flatten(tomllib.loads(text_of(path)), room + ".")
        except tomllib.TOMLDecodeError as error:
            said.append(complaint(root, path, 1, f"cannot be read: {error}"))
    return rooms, said


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def check_languages(root: pathlib.Path) -> list[str]:
    rooms, said = catalogues(root)
    for room, found in sorted(rooms.items()):
        texts = {language: found.get(language, {}) for language in LANGUAGES}
        for language in LANGUAGES:
            for key in sorted(set().union(*texts.values()) - set(texts[language])):
                said.append(f"{room}/messages/{language}.toml: {key} is missing")
        for key in sorted(set(texts["en"]) & set(texts["es"])):
            if placeholders(texts["en"][key]) != placeholders(texts["es"][key]):
                said.append(f"{room}/messages: {key} has other variables in es than in en")
            if not texts["es"][key].strip() or not texts["en"][key].strip():
                said.append(f"{room}/messages: {key} is empty")
    return said


def uses(root: pathlib.Path) -> list[tuple[pathlib.Path, int, str]]:
    found = []
    for path in files_below(root, "src", ".html", ".txt"):
        if "pages" not in path.parts:
            continue
        parts = path.relative_to(root / "src").parts
        room = parts[parts.index("pages") - 1]
        text = text_of(path)
        for match in IN_TEMPLATE.finditer(text):
            key = room + match[1] if match[1].startswith(".") else match[1]
            found.append((path, line_of(text, match.start()), key))
    for path in files_below(root, "src", ".cpp", ".h"):
        if path.name.endswith("_test.cpp") or path.name.startswith("testing"):
            continue
        text = text_of(path)
        found += [(path, line_of(text, match.start()), match[1]) for match in IN_PROGRAM.finditer(text)]
    return found


def check_uses(root: pathlib.Path) -> list[str]:
    rooms, _ = catalogues(root)
    keys = {key for found in rooms.values() for texts in found.values() for key in texts}
    said = []
    for path, line, key in uses(root):
        is_prefix = key.endswith(".") and any(known.startswith(key) for known in keys)
        if key not in keys and not is_prefix:
            said.append(complaint(root, path, line, f"no message is called {key}"))
    return said


EN, ES = "src/school/roster/messages/en.toml", "src/school/roster/messages/es.toml"
PAGE = "src/school/roster/pages/a.html"

RULES = [
    Rule("languages agree", check_languages, [
        Sample({EN: 'a = "A"\nb = "B"\n', ES: 'a = "A"\n'}, "es.toml: roster.b is missing"),
        Sample({EN: 'a = "A"\n', ES: 'a = "A"\n[x]\nb = "B"\n'}, "en.toml: roster.x.b is missing"),
        Sample({EN: 'a = "{n} people"\n', ES: 'a = "personas"\n'}, "other variables"),
        Sample({EN: 'a = "A"\n', ES: 'a = ""\n'}, "is empty"),
        Sample({EN: 'a = \n', ES: 'a = "A"\n'}, "cannot be read"),
        Sample({EN: '[p]\none = "{n} person"\nother = "{n} people"\n', ES: 'p.one = "{n} persona"\np.other = "{n} personas"\n'}, None),
    ]),
    Rule("messages exist", check_uses, [
        Sample({EN: 'a = "A"\n', ES: 'a = "A"\n', PAGE: "<p>[[.b]]</p>"}, "no message is called roster.b"),
        Sample({EN: 'a = "A"\n', PAGE: "<p>[[other.a]]</p>"}, "no message is called other.a"),
        Sample({EN: 'a = "A"\n', "src/school/roster/a.cpp": 'call.text("roster.b")\n'}, "no message is called roster.b"),
        Sample({EN: 'a = "A"\n', "src/school/roster/a.cpp": 'messages.text(language, "roster.b")\n'}, "roster.b"),
        Sample({EN: 'a = "A"\nk.x = "X"\n', PAGE: "<p>[[.a]] [[roster.a]]</p>",
                "src/school/roster/a.cpp": 'call.text("roster.k." + kind); row.text("name"); entry.label_key = "roster.a";\n'}, None),
    ]),
]

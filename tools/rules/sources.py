"""Rules for program text."""

import pathlib
import re

from rules.rule import Rule, Sample, complaint, files_below, line_of, text_of

LONGEST_FILE = 500
WRITTEN = ("src", "tests", "web", "bench", "tools", "cmake", "script")
LANGUAGES = (".h", ".cpp", ".sql", ".html", ".py", ".ts", ".mjs", ".css", ".cmake", ".toml")


def check_length(root: pathlib.Path) -> list[str]:
    said = []
    for folder in WRITTEN:
        for path in files_below(root, folder, *LANGUAGES):
            lines = text_of(path).count("\n")
            if lines > LONGEST_FILE and "messages" not in path.parts:
                said.append(complaint(root, path, LONGEST_FILE, f"{lines} lines; a file has at most {LONGEST_FILE}"))
    return said


def refuse(pattern: str, words: str, *suffixes: str, folder: str = "src", but: str = r"^$", flags: int = 0):
    """A check that refuses a pattern in files of these suffixes below a folder, but for names that match `but`."""
    compiled = re.compile(pattern, re.M | flags)
    exempt = re.compile(but)

    def check(root: pathlib.Path) -> list[str]:
        said = []
        for path in files_below(root, folder, *suffixes):
            if exempt.search(str(path.relative_to(root))):
                continue
            text = text_of(path)
            said += [complaint(root, path, line_of(text, match.start()), words) for match in compiled.finditer(text)]
        return said

    return check


def check_pragma_once(root: pathlib.Path) -> list[str]:
    return [complaint(root, path, 1, "a header says #pragma once")
            for folder in ("src", "tests") for path in files_below(root, folder, ".h") if "#pragma once" not in text_of(path)]


TYPE = re.compile(r"(?:template\s*<.*>\s*)?(?:struct|class|enum class)\s+(\w+)(?!\s*::)\b[^;()]*\{")


def types_of(path: pathlib.Path) -> list[tuple[str, int]]:
    """Full names of the types that a file defines at the outer level of a named namespace, with their lines."""
    found, within = [], []
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if opened := re.match(r"namespace(?:\s+([\w:]+))?\s*\{", line):
            within.append(opened[1] or "")
        elif re.match(r"\}\s*//\s*namespace", line) and within:
            within.pop()
        elif (defined := TYPE.match(line)) and "" not in within:
            found.append(("::".join([*within, defined[1]]), number))
    return found


def check_one_definition(root: pathlib.Path) -> list[str]:
    """Two types of one name in one namespace share their constructors and destructors when they are linked, whatever is in them."""
    first: dict[str, str] = {}
    said = []
    for path in files_below(root, "src", ".h", ".cpp"):
        for name, number in types_of(path):
            place = str(path.relative_to(root))
            if first.setdefault(name, place) != place:
                said.append(complaint(root, path, number, f"{name} is another type in {first[name]}: give it another name, or put it into an unnamed namespace"))
    return said


RULES = [
    Rule("one definition", check_one_definition, [
        Sample({"src/school/roster/a.cpp": "namespace roster {\nstruct Place {\n};\n}  // namespace roster\n",
                "src/school/roster/b.cpp": "namespace roster {\nstruct Place {\n};\n}  // namespace roster\n"}, "another type"),
        Sample({"src/school/roster/a.h": "#pragma once\nnamespace roster {\nstruct Place {\n};\n}  // namespace roster\n",
                "src/school/roster/b.cpp": "namespace roster {\nstruct Place;\nstruct Place::Part {\n};\nnamespace {\nstruct Place {\n};\n}  // namespace\n}  // namespace roster\n"}, None),
    ]),
    Rule("file length", check_length, [
        Sample({"src/platform/base/a.cpp": "//\n" * 501}, "501 lines"),
        Sample({"src/platform/base/a.cpp": "//\n" * 500}, None),
    ]),
    Rule("pragma once", check_pragma_once, [
        Sample({"src/platform/base/a.h": "int f();\n"}, "#pragma once"),
        Sample({"src/platform/base/a.h": "/// A.\n#pragma once\n"}, None),
    ]),
    Rule("using namespace", refuse(r"^[ \t]*using[ \t]+namespace\b", "no `using namespace` in a header", ".h"), [
        Sample({"src/platform/base/a.h": "#pragma once\nusing namespace std;\n"}, "using namespace"),
        Sample({"src/platform/base/a.cpp": "using namespace std::literals;\n"}, None),
    ]),
    Rule("select star", refuse(r"\bSELECT\s+(?:DISTINCT\s+)?(?:\w+\.)?\*", "name the columns instead of SELECT *", ".cpp", ".h",
                               ".sql", flags=re.I, but=r"/data/(?:worker/|\w+_test\.cpp$|testing_)"), [
        Sample({"src/school/roster/a_store.cpp": 'q("SELECT * FROM roster_person");\n'}, "SELECT *"),
        Sample({"src/school/roster/a_store.cpp": 'q("select p.* FROM roster_person p");\n'}, "SELECT *"),
        Sample({"src/school/roster/a_store.cpp": 'q("SELECT count(*) FROM roster_person");\n'}, None),
        Sample({"src/school/data/worker/guard.h": "#pragma once\n/// `SELECT *` counts as every column.\n"}, None),
    ]),
    Rule("shared_ptr", refuse(r"\bstd::(?:shared_ptr|make_shared)\b", "a school room has owners, not std::shared_ptr", ".h", ".cpp",
                              folder="src/school", but=r"_cli\.cpp$"), [
        Sample({"src/school/roster/a.cpp": "std::shared_ptr<int> a;\n"}, "shared_ptr"),
        Sample({"src/school/roster/a_cli.cpp": "auto options = std::make_shared<Options>();\n"}, None),
        Sample({"src/platform/http/a.cpp": "std::shared_ptr<int> a;\n"}, None),
    ]),
    Rule("sql in stores", refuse(r"[.>]query\(\s*(?:R?\"|$)", "SQL of a school room lies in its *_store.cpp", ".h", ".cpp",
                                 folder="src/school", but=r"store[^/]*\.cpp$|_test\.cpp$|/testing[^/]*$|/worker/"), [
        Sample({"src/school/roster/a_pages.cpp": 'call.db.query("SELECT 1")\n'}, "_store.cpp"),
        Sample({"src/school/roster/a_pages.cpp": 'db.query(R"sql(SELECT 1)sql")\n'}, "_store.cpp"),
        Sample({"src/school/roster/a_store.cpp": 'db.query("SELECT 1")\n'}, None),
    ]),
    Rule("unfinished", refuse(r"\b(?:TODO|FIXME)\b", "finish it, or say in docs/ what is not there", ".h", ".cpp", ".sql",
                              ".html"), [
        Sample({"src/platform/base/a.cpp": "// TODO later\n"}, "finish it"),
        Sample({"src/platform/base/a.cpp": "// done\n"}, None),
    ]),
]

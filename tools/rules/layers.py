"""The order of rooms: a file includes its own room and rooms to its left; of a school room only the front door."""

import pathlib
import re

from rules.rule import Rule, Sample, complaint, files_below, line_of, text_of

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)

# Libraries that only some platform rooms may see: elsewhere they would spread compile time or cross a wall of the house.
CONFINED = {
    "sqlite3.h": {"db"},
    "libpq-fe.h": {"db"},
    "ctemplate/": {"html"},
    "boost/beast": {"http"},
    "boost/asio": {"http", "jobs"},
    "duckdb": {"duck"},
}

# DuckDB belongs to worker programs: a server that is linked with it is taken down by one hostile query (docs/decisions/0012).
WORKER_ONLY = {"duck", "walls"}

# A school room knows no threads: handlers are plain functions.
NOT_IN_SCHOOL = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "atomic", "stop_token"}

# What school rooms offer to others beside <room>/<room>.h: events to the right, builders for tests.
PUBLIC = {"events.h", "names.h"}


def order_of_rooms(root: pathlib.Path) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    section = ""
    for match in re.finditer(r"^belltower_(section|room)\((\w+)", text_of(root / "src/CMakeLists.txt"), re.M):
        if match[1] == "section":
            section = match[2]
            sections[section] = []
        else:
            sections[section].append(match[2])
    return sections


def check_include(sections: dict[str, list[str]], section: str, room: str, path: pathlib.Path, include: str) -> str | None:
    order = sections["platform"] + sections["school"] + ["app"]
    is_test = path.name.endswith("_test.cpp") or path.name.startswith("testing")
    for library, rooms in CONFINED.items():
        if include.startswith(library) and room not in rooms:
            return f"<{library}...> belongs to {' and '.join(sorted(rooms))}, not to {room}"
    in_worker = "worker" in path.parts[:-1]
    if section == "school" and not is_test and not in_worker and include in NOT_IN_SCHOOL:
        return f"a school room uses no threads: <{include}>"
    other, _, rest = include.partition("/")
    if other not in order or other == room or not rest:
        return None
    if other in WORKER_ONLY and not in_worker:
        return f"{other} may be included only below a folder worker/, not by {room}"
    if in_worker and other != "base" and other not in WORKER_ONLY:
        return f"a worker program is linked with base and {' and '.join(sorted(WORKER_ONLY))} alone, not with {other}"
    if order.index(other) > order.index(room):
        return f"{room} may not include {include}: {other} lies to its right"
    if other in sections["school"] and rest != f"{other}.h" and rest not in PUBLIC:
        # The demo district lives through what people do in every room, by the functions that their pages call.
        is_demo = room == "app" and path.name.startswith("demo")
        if not is_demo and not (is_test and rest.startswith("testing")):
            return f"{room} may include only the front door {other}/{other}.h, not {include}"
    return None


def check(root: pathlib.Path) -> list[str]:
    sections = order_of_rooms(root)
    said = []
    for path in files_below(root, "src", ".h", ".cpp"):
        section, room = path.relative_to(root / "src").parts[:2]
        if section == "app":
            room = "app"
        elif room not in sections.get(section, []):
            said.append(complaint(root, path, 1, f"the room {room} is not in src/CMakeLists.txt"))
            continue
        text = text_of(path)
        for match in INCLUDE.finditer(text):
            words = check_include(sections, section, room, path, match[2])
            if words:
                said.append(complaint(root, path, line_of(text, match.start()), words))
    return said


ROOMS = ("belltower_section(platform)\nbelltower_room(base LIBS fmt)\nbelltower_room(db)\nbelltower_room(duck)\nbelltower_room(http)\n"
         "belltower_section(school)\nbelltower_room(roster)\nbelltower_room(helpdesk)\nbelltower_section(app)\n")


def sample(path: str, text: str, words: str | None) -> Sample:
    return Sample({"src/CMakeLists.txt": ROOMS, path: text}, words)


RULES = [
    Rule("layers", check, [
        sample("src/platform/base/a.h", '#include "db/db.h"\n', "db lies to its right"),
        sample("src/platform/http/a.h", '#include "roster/roster.h"\n', "roster lies to its right"),
        sample("src/school/roster/a.cpp", '#include "helpdesk/helpdesk.h"\n', "helpdesk lies to its right"),
        sample("src/school/helpdesk/a.cpp", '#include "app/app.h"\n', "app lies to its right"),
        sample("src/school/helpdesk/a.cpp", '#include "roster/person.h"\n', "only the front door roster/roster.h"),
        sample("src/school/helpdesk/a.cpp", '#include "roster/testing.h"\n', "only the front door roster/roster.h"),
        sample("src/app/a.cpp", '#include "helpdesk/queue.h"\n', "only the front door helpdesk/helpdesk.h"),
        sample("src/school/helpdesk/a.cpp", "#include <mutex>\n", "uses no threads"),
        sample("src/school/helpdesk/a.cpp", "#include <sqlite3.h>\n", "belongs to db"),
        sample("src/platform/db/a.cpp", "#include <boost/asio.hpp>\n", "belongs to http and jobs"),
        sample("src/school/helpdesk/a.cpp", '#include "duck/duck.h"\n', "only below a folder worker/"),
        sample("src/platform/http/a.cpp", '#include "duck/duck.h"\n', "only below a folder worker/"),
        sample("src/app/a_test.cpp", '#include "duck/duck.h"\n', "only below a folder worker/"),
        sample("src/school/helpdesk/worker/a.cpp", '#include "db/db.h"\n', "not with db"),
        sample("src/school/helpdesk/worker/a.cpp", "#include <duckdb.h>\n", "belongs to duck"),
        sample("src/school/helpdesk/worker/a.cpp", '#include "duck/duck.h"\n#include "base/a.h"\n#include <thread>\n', None),
        sample("src/school/kitchen/a.cpp", "", "not in src/CMakeLists.txt"),
        sample("src/school/helpdesk/a.cpp", '#include "helpdesk/b.h"\n#include "roster/roster.h"\n#include "db/x.h"\n', None),
        sample("src/school/helpdesk/a_test.cpp", '#include "roster/testing.h"\n#include "world/world.h"\n', None),
        sample("src/app/demo_requests.cpp", '#include "helpdesk/queue.h"\n', None),
        sample("src/app/main.cpp", '#include "helpdesk/helpdesk.h"\n#include "roster/events.h"\n#include <thread>\n', None),
        sample("src/platform/http/a.cpp", "#include <boost/asio.hpp>\n#include <mutex>\n", None),
    ]),
]

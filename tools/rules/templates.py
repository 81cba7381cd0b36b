"""Templates: a variable stands only where automatic escaping can protect it, and no page carries style or script inline.

ctemplate escapes by context, but does not know hx-*, srcset, formaction and xlink:href, and cannot help in an unquoted
attribute. src/platform/html refuses the same when it loads a template; here the writer hears of it without starting anything.
"""

import pathlib
import re

from rules.rule import Rule, Sample, complaint, files_below, line_of, text_of

MARKER = re.compile(r"\{\{(.*?)\}\}", re.S)
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.S)
ATTRIBUTE = re.compile(r"([^\s=\"'<>/{}]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?", re.S)
UNKNOWN_TO_CTEMPLATE = re.compile(r"^(?:hx-.*|data-hx-.*|srcset|imagesrcset|formaction|xlink:href|style|on.*)$")
INLINE = re.compile(r"^(?:style|on[a-z]+|(?:data-)?hx-on.*)$")
# What View::data prints into a data block.
DATA = re.compile(r"^[a-z0-9_]*_json:none$")
# Mail programs drop style sheets; a letter's styles can only stand inline. They hold no variables, and no browser of ours shows them.
LETTER = "src/platform/mail/pages/letter.html"


def variables(text: str) -> list[str]:
    """The markers that print something: not sections, comments, pragmas, includes or delimiters."""
    return [name.strip() for name in MARKER.findall(text) if name.strip()[:1] not in "#/!%>=^"]


def sectionless(text: str) -> str:
    """The text of a tag with section markers and comments blanked, so that conditional attributes read as attributes."""
    return re.sub(r"\{\{[#/!^].*?\}\}", lambda match: " " * len(match[0]), text, flags=re.S)


def attribute_complaints(tag: str, attributes: str, in_letter: bool) -> list[tuple[int, str]]:
    said = []
    for match in ATTRIBUTE.finditer(sectionless(attributes)):
        name, value = match[1].lower(), match[2] or ""
        if in_letter and name == "style" and not variables(value):
            continue
        if INLINE.match(name):
            said.append((match.start(), f"no inline style and no inline script: {name} in <{tag}>"))
        elif variables(value) and UNKNOWN_TO_CTEMPLATE.match(name):
            said.append((match.start(), f"no variable in {name}: automatic escaping does not know it"))
        elif variables(value) and value[:1] not in "\"'":
            said.append((match.start(), f"quote the value of {name}: a variable in an unquoted attribute is not safe"))
    if variables(re.sub(r"=\s*(?:\"[^\"]*\"|'[^']*'|\S+)", "=", attributes)):
        said.append((0, f"a variable stands outside of any attribute value in <{tag}>"))
    return said


def element_complaints(text: str, tag: re.Match) -> list[str]:
    name, attributes = tag[2].lower(), tag[3]
    if name not in ("script", "style", "textarea"):
        return []
    end = re.compile(rf"</{name}\s*>", re.I).search(text, tag.end())
    content = text[tag.end():end.start() if end else len(text)]
    if name == "textarea":
        # ctemplate's usual escaping makes a space of each line break; what somebody typed would come back as one line.
        return [f"{{{{{word}:pre_escape}}}} keeps the lines that somebody typed" for word in variables(content) if not word.endswith(":pre_escape")]
    is_json = re.search(r"type\s*=\s*[\"']application/(?:ld\+)?json[\"']", attributes) is not None
    if name == "style" and content.strip():
        return ["no inline style: <style> with content"]
    if name == "script" and content.strip() and not is_json:
        return ["no inline script: <script> with content"]
    if name == "script" and not all(DATA.match(word) for word in variables(content)):
        return ["a data block holds one value that View::data has set: {{name_json:none}}"]
    return []


def check_template(root: pathlib.Path, path: pathlib.Path) -> list[str]:
    text = re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), text_of(path), flags=re.S)
    said = []
    for tag in TAG.finditer(text):
        if tag[1]:
            continue
        found = [(0, words) for words in element_complaints(text, tag)]
        found += attribute_complaints(tag[2].lower(), tag[3], path == root / LETTER)
        said += [complaint(root, path, line_of(text, tag.start(3) + offset), words) for offset, words in found]
    for number, line in enumerate(text.splitlines(), 1):
        raw = [name for name in variables(line) if re.search(r":(?:none|safe|H=|o\b)", name)]
        if raw and "{{! trusted:" not in line and not all(DATA.match(name) for name in raw):
            words = f"{{{{{raw[0]}}}}} is printed unescaped; say why it is safe with {{{{! trusted: reason }}}} on this line"
            said.append(complaint(root, path, number, words))
    return said


def check(root: pathlib.Path) -> list[str]:
    return [words for path in files_below(root, "src", ".html") if path.parent.name != "help" and "pages" in path.parts
            for words in check_template(root, path)]


def check_autoescape(root: pathlib.Path) -> list[str]:
    """Either src/platform/html gives every template the AUTOESCAPE pragma when it loads it, or each template has it."""
    if any("AUTOESCAPE" in text_of(path) for path in files_below(root, "src/platform/html", ".cpp")):
        return []
    return [complaint(root, path, 1, 'the template lacks {{%AUTOESCAPE context="HTML"}}')
            for path in files_below(root, "src", ".html") if "pages" in path.parts and "{{%AUTOESCAPE" not in text_of(path)]


PAGE = "src/school/roster/pages/a.html"


def sample(text: str, words: str | None) -> Sample:
    return Sample({PAGE: text}, words)


RULES = [
    Rule("autoescape", check_autoescape, [
        sample("<p>{{name}}</p>", "AUTOESCAPE"),
        sample('{{%AUTOESCAPE context="HTML"}}<p>{{name}}</p>', None),
        Sample({PAGE: "<p>{{name}}</p>", "src/platform/html/load.cpp": '"{{%AUTOESCAPE"\n'}, None),
    ]),
    Rule("templates", check, [
        sample('<a hx-get="{{url}}">x</a>', "no variable in hx-get"),
        sample('<img srcset="{{url}}">', "no variable in srcset"),
        sample('<button formaction="/a/{{id}}">x</button>', "no variable in formaction"),
        sample('<use xlink:href="#{{icon}}"></use>', "no variable in xlink:href"),
        sample('<p style="color: {{colour}}">', "no inline style"),
        sample('<p style="color: red">', "no inline style"),
        sample('<p onclick="go()">', "no inline script"),
        sample('<p hx-on:click="go()">', "no inline script"),
        Sample({LETTER: '<p style="color: red">{{text}}</p>'}, None),
        Sample({LETTER: '<p style="color: {{colour}}">'}, "no inline style"),
        Sample({LETTER: '<p onclick="go()">'}, "no inline script"),
        sample("<a href={{url}}>x</a>", "quote the value of href"),
        sample("<a class=big-{{size}}>x</a>", "quote the value of class"),
        sample("<input {{attributes}}>", "outside of any attribute value"),
        sample("<script>let a = '{{a}}';</script>", "no inline script"),
        sample("<script>go();</script>", "no inline script"),
        sample("<style>p { color: {{colour}} }</style>", "no inline style"),
        sample("<p>{{snippet:none}}</p>", "printed unescaped"),
        sample('<a href="{{url}}" class="a {{kind}}" hx-boost="true" data-id=\'{{id}}\'>{{name}}</a>', None),
        sample('<input value="{{a}}"{{#on}} checked{{/on}} {{#x}}aria-label="[[.x]] {{y}}"{{/x}} required>', None),
        sample('<script src="/static/app.js" defer></script><link rel="stylesheet" href="/static/app.css">', None),
        sample('<textarea name="a">{{a}}</textarea>', "keeps the lines"),
        sample('<textarea name="a">{{a:pre_escape}}</textarea>', None),
        sample('<script type="application/json">{{page_json:none}}</script>', None),
        sample('<script type="application/ld+json">{{page_json:none}}</script>', None),
        sample('<script type="application/ld+json">{{page:none}}</script>', "View::data"),
        sample('<script type="application/ld+json">{"a": "{{a}}"}</script>', "View::data"),
        sample("<p>{{snippet:none}}{{! trusted: escaped by search }}</p>", None),
        sample("<!-- <p style='x'> --><p>{{#a}}{{b}}{{/a}} 1 < 2 {{>part}}</p>", None),
        sample('<option value="{{v}}"{{#chosen}} selected{{/chosen}}>{{! <p style="x"> }}</option>', "no inline style"),
    ]),
]

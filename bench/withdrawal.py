#!/usr/bin/env python3
"""From the call that withdraws to the last derivative gone: 10,000 pictures, one of them on 100 pages.

    bench/withdrawal.py [--pictures N] [--places N] [--rounds N] [--json FILE]

Makes a demo district, adds the pictures to its database and file store (the same small JPEG with another salt behind its end), serves it, and
publishes as many items of news as the one picture has places. Then the office hears a call of the guardian of a student who is on that one picture (POST
/consents/students/ID/calls). The clock runs from that POST until every address was fetched once more and none shows the picture: each of its sizes answers 410,
no page and no feed names it, and no file of it is on the disk. All other pictures must answer as before. script/bench runs it too.
"""

import argparse
import concurrent.futures
import hashlib
import http.client
import json
import pathlib
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from browser import Browser

TOP = pathlib.Path(__file__).resolve().parent.parent
BINARY = TOP / "build/release/belltower"
PORT = 18492
CIO = "ruth@riverbend.example"
WIDTHS = (320, 800, 1600)
LIMIT = 1.0


def serve(data):
    process = subprocess.Popen([BINARY, "serve", "--data", data, "--listen", f"127.0.0.1:{PORT}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1)
            line.request("GET", "/healthz", headers={"Host": f"localhost:{PORT}"})
            line.getresponse().read()
            return process
        except OSError:
            time.sleep(0.05)
    sys.exit("the server does not answer")


def put(data, content):
    digest = hashlib.sha256(content).hexdigest()
    place = data / "files" / digest[:2] / digest
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return digest


def people_of(db):
    """Who is on the demo's picture of the robot club: both may be shown. The second one's guardian withdraws."""
    rows = db.execute("""SELECT m.person_id FROM media_mark m JOIN media_picture p ON p.id = m.picture_id
                          WHERE p.title = 'Robot club in the library' AND m.kind = 'student' ORDER BY m.id""").fetchall()
    if len(rows) < 2:
        sys.exit("the demo has no picture with two students: is belltower-images built?")
    other, withdrawn = rows[0][0], rows[1][0]
    guardian = db.execute("SELECT guardian_id FROM roster_guardian WHERE student_id = ? AND active = 1 ORDER BY id LIMIT 1", (withdrawn,)).fetchone()[0]
    return other, withdrawn, guardian


def add_pictures(data, count):
    """Rows as the pages would write them; returns the withdrawing student, their guardian, and the tokens, that of the one picture first."""
    db = sqlite3.connect(data / "belltower.db")
    other, withdrawn, guardian = people_of(db)
    school, account = db.execute("SELECT school_id, uploaded_by_id FROM media_picture LIMIT 1").fetchone()
    jpeg = next((data / "files" / h[:2] / h).read_bytes() for (h,) in db.execute("SELECT file_hash FROM media_rendition ORDER BY width LIMIT 1"))
    now = int(time.time() * 1000)
    tokens, files = [], {}
    for number in range(count):
        token = secrets.token_urlsafe(32)
        tokens.append(token)
        picture = db.execute("""INSERT INTO media_picture (school_id, title, title_folded, alt_en, taken_by, allowed, content_hash, fingerprint, check_state, detector, stated_at, stated_by_id, token,
                                                           uploaded_by_id, uploaded_at, changed_at)
                                VALUES (?, ?, ?, 'Students at work', 'Paul Meyer', 1, ?, ?, 'done', 'bench', ?, ?, ?, ?, ?, ?) RETURNING id""",
                             (school, f"Picture {number}", f"picture {number}", put(data, b"original %d" % number), secrets.randbits(62), now, account, token, account, now, now)).fetchone()[0]
        for width in WIDTHS:
            files[(number, width)] = put(data, jpeg + b" %d %d" % (number, width))
            db.execute("INSERT INTO media_rendition (picture_id, width, height, file_hash) VALUES (?, ?, ?, ?)", (picture, width, width * 2 // 3, files[(number, width)]))
        db.execute("INSERT INTO media_mark (picture_id, origin, kind, person_id, marked_at) VALUES (?, 'whole', 'student', ?, ?)", (picture, withdrawn if number == 0 else other, now))
        db.execute("""INSERT INTO media_showing (picture_id, purpose, channel, place_words, need_words, state, needs_look, asked_by_id, asked_at, answered_at)
                      VALUES (?, 'news', 'site', 'News', 'It shows the work', 'approved', 1, ?, ?, ?)""", (picture, account, now, now))
        if number == 0:
            the_one = picture
    db.commit()
    db.close()
    return withdrawn, guardian, the_one, tokens, [files[(0, width)] for width in WIDTHS]


def publish_news(browser, count):
    paths = []
    for number in range(count):
        _, draft, _ = browser.must("POST", "/website/news", {"title_en": f"Bulletin {number}", "body_en": "The club meets on Tuesday.", "whole_district": "1", "for_families": "1"})
        browser.must("POST", draft + "/publication", {"seen": "1"})
        number_of = draft.rsplit("/", 1)[1]
        paths.append((int(number_of), browser.must("GET", f"/news/{number_of}", status=308)[1]))  # leads to the address with the title in it
    return paths


def put_into_places(data, picture, paths):
    db = sqlite3.connect(data / "belltower.db", timeout=30)
    now = int(time.time() * 1000)
    db.executemany("INSERT INTO media_place (picture_id, purpose, kind, place_id, path, position, placed_at) VALUES (?, 'news', 'site.piece', ?, ?, 1, ?)",
                   [(picture, piece, f"/news/{piece}", now) for piece, _ in paths])
    db.commit()
    db.close()


def fetch_all(paths, cookies=None, workers=4):
    """Path to (status, body), over a few connections that stay open."""
    def some(part):
        line, answers = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30), {}
        for path in part:
            line.request("GET", path, headers={"Host": f"localhost:{PORT}", **({"Cookie": cookies} if cookies else {})})
            answer = line.getresponse()
            answers[path] = (answer.status, answer.read())
        return answers
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        return {path: answer for part in pool.map(some, [paths[i::workers] for i in range(workers)]) for path, answer in part.items()}


def still_there(token, pages, sizes, files):
    """What of the picture is left, by asking every address and looking for every file."""
    answers = fetch_all(pages + sizes)
    left = [path for path in sizes if answers[path][0] != 410]
    left += [path for path in pages if answers[path][0] != 200 or token.encode() in answers[path][1]]
    return left + [str(path) for path in files if path.exists()]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--pictures", type=int, default=10_000)
    options.add_argument("--places", type=int, default=100)
    options.add_argument("--json")
    chosen = options.parse_args()
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="belltower-withdrawal-"))
    data = scratch / "district"
    server = None
    try:
        subprocess.run([BINARY, "demo", "--data", data, "--requests", "50", "--devices", "50", "--students", "200"], check=True, stdout=subprocess.DEVNULL)
        student, guardian, picture, tokens, hashes = add_pictures(data, chosen.pictures)
        server = serve(data)
        browser = Browser(PORT)
        browser.sign_in(CIO)
        browser.must("GET", "/website/news/new", status=200)
        news = publish_news(browser, chosen.places)
        put_into_places(data, picture, news)
        news = [path for _, path in news]
        token = tokens[0]
        pages = news + ["/", "/news", "/news/feed.atom", "/news/feed.json"]
        sizes = [f"/pictures/{token}-{width}.jpg" for width in WIDTHS]
        files = [data / "files" / h[:2] / h for h in hashes]
        time.sleep(1)  # another process has written: the server notices in a moment, and keeps no page from before
        before = fetch_all(pages + sizes)
        shown = sum(token.encode() in before[path][1] for path in news)
        if shown != len(news) or any(before[path][0] != 200 for path in sizes) or not all(path.exists() for path in files):
            sys.exit(f"before the withdrawal {shown} of {len(news)} pages show it, and its sizes answer {[before[path][0] for path in sizes]}")

        browser.must("GET", f"/consents/students/{student}", status=200)
        began = time.monotonic()
        browser.must("POST", f"/consents/students/{student}/calls", {"giver": str(guardian), "confirmed": "1"})
        answered = time.monotonic() - began
        while left := still_there(token, pages, sizes, files):
            if time.monotonic() - began > 30:
                sys.exit(f"after 30 s this is left: {left[:5]}")
        seconds = time.monotonic() - began

        others = [f"/pictures/{other}-320.jpg" for other in tokens[1:]]
        # They stand on no page, so only somebody who is signed in gets them.
        answers = fetch_all(others, browser.cookie_header())
        kept = sum(answers[path][0] == 200 for path in others)
        print(f"{chosen.pictures} pictures, one on {len(news)} pages: the call is answered after {answered * 1000:.0f} ms; {len(pages) + len(sizes)} addresses and {len(files)} files "
              f"are gone, each asked, after {seconds:.3f} s (limit {LIMIT} s, ratio {seconds / LIMIT:.2f}); {kept} of {len(others)} other pictures answer")
        if chosen.json:
            pathlib.Path(chosen.json).write_text(json.dumps({"seconds": seconds, "answered": answered, "others": len(others), "kept": kept}))
        if kept != len(others):
            sys.exit("other pictures are gone too")
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(scratch, ignore_errors=True)


main()

#!/usr/bin/env python3
"""The public front page beside nginx, which serves the same bytes as a file, in the same run.

    bench/public_site.py [--seconds S] [--data DIR] [--json FILE]

Both write an access log; wrk drives each with 64 connections, five times in turn. While ours is driven, an editor publishes a new item of news
every second, and a reader who asks right after each answer must find it. A run in which one reader saw an old page fails. script/bench runs it too.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from browser import Browser

TOP = pathlib.Path(__file__).resolve().parent.parent
BINARY = TOP / "build/release/belltower"
PORT, NGINX_PORT = 18490, 18491
WEBMASTER = "paul@riverbend.example"
CONNECTIONS, ROUNDS = 64, 5


class Editor(threading.Thread):
    """Publishes every second, and reads the front page right after each answer."""

    def __init__(self):
        super().__init__(daemon=True)
        self.browser, self.reader, self.stopped = Browser(PORT), Browser(PORT), threading.Event()
        self.browser.sign_in(WEBMASTER)
        self.published, self.stale, self.slowest = 0, 0, 0.0

    def leads_to(self, path, fields):
        status, address, text = self.browser.ask("POST", path, fields)
        if status != 303:
            print(f"{path} answered with {status}:\n{text[:3000].decode(errors='replace')}", file=sys.stderr)
            os._exit(1)
        return address

    def run(self):
        while not self.stopped.wait(1):
            title = f"Bulletin {time.time_ns()}"
            self.browser.ask("GET", "/website/news/new")
            draft = self.leads_to("/website/news", {"title_en": title, "body_en": "The gym is open on Saturday.", "whole_district": "1", "for_families": "1"})
            began = time.monotonic()
            self.leads_to(draft + "/publication", {"seen": "1"})
            _, _, page = self.reader.ask("GET", "/")
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.published += 1
            self.stale += title.encode() not in page


def wrk(url, seconds):
    said = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", f"Host: localhost:{PORT}", url], capture_output=True, text=True, check=True).stdout
    if re.search(r"Non-2xx or 3xx responses: [1-9]|Socket errors", said):
        sys.exit(f"{url} answered with errors:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def wait_for(port):
    for _ in range(600):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            line.request("GET", "/", headers={"Host": f"localhost:{PORT}"})
            return line.getresponse().read()
        except OSError:
            time.sleep(0.05)
    sys.exit(f"port {port} does not answer")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--data")
    options.add_argument("--json")
    chosen = options.parse_args()
    for needed in ("wrk", "nginx"):
        if not shutil.which(needed):
            sys.exit(f"this needs {needed}: script/bootstrap --bench installs it")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="belltower-public-"))
    data = pathlib.Path(chosen.data) if chosen.data else scratch / "district"
    server = nginx = None
    try:
        if not (data / "belltower.toml").exists():
            subprocess.run([BINARY, "demo", "--data", data, "--requests", "50", "--devices", "50", "--students", "200"], check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([BINARY, "serve", "--data", data, "--listen", f"127.0.0.1:{PORT}", "--access-log", scratch / "ours.log"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        page = wait_for(PORT)
        (scratch / "page.html").write_bytes(page)
        os.chmod(scratch, 0o755)
        (scratch / "nginx.conf").write_text(
            f"daemon off; pid {scratch}/nginx.pid; error_log {scratch}/error.log; worker_processes 2; events {{}}\n"
            f"http {{ types {{ text/html html; }} access_log {scratch}/nginx.log combined; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
            f" open_file_cache max=100; server {{ listen 127.0.0.1:{NGINX_PORT}; root {scratch}; index page.html; }} }}\n")
        nginx = subprocess.Popen(["nginx", "-c", scratch / "nginx.conf", "-p", scratch], stderr=subprocess.DEVNULL)
        wait_for(NGINX_PORT)
        editor = Editor()
        editor.start()
        pairs = []
        for _ in range(ROUNDS):
            static = wrk(f"http://127.0.0.1:{NGINX_PORT}/page.html", chosen.seconds)
            ours = wrk(f"http://127.0.0.1:{PORT}/", chosen.seconds)
            pairs.append((ours, static))
            print(f"front page of {len(page)} bytes: {ours:>9.0f} a second, nginx {static:>9.0f}, ratio {ours / static:.3f}", flush=True)
        editor.stopped.set()
        editor.join()
        ratios = sorted(ours / static for ours, static in pairs)
        ratio = ratios[len(ratios) // 2]
        print(f"median ratio {ratio:.3f} (limit 0.85); {editor.published} items published, {editor.stale} readers saw an old page, "
              f"slowest from publishing to reading {editor.slowest * 1000:.0f} ms")
        if chosen.json:
            pathlib.Path(chosen.json).write_text(json.dumps({"ratio": ratio, "published": editor.published, "stale": editor.stale, "bytes": len(page),
                                                             "rate": sorted(o for o, _ in pairs)[len(pairs) // 2]}))
        if editor.stale or not editor.published:
            sys.exit("a reader saw an old page")
    finally:
        for process in (server, nginx):
            if process:
                process.terminate()
                process.wait()
        shutil.rmtree(scratch, ignore_errors=True)


main()

"""Just enough of a browser for the measurements: cookies, and the form token of the last page, over one connection to a server on loopback."""

import http.client
import re
import sys
import urllib.parse

PASSWORD = "ring the old bell"  # of everybody in the demo district


class Browser:
    def __init__(self, port):
        self.port, self.cookies, self.token = port, {}, ""
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method, path, fields=None):
        """Answers (status, Location, body as bytes)."""
        headers = {"Host": f"localhost:{self.port}", "Cookie": self.cookie_header()}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode({**fields, "_token": self.token})
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        if found := re.search(rb'name="_token" value="([^"]*)"', text):
            self.token = found[1].decode()
        return answer.status, answer.headers.get("Location", ""), text

    def must(self, method, path, fields=None, status=303):
        """The same; another status ends the measurement with what the page said."""
        answer = self.ask(method, path, fields)
        if answer[0] != status:
            sys.exit(f"{path} answered with {answer[0]}:\n{answer[2][:2000].decode(errors='replace')}")
        return answer

    def sign_in(self, email):
        self.must("GET", "/sign-in", status=200)
        self.must("POST", "/sign-in", {"email": email, "password": PASSWORD})
        self.must("GET", "/start", status=200)

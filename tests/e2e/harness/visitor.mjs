// A browser that knows forms and cookies and draws nothing: for what many people do at once.

/// The Node 18 of Debian 12 has no getSetCookie() and joins the lines by commas.
function cookies_of(answer) {
  return answer.headers.getSetCookie?.() ?? answer.headers.get('set-cookie')?.split(/,\s*(?=[^;,=\s]+=)/) ?? [];
}

/// One person at one server. `at(url)` is the same person, signed in or not, at another server of the district.
export class Visitor {
  constructor(url) {
    Object.assign(this, { url, cookies: new Map(), token: '' });
  }

  at(url) {
    return Object.assign(new Visitor(url), this, { url, cookies: new Map(this.cookies) });
  }

  async ask(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.url + path, { redirect: 'manual', ...options, headers: { cookie, origin: this.url, ...options.headers } });
    for (const line of cookies_of(answer)) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async get(path) {
    const answer = await this.ask(path);
    const text = await answer.text();
    this.token = text.match(/name="csrf-token" content="([^"]*)"/)?.[1] ?? this.token;
    return { status: answer.status, text };
  }

  /// Answers { status, location, text }. A list in `fields` is a field for each of its values.
  async post(path, fields) {
    const pairs = Object.entries({ ...fields, _token: this.token }).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
    const answer = await this.ask(path, { method: 'POST', body: new URLSearchParams(pairs) });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  async sign_in(email, password) {
    await this.get('/sign-in');
    const answer = await this.post('/sign-in', { email, password });
    if (answer.status === 303) await this.get('/start');
    return answer;
  }
}

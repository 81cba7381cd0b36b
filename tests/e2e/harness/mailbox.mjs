// A mail server on this machine that keeps what it is given, for tests that open a mailed link.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/// Soft line ends and =XX of quoted-printable, and base64, as letters have them; letters are in UTF-8.
function readable(letter) {
  const base64 = letter.replace(/Content-Transfer-Encoding: base64\r\n(?:[^\r\n]+\r\n)*\r\n((?:[A-Za-z0-9+/=]+\r\n)+)/gi, (_, body) => Buffer.from(body, 'base64').toString('latin1'));
  const bytes = base64.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function answer(socket, letters) {
  let open = '';
  let in_data = false;
  socket.write('220 mailbox\r\n');
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    open += bytes.toString('latin1');
    for (;;) {
      const end = in_data ? open.indexOf('\r\n.\r\n') : open.indexOf('\r\n');
      if (end < 0) return;
      const line = open.slice(0, end);
      open = open.slice(end + (in_data ? 5 : 2));
      if (in_data) {
        letters.push(readable(line));
        in_data = false;
        socket.write('250 kept\r\n');
      } else if (/^DATA/i.test(line)) {
        in_data = true;
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 bye\r\n');
      } else {
        socket.write('250 fine\r\n');
      }
    }
  });
}

/// { port, letters, until(words): the first letter that holds all words, stop() }.
export async function open_mailbox() {
  const letters = [];
  const server = createServer((socket) => answer(socket, letters)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const until = async (...words) => {
    for (let tries = 0; tries < 400; ++tries) {
      const found = letters.find((letter) => words.every((word) => letter.includes(word)));
      if (found) return found;
      await pause(50);
    }
    throw new Error(`no letter with ${words.join(', ')} came; there were ${letters.length}`);
  };
  return { port: server.address().port, letters, until, stop: () => server.close() };
}

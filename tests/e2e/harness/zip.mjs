// A ZIP of files that are stored as they are, as a person makes one of a folder of CSV files.
import { gzipSync } from 'node:zlib';

/// The trailer of a gzip file holds it; zlib.crc32() is newer than the Node 18 of Debian 12.
function crc32(body) {
  const packed = gzipSync(body);
  return packed.readUInt32LE(packed.length - 8);
}

/// `files` is { name: text }; answers the bytes.
export function zip(files) {
  const parts = [];
  const listed = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), body);
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, where, Buffer.from(name)]));
    at += 4 + common.length + Buffer.byteLength(name) + body.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(listed.length, 4);
  end.writeUInt16LE(listed.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}

/** Zip archives for tests: stored or deflated, right or with a wrong part. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/containers/zip.js';

export interface ZipMember {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  /** Instead of the right one. */
  readonly crc?: number;
  /** Name in the local header, when it is to be another. */
  readonly localName?: string;
  /** Size in the directory, when it is to be another. */
  readonly size?: number;
}

/** An archive of `members`, in their order. */
export function zipOf(members: readonly ZipMember[]): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, data, deflate = false, crc = crc32(data), localName = name, size = data.length } of members) {
    const body = deflate ? new Uint8Array(deflateRawSync(data)) : data;
    const compressed = deflate ? body.length : size;
    // Version, flags (UTF-8 names), method, time, date, CRC, sizes, length of the name: the same in both headers.
    const common = (text: string) =>
      [20, 0x800, deflate ? 8 : 0, 0, 0].map(u16).join('') +
      [crc, compressed, size].map(u32).join('') +
      u16(utf8(text).length);
    const local = `${u32(0x04034b50)}${common(localName)}${u16(0)}${utf8(localName)}`;
    directory.push(
      latin(`${u32(0x02014b50)}${u16(20)}${common(name)}${u16(0).repeat(4)}${u32(0)}${u32(at)}${utf8(name)}`),
    );
    pieces.push(latin(local), body);
    at += local.length + body.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = `${u32(0x06054b50)}${u16(0).repeat(2)}${u16(members.length).repeat(2)}${u32(size)}${u32(at)}${u16(0)}`;
  return new Uint8Array(Buffer.concat([...pieces, ...directory, latin(end)]));
}

function u16(value: number): string {
  return String.fromCharCode(value & 255, (value >> 8) & 255);
}

function u32(value: number): string {
  return u16(value & 0xffff) + u16(value >>> 16);
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function latin(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

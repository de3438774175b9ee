/**
 * The legacy format of PyTorch, before 1.6 that of files and still that of a storage in a plain pickle: five pickles in
 * a row, the bytes of the storages behind them (torch/serialization.py, `_legacy_save`).
 */
import type { PyGlobal } from '../../values/index.js';

/** The first pickle: the magic number 0x1950A86A20F9469CFC6C. */
export const MAGIC_PICKLE: readonly number[] = [
  0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
];

/**
 * Magic number, version 1001, and `{'protocol_version': 1001, 'little_endian': True, 'type_sizes': {'short': 2, 'int':
 * 4, 'long': 4}}`.
 */
const HEAD =
  '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}(X\x10\0\0\0protocol_versionM\xe9\x03' +
  'X\x0d\0\0\0little_endian\x88X\x0a\0\0\0type_sizes}(X\x05\0\0\0shortK\x02X\x03\0\0\0intK\x04X\x04\0\0\0longK\x04uu.';

function text(value: string): string {
  const bytes = new TextEncoder().encode(value);
  return `X${String.fromCharCode(bytes.length & 255, (bytes.length >> 8) & 255, (bytes.length >> 16) & 255, bytes.length >>> 24)}${String.fromCharCode(...bytes)}`;
}

/** The eight bytes of an int64. */
function int64(value: number): string {
  let result = '';
  for (let i = 0, rest = value; i < 8; i++, rest = Math.floor(rest / 256)) result += String.fromCharCode(rest % 256);
  return result;
}

/** An archive that holds one storage of `count` items. */
export function legacyArchive(cls: PyGlobal, key: string, count: number, bytes: Uint8Array): Uint8Array {
  // ('storage', cls, key, 'cpu', count, None) as a persistent id; then the list of keys; then the number of items.
  const id = `\x80\x02(${text('storage')}c${cls.module}\n${cls.name}\n${text(key)}${text('cpu')}\x8a\x08${int64(count)}NtQ.`;
  const head = `${HEAD}${id}\x80\x02]${text(key)}a.${int64(count)}`;
  const result = new Uint8Array(head.length + bytes.length);
  for (let i = 0; i < head.length; i++) result[i] = head.charCodeAt(i);
  result.set(bytes, head.length);
  return result;
}

import * as op from '../../shared/opcodes.js';
import type { Pickling } from '../pickling.js';
import { writeText } from './text-opcodes.js';

/** Strings up to this length are written by a loop, which hashes them; `Writer.boundary` leaves room for it. */
const SHORT_TEXT = 255;
/** Makes it impossible to choose strings that meet in the memo. */
const HASH_SEED = /*#__PURE__*/ (Math.random() * 0x1_0000_0000) | 0;

/** A str. Returns its number in the memo, or the next one without a memo. */
export function saveString(p: Pickling, text: string): number {
  const length = text.length;
  const { protocol } = p;
  if (length > SHORT_TEXT || protocol === 0) {
    return saveLongString(p, text);
  }
  const { out } = p;
  const { buffer, pos: start } = out;
  // Written and hashed in one loop; what turns out to be in the memo, or not ASCII, is written over.
  let pos = start + (protocol >= 4 ? 2 : 5);
  let bits = 0;
  let hash = HASH_SEED ^ length;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    bits |= unit;
    hash = Math.imul(hash ^ unit, 0x01000193);
    buffer[pos++] = unit;
  }
  hash = finish(hash);
  const { memo } = p;
  const number = memo.count;
  if (p.useMemo) {
    const known = memo.strings.findOrAdd(text, hash, number);
    if (known >= 0) {
      p.get(known);
      return known;
    }
  }
  if (bits > 0x7f) {
    writeText(out, text, protocol);
  } else if (protocol >= 4) {
    buffer[start] = op.SHORT_BINUNICODE;
    buffer[start + 1] = length;
    if (p.useMemo) {
      buffer[pos++] = op.MEMOIZE;
      memo.count = number + 1;
    }
    out.pos = pos;
    return number;
  } else {
    buffer[start] = op.BINUNICODE;
    buffer[start + 1] = length;
    buffer[start + 2] = 0;
    buffer[start + 3] = 0;
    buffer[start + 4] = 0;
    out.pos = pos;
  }
  if (p.useMemo) p.put();
  return number;
}

/** A str that is long, or any str in protocol 0. */
function saveLongString(p: Pickling, text: string): number {
  const number = p.memo.count;
  if (p.useMemo) {
    const known = p.memo.strings.findOrAdd(text, sampleHash(text), number);
    if (known >= 0) {
      p.get(known);
      return known;
    }
  }
  writeText(p.out, text, p.protocol);
  if (p.useMemo) p.put();
  return number;
}

/**
 * A hash of some of a text's units. Performance: the hash of all of them takes longer than to write them (case
 * str_long).
 */
function sampleHash(text: string): number {
  const { length } = text;
  let hash = HASH_SEED ^ length;
  const step = (length >>> 4) + 1;
  for (let i = (HASH_SEED >>> 1) % step; i < length; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finish(hash);
}

/** Spreads what is in the upper bits of a hash. */
function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** A property name. */
export function saveKey(p: Pickling, key: string): void {
  const { keys, memo } = p;
  const expected = keys.numberOf(key);
  if (expected >= 0) {
    p.get(expected);
    return;
  }
  const { count } = memo;
  const number = saveString(p, key);
  if (number < count) keys.learn(key, number);
  else keys.pass(number);
}

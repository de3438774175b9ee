/**
 * Changes of pickles that keep most of their structure: instructions are left out, doubled, moved, taken from other
 * pickles, their arguments changed.
 */

import { opcodes } from '../../src/format/opcodes.js';
import { genops } from '../../src/index.js';
import { FRAME, PROTO, STOP } from '../../src/shared/opcodes.js';
import { pickle } from '../helpers/program.js';
import { fragment } from './programs.js';
import type { Random } from './random.js';

/** The instructions of a pickle, each opcode with its argument; what cannot be read is one piece at the end. */
export function instructions(data: Uint8Array): Uint8Array[] {
  const starts: number[] = [];
  try {
    for (const { pos } of genops(data)) starts.push(pos);
  } catch {
    // The bytes from the last opcode that was read on are the last piece.
  }
  if (starts.length === 0) return [data];
  return starts.map((start, index) => data.subarray(start, starts[index + 1] ?? data.length));
}

const EDGES = [0, 1, 2, 3, 4, 8, 0x7f, 0x80, 0xfe, 0xff];

/** `parts` with one to five changes. */
export function mutate(random: Random, parts: readonly Uint8Array[], other: readonly Uint8Array[]): Uint8Array {
  let list = [...parts];
  // What frames and STOP say is about the whole: they are put back where the instructions are.
  const frame = list.findIndex((part) => part[0] === FRAME);
  for (let edits = 1 + random.small(4); edits > 0; edits--) list = edit(random, list, other);
  const length = list.reduce((sum, part) => sum + part.length, 0);
  if (frame >= 0 && !random.oneIn(4)) list = reframed(list);
  let data = pickle(...list);
  if (length > 0 && random.oneIn(8)) {
    data = data.slice();
    data[random.below(length)] = random.oneIn(2) ? random.pick(opcodes).code : random.below(256);
  }
  if (random.oneIn(12)) data = data.slice(0, random.below(data.length + 1));
  return data;
}

function edit(random: Random, list: Uint8Array[], other: readonly Uint8Array[]): Uint8Array[] {
  const at = random.below(list.length || 1);
  const count = 1 + random.small(4);
  switch (random.below(12)) {
    case 0:
      return spliced(list, at, count);
    case 1:
      return spliced(list, at, 0, ...list.slice(at, at + count));
    case 2: {
      // The same again many times: shapes and idioms are learned.
      const again = list.slice(at, at + 1 + random.below(12));
      const times = random.oneIn(4) ? 20 : 3;
      const size = again.reduce((sum, part) => sum + part.length, 0);
      if (size * times > 1500) return list;
      return spliced(list, at, 0, ...Array.from({ length: times }, () => again).flat());
    }
    case 3:
      return spliced(list, at, 1, list[random.below(list.length)] ?? Uint8Array.of(STOP));
    case 4: {
      const from = random.below(list.length || 1);
      return spliced(list, at, 0, ...list.slice(from, from + count));
    }
    case 5: {
      const from = random.below(other.length || 1);
      return spliced(list, at, random.below(2), ...other.slice(from, from + 1 + random.below(8)));
    }
    case 6:
      return [...list.slice(0, at), ...other.slice(random.below(other.length || 1))];
    case 7:
      return spliced(list, at, random.below(2), Uint8Array.of(random.pick(opcodes).code));
    case 8:
    case 9:
      return spliced(list, at, random.below(2), fragment(random));
    default: {
      const part = list[at]?.slice();
      if (part === undefined || part.length < 2) return spliced(list, at, 1, Uint8Array.of(random.pick(opcodes).code));
      // Short arguments most of all: indices, lengths, numbers.
      const index = 1 + random.below(Math.min(part.length - 1, 9));
      part[index] = random.oneIn(2) ? random.pick(EDGES) : part[index] ^ (1 << random.below(8));
      return spliced(list, at, 1, part);
    }
  }
}

/** The first frame holds the rest; the others are left out. */
function reframed(list: readonly Uint8Array[]): Uint8Array[] {
  const rest = list.filter((part) => part[0] !== FRAME);
  const start = rest[0]?.[0] === PROTO ? 1 : 0;
  const header = new Uint8Array(9);
  header[0] = FRAME;
  new DataView(header.buffer).setUint32(
    1,
    rest.slice(start).reduce((sum, part) => sum + part.length, 0),
    true,
  );
  return spliced(rest, start, 0, header);
}

/** `list` with `added` in place of `count` items from `at` on. */
export function spliced<Item>(list: readonly Item[], at: number, count: number, ...added: Item[]): Item[] {
  return [...list.slice(0, at), ...added, ...list.slice(at + count)];
}

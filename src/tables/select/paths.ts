/** Paths into a pickle, and the values they lead to: by walking, no value is made. */
import { PickleError, UnpicklingError } from '../../base/index.js';
import { argumentBytes, payloadCount } from '../../format/index.js';
import * as OP from '../../shared/opcodes.js';
import { MemoPlaces, type Place, SCATTERED } from './memo-places.js';
import { opcodeEnd } from './opcode-ends.js';
import { Children, memoIndex, walk } from './walk.js';

/**
 * Where values are: keys of dicts and places in lists, from the outside in; `*` is every item or value. As text the
 * parts are joined by dots; an Array is for keys that have a dot in them. The empty path is the whole value.
 */
export type Path = string | readonly (string | number)[];

/** The parts of a path. @throws PickleError when it is none */
export function partsOf(path: Path): string[] {
  if (typeof path === 'string') return path === '' ? [] : path.split('.');
  if (Array.isArray(path) && path.every((part) => typeof part === 'string' || Number.isInteger(part)))
    return path.map(String);
  throw new PickleError("a path is text such as 'segments.*.blocks', or an Array of keys and places");
}

/** A place, and the keys that lead to it. */
export interface Found {
  place: Place;
  path: string[];
}

/** Containers whose parts are remembered: those around the one that is read. */
const MAX_WALKED = 8;

const decoder = /*#__PURE__*/ new TextDecoder();

/** A pickle that was walked through once. */
export class Places {
  readonly bytes: Uint8Array;
  readonly memo = new MemoPlaces();
  readonly root: Place;
  readonly protocol: number;
  /** What containers hold that were walked through lately, by where they begin. */
  readonly #walked = new Map<string, Children>();

  /** @throws UnpicklingError when the opcodes make no sense */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const children = new Children();
    const { place, protocol } = walk(bytes, 0, Number.POSITIVE_INFINITY, this.memo, children);
    this.#walked.set(`${place.start} ${place.end}`, children);
    this.root = place;
    this.protocol = protocol;
  }

  /** The values that `parts` lead to, in the order of the pickle. */
  *find(parts: readonly string[], from: Place = this.root, path: readonly string[] = []): Generator<Found> {
    if (parts.length === 0) {
      yield { place: from, path: [...path] };
      return;
    }
    const [part, ...rest] = parts;
    for (const { place, path: key } of this.#children(from, part)) yield* this.find(rest, place, [...path, ...key]);
  }

  /** The opcodes that make the value at `place`: what it fetches, if it does. */
  #made(place: Place): Place {
    let { start, end } = place;
    for (let steps = 0; steps < 100; steps++) {
      const code = this.bytes[start];
      if (code !== OP.GET && code !== OP.BINGET && code !== OP.LONG_BINGET) return { start, end };
      const opcode = opcodeEnd(this.bytes, start);
      if (opcode !== end) break;
      const index = memoIndex(this.bytes, start, opcode);
      if (this.memo.is(index, SCATTERED)) break;
      ({ start, end } = this.memo.place(index));
    }
    throw new UnpicklingError(
      `what the path leads to is made in several places: load the whole pickle (offset ${start})`,
      {
        offset: start,
      },
    );
  }

  *#children(from: Place, part: string): Generator<Found> {
    const { start, end } = this.#made(from);
    const name = `${start} ${end}`;
    const children = this.#walked.get(name) ?? new Children();
    if (!this.#walked.has(name)) {
      walk(this.bytes, start, end, this.memo, children);
      for (const [old] of this.#walked) if (this.#walked.size >= MAX_WALKED) this.#walked.delete(old);
      this.#walked.set(name, children);
    }
    const { starts, ends, keyStarts, keyEnds, state } = children;
    const at = (i: number): Place => ({ start: starts.get(i), end: ends.get(i) });
    if (keyStarts === undefined || keyEnds === undefined) {
      if (starts.length === 0 && state !== undefined) {
        yield* this.#children(state, part);
        return;
      }
      if (part === '*') for (let i = 0; i < starts.length; i++) yield { place: at(i), path: [String(i)] };
      else if (/^(0|[1-9]\d{0,9})$/.test(part) && Number(part) < starts.length)
        yield { place: at(Number(part)), path: [part] };
      return;
    }
    if (keyStarts.length !== starts.length)
      throw new UnpicklingError(`items and keys in one value: load the whole pickle (offset ${start})`, {
        offset: start,
      });
    // A key that comes again has its first place and its last value.
    const values = new Map<string, number>();
    for (let i = 0; i < starts.length; i++) {
      const key = this.#keyText({ start: keyStarts.get(i), end: keyEnds.get(i) });
      if (part === '*' || key === part) values.set(key ?? `#${i}`, i);
    }
    for (const [key, i] of values) yield { place: at(i), path: [key] };
  }

  /** The text of a key: a str, or an int as JavaScript writes it; undefined for others. */
  #keyText(place: Place): string | undefined {
    const { bytes } = this;
    const { start } = this.#made(place);
    const end = opcodeEnd(bytes, start);
    const code = bytes[start];
    const view = new DataView(bytes.buffer, bytes.byteOffset + start + 1, end - start - 1);
    switch (code) {
      case OP.SHORT_BINUNICODE:
      case OP.BINUNICODE:
      case OP.BINUNICODE8:
      case OP.SHORT_BINSTRING:
      case OP.BINSTRING: {
        const width = argumentBytes(code);
        const from = start + 1 + width;
        return decoder.decode(bytes.subarray(from, from + payloadCount(bytes, start + 1, width)));
      }
      case OP.UNICODE:
        return decoder.decode(bytes.subarray(start + 1, end - 1));
      case OP.STRING:
        return decoder.decode(bytes.subarray(start + 2, end - 2));
      case OP.INT:
      case OP.LONG:
        return decoder.decode(bytes.subarray(start + 1, end - 1)).replace(/L$/, '');
      case OP.BININT1:
        return String(view.getUint8(0));
      case OP.BININT2:
        return String(view.getUint16(0, true));
      case OP.BININT:
        return String(view.getInt32(0, true));
      default:
        return undefined;
    }
  }
}

/**
 * Writes parts of a pickle as pickles of their own, which an engine then reads one after another with one memo. Only
 * entries that something fetches are put into that memo; one that was made in a part which is left out is made where it
 * is fetched first.
 */
import { LimitError, UnpicklingError } from '../../base/index.js';
import { opcodeName } from '../../format/index.js';
import * as OP from '../../shared/opcodes.js';
import { FETCHED, type MemoPlaces, NumberList, type Place, SCATTERED } from './memo-places.js';
import { opcodeEnd } from './opcode-ends.js';
import { memoIndex, SCALARS } from './walk.js';

/** Entries that are made inside one another. */
const MAX_NESTED = 1000;

/** Bytes that grow. */
class Output {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  copy(bytes: Uint8Array, from: number, to: number): void {
    this.room(to - from);
    if (to - from < 16) for (let i = from; i < to; i++) this.bytes[this.length++] = bytes[i];
    else {
      this.bytes.set(bytes.subarray(from, to), this.length);
      this.length += to - from;
    }
  }
}

/** A part that is being written. */
interface Part {
  at: number;
  readonly end: number;
  /** Index into the fetched entries in order of their start: those before are behind `at`. */
  next: number;
}

/** Writes values of one pickle. */
export class Emitter {
  readonly #bytes: Uint8Array;
  readonly #memo: MemoPlaces;
  readonly #protocol: number;
  /** Entries that are fetched, in order of their start; the longest of one start first. */
  readonly #fetched: Float64Array;
  readonly #fetchedStarts: Float64Array;
  /** New index of each old entry that the engine's memo has, plus 1. */
  readonly #made = new NumberList();
  #count = 0;
  readonly #out = new Output();
  /** Where each piece of output comes from: its place in the output, and in the pickle. */
  readonly #outPlaces = new NumberList();
  readonly #inPlaces = new NumberList();
  /** New indexes of containers made since the last `begin`. */
  readonly #news: number[] = [];

  constructor(bytes: Uint8Array, memo: MemoPlaces, protocol: number) {
    this.#bytes = bytes;
    this.#memo = memo;
    this.#protocol = protocol;
    const fetched: number[] = [];
    for (let i = 0; i < memo.length; i++) if (memo.has(i) && memo.is(i, FETCHED)) fetched.push(i);
    fetched.sort((a, b) => memo.startOf(a) - memo.startOf(b) || memo.endOf(b) - memo.endOf(a));
    this.#fetched = Float64Array.from(fetched);
    this.#fetchedStarts = this.#fetched.map((index) => memo.startOf(index));
  }

  /** Bytes of the pickle that is being written. */
  get size(): number {
    return this.#out.length;
  }

  /**
   * Starts a pickle. Its value is a tuple: the list of values, and the list of the objects that may be fetched again.
   */
  begin(): void {
    this.#out.length = 0;
    this.#outPlaces.length = 0;
    this.#inPlaces.length = 0;
    this.#news.length = 0;
    for (const byte of [OP.PROTO, this.#protocol, OP.EMPTY_LIST, OP.MARK]) this.#out.byte(byte);
  }

  /** Ends it. The memory is used again. */
  finish(): Uint8Array {
    const out = this.#out;
    for (const byte of [OP.APPENDS, OP.EMPTY_LIST, OP.MARK]) out.byte(byte);
    for (const index of this.#news) this.#get(index);
    for (const byte of [OP.APPENDS, OP.TUPLE2, OP.STOP]) out.byte(byte);
    return out.bytes.subarray(0, out.length);
  }

  #get(index: number): void {
    const out = this.#out;
    out.byte(OP.LONG_BINGET);
    for (let shift = 0; shift < 32; shift += 8) out.byte((index >>> shift) & 0xff);
  }

  /** Where the opcode at `offset` of the pickle that was written stands in the input. */
  placeOf(offset: number): number {
    let low = 0;
    let high = this.#outPlaces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#outPlaces.get(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#outPlaces.length === 0
      ? offset
      : this.#inPlaces.get(low) + Math.max(0, offset - this.#outPlaces.get(low));
  }

  /** Copies opcodes. */
  #copy(from: number, to: number): void {
    if (from === to) return;
    this.#outPlaces.push(this.#out.length);
    this.#inPlaces.push(from);
    this.#out.copy(this.#bytes, from, to);
  }

  #part({ start, end }: Place): Part {
    let low = 0;
    let high = this.#fetched.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#fetchedStarts[middle] < start) low = middle + 1;
      else high = middle;
    }
    return { at: start, end, next: low };
  }

  /** Adds the value at `place`. @throws UnpicklingError when it needs what cannot be given by itself */
  add(place: Place): void {
    const bytes = this.#bytes;
    const memo = this.#memo;
    const parts: Part[] = [this.#part(place)];
    let guess = -1;
    let isText = false;
    const safe = bytes.length - 260;
    /** Where that begins which is to be copied up to the part's `at`. */
    let from = place.start;
    for (let part = parts[0]; ; ) {
      const { at } = part;
      if (at >= part.end) {
        this.#copy(from, at);
        parts.pop();
        if (parts.length === 0) return;
        part = parts[parts.length - 1];
        from = part.at;
        continue;
      }
      const known = this.#knownAt(part);
      if (known >= 0) {
        this.#copy(from, at);
        this.#get(this.#made.get(known) - 1);
        part.at = memo.endOf(known);
        from = part.at;
        isText = false;
        continue;
      }
      const code = bytes[at];
      const size = at >= safe ? 0 : code === OP.SHORT_BINUNICODE ? 2 + bytes[at + 1] : SCALARS[code];
      if (size > 0) {
        part.at = at + size;
        isText = code === OP.SHORT_BINUNICODE;
        continue;
      }
      const end = opcodeEnd(bytes, at);
      part.at = end;
      switch (code) {
        case OP.FRAME:
        case OP.PROTO:
          this.#copy(from, at);
          from = end;
          continue;
        case OP.DUP:
        case OP.NEXT_BUFFER:
          throw this.#refused(at, code === OP.DUP ? 'DUP' : 'a buffer outside of the pickle');
        case OP.PUT:
        case OP.BINPUT:
        case OP.LONG_BINPUT:
        case OP.MEMOIZE: {
          const index = code === OP.MEMOIZE ? memo.indexAt(at, guess + 1) : memoIndex(bytes, at, end);
          if (index < 0) throw this.#refused(at, 'a memo whose entries come in no order');
          guess = index;
          this.#copy(from, at);
          from = end;
          if (!memo.is(index, FETCHED)) continue;
          if (memo.is(index, SCATTERED))
            throw this.#refused(at, `memo entry ${index}, which is made in several places`);
          this.#out.byte(OP.MEMOIZE);
          if (!isText) this.#news.push(this.#count);
          this.#made.set(index, ++this.#count);
          continue;
        }
        case OP.GET:
        case OP.BINGET:
        case OP.LONG_BINGET: {
          const index = memoIndex(bytes, at, end);
          isText = false;
          this.#copy(from, at);
          from = end;
          if (index < this.#made.length && this.#made.get(index) > 0) {
            this.#get(this.#made.get(index) - 1);
            continue;
          }
          if (memo.is(index, SCATTERED))
            throw this.#refused(at, `memo entry ${index}, which is made in several places`);
          const entry = memo.place(index);
          // What stands around a part that is being written holds that part: it cannot be made inside it.
          for (const open of parts) {
            if (entry.start < open.at && open.at <= entry.end)
              throw this.#refused(at, `memo entry ${index}, which holds the selected value itself`);
          }
          if (parts.length >= MAX_NESTED)
            throw new LimitError(`more than ${MAX_NESTED} memo entries need one another (offset ${at})`, {
              offset: at,
            });
          part = this.#part(entry);
          parts.push(part);
          from = part.at;
          continue;
        }
      }
      isText = isTextOpcode(code);
    }
  }

  /** The longest entry that starts here, ends in this part and is made; -1 when there is none. */
  #knownAt(part: Part): number {
    const starts = this.#fetchedStarts;
    while (part.next < starts.length && starts[part.next] < part.at) part.next++;
    for (let i = part.next; i < starts.length && starts[i] === part.at; i++) {
      const index = this.#fetched[i];
      if (index < this.#made.length && this.#made.get(index) > 0 && this.#memo.endOf(index) <= part.end) return index;
    }
    return -1;
  }

  #refused(at: number, what: string): UnpicklingError {
    const opcode = opcodeName(this.#bytes[at]);
    const place = `(offset ${at}, ${opcode})`;
    return new UnpicklingError(`the selected value needs ${what}: load the whole pickle without a selection ${place}`, {
      offset: at,
      opcode,
    });
  }
}

function isTextOpcode(code: number): boolean {
  return code === OP.SHORT_BINUNICODE || code === OP.BINUNICODE || code === OP.BINUNICODE8 || code === OP.UNICODE;
}

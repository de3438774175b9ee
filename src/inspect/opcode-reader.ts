/**
 * Reads a pickle opcode by opcode, without executing anything: what genops, dis and optimize have in common.
 *
 * Source: CPython `pickletools._genops` and the `read_*` functions beside it; error texts are CPython's, followed by
 * the place.
 */
import { isCount, LimitError, PickleError, TruncatedError, UnpicklingError } from '../base/index.js';
import { type ArgumentDescriptor, argumentWords as kinds, type OpcodeInfo, opcodeInfo } from '../format/index.js';
import { repr } from '../repr/index.js';
import { STOP } from '../shared/opcodes.js';
import { CodecError, type Decoded, escapeDecode, latin1, rawUnicodeEscape, strictUtf8, utf8 } from './python-codecs.js';
import { decodeLong, normal, parseDouble, parseInteger } from './python-numbers.js';

/** A decoded argument: what Python gives, as a natural JavaScript value; null when the opcode has none. */
export type OpcodeArgument = number | bigint | boolean | string | Uint8Array | null;

const LINE_FEED = 0x0a;
const MAX_COUNT = 0x7fffffffffffffffn;
const MAX_LONG_BYTES = 2 ** 27 - 1;

/** A memo index as the key of a Map. */
export type MemoKey = number | string;

/**
 * Indexes from here on are text in a Map: V8's hash of numbers is the same everywhere, so an input could choose many
 * that collide.
 */
const FIRST_TEXT_KEY = 1 << 20;

/** The argument of a PUT or GET, or the index of a MEMOIZE, as a key: Python's False and True are 0 and 1. */
export function memoKey(arg: OpcodeArgument): MemoKey {
  const index = typeof arg === 'boolean' ? Number(arg) : (arg as number | bigint);
  return typeof index === 'number' && index < FIRST_TEXT_KEY ? index : `#${index}`;
}

/** One walk through one pickle. `read` goes on by one opcode; the fields then say what was read. */
export class OpcodeReader {
  readonly data: Uint8Array;
  /** Index of the next byte to read: behind the last opcode and its argument. */
  position: number;
  /** The last opcode. */
  opcode!: OpcodeInfo;
  /** Index of the last opcode's byte. */
  offset: number;
  /** The last opcode's argument. Bytes are views of the input. */
  arg: OpcodeArgument = null;
  /** See `Decoded.splits`; for the last argument. */
  splits: number[] | undefined;
  /** STOP was read. */
  done = false;
  readonly #view: DataView;

  constructor(data: Uint8Array, start: number) {
    if (!isCount(start)) throw new PickleError('start must be a whole number >= 0');
    this.data = data;
    this.position = start;
    this.offset = start;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /**
   * Reads the next opcode; must not be called when `done`.
   * @throws TruncatedError when the input ends before STOP, UnpicklingError for unknown opcodes and malformed arguments
   */
  read(): void {
    const kind = this.#readCode();
    if (kind !== null) this.arg = this.#argument(kind);
  }

  /**
   * As `read`, but goes past the argument without decoding or checking it; `arg` is null.
   * @throws TruncatedError when the input ends before STOP, UnpicklingError for unknown opcodes and negative counts
   */
  skip(): void {
    const kind = this.#readCode();
    if (kind === null) return;
    if (kind.layout === 'lines') {
      for (let line = 0; line < kind.size; line++) this.#line('stringnl');
      return;
    }
    if (kind.layout === 'fixed') {
      if (kind.size > this.data.length - this.position)
        throw this.#truncated(`not enough data in stream to read ${kind.name}`);
      this.position += kind.size;
      return;
    }
    // The C unpickler takes the signed count of a string4 for an unsigned one.
    this.#payload(kind, this.#count(kind, kind.signed && kind !== kinds.string4));
  }

  /** Decodes the argument of the opcode that `skip` went past. */
  reread(): OpcodeArgument {
    this.position = this.offset;
    this.read();
    return this.arg;
  }

  /** Reads an opcode byte; returns how its argument is laid out. */
  #readCode(): ArgumentDescriptor | null {
    const offset = this.position;
    this.offset = offset;
    if (offset >= this.data.length) throw new TruncatedError('pickle exhausted before seeing STOP', { offset });
    const code = this.data[offset];
    const opcode = opcodeInfo(code);
    if (opcode === undefined) {
      throw new UnpicklingError(`at position ${offset}, opcode ${repr(this.data.slice(offset, offset + 1))} unknown`, {
        offset,
      });
    }
    this.opcode = opcode;
    this.position = offset + 1;
    this.arg = null;
    this.splits = undefined;
    this.done = code === STOP;
    return opcode.arg;
  }

  #argument(kind: ArgumentDescriptor): OpcodeArgument {
    try {
      return kind.layout === 'fixed'
        ? this.#fixed(kind)
        : kind.layout === 'lines'
          ? this.#lines(kind)
          : this.#counted(kind);
    } catch (error) {
      if (error instanceof CodecError) throw this.#malformed(error.message);
      // The longest string a JavaScript engine holds is an implementation limit: 2^29 - 24 units in V8.
      if (error instanceof RangeError)
        throw new LimitError(this.#withPlace('text is longer than a string can be'), this.#place());
      throw error;
    }
  }

  #malformed(reason: string): UnpicklingError {
    return new UnpicklingError(this.#withPlace(reason), { offset: this.offset, opcode: this.opcode.name });
  }

  #truncated(reason: string): TruncatedError {
    return new TruncatedError(this.#withPlace(reason), { offset: this.offset, opcode: this.opcode.name });
  }

  #withPlace(reason: string): string {
    return `${reason} (offset ${this.offset}, ${this.opcode.name})`;
  }

  #fixed(kind: ArgumentDescriptor): number | bigint {
    if (kind !== kinds.float8) return this.#integer(kind.name, kind.size, kind.signed);
    if (this.position + 8 > this.data.length) throw this.#truncated('not enough data in stream to read float8');
    this.position += 8;
    return this.#view.getFloat64(this.position - 8, false);
  }

  #integer(name: string, size: number, signed: boolean): number | bigint {
    const at = this.position;
    if (at + size > this.data.length) throw this.#truncated(`not enough data in stream to read ${name}`);
    this.position = at + size;
    if (size === 1) return this.data[at];
    if (size === 2) return this.#view.getUint16(at, true);
    if (size === 4) return signed ? this.#view.getInt32(at, true) : this.#view.getUint32(at, true);
    return normal(this.#view.getBigUint64(at, true));
  }

  /** The bytes up to the next line feed. */
  #line(name: string): Uint8Array {
    const end = this.data.indexOf(LINE_FEED, this.position);
    if (end < 0) throw this.#truncated(`no newline found when trying to read ${name}`);
    const line = this.data.subarray(this.position, end);
    this.position = end + 1;
    return line;
  }

  #lines(kind: ArgumentDescriptor): OpcodeArgument {
    if (kind === kinds.unicodestringnl) return this.#decoded(rawUnicodeEscape(this.#line('unicodestringnl')));
    // CPython reads every other line with one function, and names that.
    const line = this.#line('stringnl');
    switch (kind) {
      case kinds.decimalnlShort:
        if (line.length === 2 && line[0] === 0x30 && line[1] >> 1 === 0x18) return line[1] === 0x31;
        return parseInteger(line);
      case kinds.decimalnlLong:
        return parseInteger(line.length > 0 && line[line.length - 1] === 0x4c ? line.subarray(0, -1) : line);
      case kinds.floatnl:
        return parseDouble(line);
      case kinds.stringnl:
        return latin1(escapeDecode(unquote(line)));
      case kinds.stringnlNoescapePair: {
        const first = strictUtf8(escapeDecode(line));
        return `${first} ${strictUtf8(escapeDecode(this.#line('stringnl')))}`;
      }
      default:
        return strictUtf8(escapeDecode(line));
    }
  }

  #counted(kind: ArgumentDescriptor): OpcodeArgument {
    const payload = this.#payload(kind, this.#count(kind, kind.signed));
    if (kind.type === 'bytes' || kind.type === 'bytearray') return payload;
    if (kind.type === 'int') {
      if (payload.length > MAX_LONG_BYTES)
        throw new LimitError(this.#withPlace('integer of more than 2^27 - 1 bytes'), this.#place());
      return decodeLong(payload);
    }
    return kind === kinds.string1 || kind === kinds.string4 ? latin1(payload) : this.#decoded(utf8(payload));
  }

  /** The count before a counted argument. */
  #count({ name, size }: ArgumentDescriptor, signed: boolean): number | bigint {
    const count = this.#integer(`${signed ? '' : 'u'}int${size}`, size, signed);
    if (count < 0) throw this.#malformed(`${name} byte count < 0: ${count}`);
    if (count > MAX_COUNT) throw this.#malformed(`${name} byte count > sys.maxsize: ${count}`);
    return count;
  }

  /** The bytes that were counted; a view. */
  #payload(kind: ArgumentDescriptor, count: number | bigint): Uint8Array {
    const remaining = this.data.length - this.position;
    if (count > remaining) {
      const isLong = kind === kinds.long1 || kind === kinds.long4;
      throw this.#truncated(
        isLong
          ? `not enough data in stream to read ${kind.name}`
          : `expected ${count} bytes in a ${kind.name}, but only ${remaining} remain`,
      );
    }
    const start = this.position;
    this.position = start + Number(count);
    return this.data.subarray(start, this.position);
  }

  #place(): { offset: number; opcode: string } {
    return { offset: this.offset, opcode: this.opcode.name };
  }

  #decoded(decoded: Decoded): string {
    this.splits = decoded.splits;
    return decoded.text;
  }
}

/** The inside of a quoted line. A single quote character alone counts as both quotes, as in pickletools. */
function unquote(line: Uint8Array): Uint8Array {
  const quote = line[0];
  if (quote !== 0x22 && quote !== 0x27) throw new CodecError(`no string quotes around ${repr(line)}`);
  if (line[line.length - 1] !== quote) {
    throw new CodecError(`string quote ${repr(line.subarray(0, 1))} not found at both ends of ${repr(line)}`);
  }
  return line.subarray(1, Math.max(1, line.length - 1));
}

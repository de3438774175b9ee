/** Rewrites a pickle without the memo entries that nothing reads. */
import { UnpicklingError } from '../base/index.js';
import { HIGHEST_PROTOCOL } from '../shared/opcode-traits.js';
import { BINGET, BINPUT, FRAME, GET, LONG_BINGET, LONG_BINPUT, MEMOIZE, PROTO, PUT } from '../shared/opcodes.js';
import { inputBytes } from '../values/index.js';
import { type MemoKey, memoKey, OpcodeReader } from './opcode-reader.js';

/** A frame below this many bytes is written without a FRAME opcode (PEP 3154; CPython `_Framer._FRAME_SIZE_MIN`). */
const FRAME_MIN = 4;
/**
 * A frame is closed once it holds this many bytes (CPython `_Framer._FRAME_SIZE_TARGET`); a longer opcode stands
 * outside.
 */
const FRAME_TARGET = 64 * 1024;

/** Bytes that grow as they are written. */
class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  push(data: ArrayLike<number>): void {
    const length = this.length + data.length;
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(data, this.length);
    this.length = length;
  }

  /** What was written; the next `push` after setting `length` to 0 overwrites it. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/**
 * Writes opcodes, gathered into frames from protocol 4 on, by the rules of the `_Framer` of CPython's `Lib/pickle.py`.
 */
class FramedOutput {
  readonly #out: ByteBuffer;
  readonly #frame: ByteBuffer | undefined;

  constructor(out: ByteBuffer, framed: boolean) {
    this.#out = out;
    this.#frame = framed ? new ByteBuffer(FRAME_TARGET + 1024) : undefined;
  }

  opcode(data: ArrayLike<number>): void {
    const large = data.length > FRAME_TARGET;
    if (large || (this.#frame !== undefined && this.#frame.length >= FRAME_TARGET)) this.closeFrame();
    (large ? this.#out : (this.#frame ?? this.#out)).push(data);
  }

  closeFrame(): void {
    const frame = this.#frame;
    if (frame === undefined) return;
    if (frame.length >= FRAME_MIN) {
      const header = new Uint8Array(9);
      header[0] = FRAME;
      new DataView(header.buffer).setBigUint64(1, BigInt(frame.length), true);
      this.#out.push(header);
    }
    this.#out.push(frame.written());
    frame.length = 0;
  }
}

/**
 * An equal pickle without the PUTs that no GET refers to, with the memo numbered anew and, from protocol 4 on, framed
 * anew.
 *
 * Source: CPython's `pickletools.optimize`; the result is the same, byte for byte. One exception: a GET of an index
 * that is not stored before is an error here, where CPython writes `gNone` or fails with a TypeError.
 * @param data the pickle; what follows STOP is dropped
 * @returns new bytes, not a view
 * @throws TruncatedError, UnpicklingError when the input is not a pickle
 */
export function optimize(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  const input = inputBytes(data);
  const { wanted, protocol, headerEnd } = survey(input);
  const out = new ByteBuffer(Math.max(64, Math.min(input.length, 2 ** 26)));
  out.push(input.subarray(0, headerEnd));
  const framed = new FramedOutput(out, protocol >= 4);
  /** Indices that MEMOIZE counts. */
  const stored = new Set<MemoKey>();
  const newIndices = new Map<MemoKey, number>();
  let nextIndex = 0;

  const reader = new OpcodeReader(input, headerEnd);
  while (!reader.done) {
    reader.skip();
    switch (reader.opcode.code) {
      case FRAME:
        break;
      case PUT:
      case BINPUT:
      case LONG_BINPUT:
      case MEMOIZE: {
        const key = memoKey(reader.opcode.code === MEMOIZE ? stored.size : reader.reread());
        stored.add(key);
        if (!wanted.has(key)) break;
        newIndices.set(key, nextIndex);
        framed.opcode(putOpcode(nextIndex++, protocol));
        break;
      }
      case GET:
      case BINGET:
      case LONG_BINGET: {
        const key = memoKey(reader.reread());
        const index = newIndices.get(key);
        if (index === undefined) {
          const { offset, opcode } = reader;
          throw new UnpicklingError(
            `memo key ${String(key).replace('#', '')} has never been stored into (offset ${offset}, ${opcode.name}); no unpickler loads this`,
            {
              offset,
              opcode: opcode.name,
            },
          );
        }
        framed.opcode(getOpcode(index, protocol));
        break;
      }
      default:
        framed.opcode(input.subarray(reader.offset, reader.position));
    }
  }
  framed.closeFrame();
  return out.bytes.slice(0, out.length);
}

/**
 * Reads the whole pickle once: which memo indices are read, the protocol to write, and where a PROTO at the start ends.
 */
function survey(input: Uint8Array): { wanted: Set<MemoKey>; protocol: number; headerEnd: number } {
  const reader = new OpcodeReader(input, 0);
  const wanted = new Set<MemoKey>();
  let protocol = 0;
  let headerEnd = 0;
  while (!reader.done) {
    reader.read();
    switch (reader.opcode.code) {
      case GET:
      case BINGET:
      case LONG_BINGET:
        wanted.add(memoKey(reader.arg));
        protocol = Math.max(protocol, reader.opcode.proto);
        break;
      case PROTO:
        protocol = Math.max(protocol, reader.arg as number);
        if (reader.offset === 0) headerEnd = reader.position;
        break;
    }
  }
  if (protocol > HIGHEST_PROTOCOL)
    throw new UnpicklingError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}, but the pickle says ${protocol}`);
  return { wanted, protocol, headerEnd };
}

/** The shortest PUT of the protocol (CPython `_Pickler.put`). */
function putOpcode(index: number, protocol: number): ArrayLike<number> {
  if (protocol >= 4) return [MEMOIZE];
  if (protocol === 0) return line(PUT, index);
  return index < 256 ? [BINPUT, index] : [LONG_BINPUT, ...littleEndian4(index)];
}

/** The shortest GET of the protocol (CPython `_Pickler.get`). */
function getOpcode(index: number, protocol: number): ArrayLike<number> {
  if (protocol === 0) return line(GET, index);
  return index < 256 ? [BINGET, index] : [LONG_BINGET, ...littleEndian4(index)];
}

function line(code: number, index: number): Uint8Array {
  return new TextEncoder().encode(`${String.fromCharCode(code)}${index}\n`);
}

function littleEndian4(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

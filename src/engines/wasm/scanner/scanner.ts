/**
 * One instance of the WASM scanner and the views of its linear memory. No other file sees linear memory; the views are
 * remade whenever it has grown, and are valid until the next `scan`.
 */
import {
  HEAD_ARENA,
  HEAD_FIRST_STRING,
  HEAD_NO_MEMORY,
  HEAD_OBJECTS,
  HEAD_POOL,
  HEAD_POSITION,
  HEAD_STRING_COUNT,
  HEAD_STRINGS,
  HEAD_TAPE,
  HEAD_TAPE_END,
  HEAD_WIDE,
  HEAD_WINDOW,
  HEAD_WORDS,
} from '../../../shared/tape.js';
import { instantiate, type ScannerExports } from './module.js';

/** Instances that are kept for the next load. */
const MAX_IDLE = 2;
/** An instance whose memory has grown beyond this many bytes is not kept. */
const MAX_IDLE_MEMORY = 32 << 20;

const idle: Scanner[] = [];

/** For the hash of memo indexes, so that no input can choose some that collide. */
const SEED = /*#__PURE__*/ Math.random();

/** An instance of the scanner. */
export class Scanner {
  readonly #exports: ScannerExports;
  #buffer: ArrayBuffer;
  /** The header block, HEAD_* of src/shared/tape.ts. */
  head: Int32Array;
  /** All of linear memory as bytes, words, doubles and 64-bit integers. */
  bytes: Uint8Array;
  words: Int32Array;
  doubles: Float64Array;
  bigs: BigInt64Array;
  ubigs: BigUint64Array;
  #capacity = 0;
  /** A call ended in a trap: nothing in this instance can be relied on. */
  #broken = false;

  constructor(exports: ScannerExports) {
    this.#exports = exports;
    this.#buffer = exports.memory.buffer;
    this.head = new Int32Array(this.#buffer, exports.HEAD.value, HEAD_WORDS);
    this.bytes = new Uint8Array(this.#buffer);
    this.words = new Int32Array(this.#buffer);
    this.doubles = new Float64Array(this.#buffer);
    this.bigs = new BigInt64Array(this.#buffer);
    this.ubigs = new BigUint64Array(this.#buffer);
  }

  /**
   * Whether items may be read as those before them were (assembly/guided/). False in tests only: nothing but time
   * depends on it.
   */
  static guided = true;

  /** An idle instance or a new one; undefined where WebAssembly is missing or forbidden. */
  static acquire(): Scanner | undefined {
    const waiting = idle.pop();
    if (waiting !== undefined) return waiting;
    const exports = instantiate();
    return exports === undefined ? undefined : new Scanner(exports);
  }

  /** Gives the instance back for the next load. */
  release(): void {
    if (!this.#broken && idle.length < MAX_IDLE && this.#buffer.byteLength <= MAX_IDLE_MEMORY) idle.push(this);
  }

  /**
   * Sets how the next load reads.
   * @param withRecords dicts with str keys may be written as records
   * @param oldStringsAsBytes Python 2 str stays bytes
   * @param oldStringsAscii ASCII bytes of a Python 2 str are the same text in the wanted encoding
   * @param maxMemo entries of the memo, at most 2^32 - 1
   * @param maxNodes values put on the stack; infinite when nobody counts
   */
  configure(
    withRecords: boolean,
    oldStringsAsBytes: boolean,
    oldStringsAscii: boolean,
    maxMemo: number,
    maxNodes: number,
    maxDigits: number,
  ): void {
    this.#exports.configure(
      withRecords,
      oldStringsAsBytes,
      oldStringsAscii,
      maxMemo,
      maxNodes,
      maxDigits,
      SEED,
      Scanner.guided,
    );
  }

  /** Gets ready for a pickle. @throws as `scan` */
  begin(keepMemo: boolean): void {
    this.#broken = true;
    this.#exports.begin(keepMemo);
    this.#broken = false;
    this.#refresh();
  }

  /**
   * A call has thrown because the memory cannot grow, and not for a fault of the scanner's. The instance is of no use
   * after either.
   */
  get isOutOfMemory(): boolean {
    this.#refresh();
    return this.#broken && this.head[HEAD_NO_MEMORY] !== 0;
  }

  /**
   * Scans `source[start, start + size)`. Results are in `head`, the tape and the pool.
   * @param total bytes from `start` to the end of the input, infinite when unknown
   * @param late bytes of calls may be left in `source`, which is the whole input
   * @returns SCAN_*
   * @throws WebAssembly.RuntimeError when the memory cannot grow (`isOutOfMemory`), or for a fault of the scanner's
   */
  scan(source: Uint8Array, start: number, size: number, last: boolean, total: number, late: boolean): number {
    this.#broken = true;
    if (size > this.#capacity) {
      this.#exports.windowOf(size);
      this.#capacity = size;
      this.#refresh();
    }
    this.#copyIn(source, start, size);
    const status = this.#exports.scan(size, last, total, late && source.length < 0x80000000 ? start : -1);
    this.#broken = false;
    this.#refresh();
    return status;
  }

  #copyIn(source: Uint8Array, start: number, size: number): void {
    const { bytes } = this;
    const window = this.window;
    // Performance: making a view costs as much as copying a hundred bytes one by one (bench case bytes10k).
    if (size <= 128) for (let i = 0; i < size; i++) bytes[window + i] = source[start + i];
    else bytes.set(start === 0 && size === source.length ? source : source.subarray(start, start + size), window);
  }

  #refresh(): void {
    const buffer = this.#exports.memory.buffer;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.head = new Int32Array(buffer, this.#exports.HEAD.value, HEAD_WORDS);
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.bigs = new BigInt64Array(buffer);
    this.ubigs = new BigUint64Array(buffer);
  }

  /** Index into `words` of the first word of the tape. */
  get tapeStart(): number {
    return this.head[HEAD_TAPE] >>> 2;
  }
  /** Index into `words` behind the last word of the tape. */
  get tapeEnd(): number {
    return this.head[HEAD_TAPE_END] >>> 2;
  }
  /** Index into `doubles` of the first double of the pool. */
  get poolStart(): number {
    return this.head[HEAD_POOL] >>> 3;
  }
  /** Index into `words` of the string table. */
  get stringTable(): number {
    return this.head[HEAD_STRINGS] >>> 2;
  }
  /** Number of entries of the string table. */
  get stringCount(): number {
    return this.head[HEAD_STRING_COUNT];
  }
  /** Ids of objects given so far. */
  get objectCount(): number {
    return this.head[HEAD_OBJECTS];
  }
  /** Where in the window the scan ended. */
  get end(): number {
    return this.head[HEAD_POSITION];
  }
  /** Id of the first string of the string table. */
  get firstString(): number {
    return this.head[HEAD_FIRST_STRING];
  }
  /** Index into `bytes` of the arena of one-byte text. */
  get arena(): number {
    return this.head[HEAD_ARENA] >>> 0;
  }
  /** Index into `bytes` of the arena of two-byte text. */
  get wideArena(): number {
    return this.head[HEAD_WIDE] >>> 0;
  }
  /** Index into `bytes` of the window. */
  get window(): number {
    return this.head[HEAD_WINDOW] >>> 0;
  }
}

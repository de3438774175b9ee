/** The scanner's WebAssembly module: compiled once per process, from the embedded bytes or as given to `init`. */
import { PickleError } from '../../../base/index.js';
import { WASM_START, WASM_TEXT, WASM_UNPACKER } from './wasm-bytes.js';

/** What assembly/index.ts exports; the whole contract with the module. */
export interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Address of the header block. */
  readonly HEAD: { readonly value: number };
  /**
   * Makes room for a window of `size` bytes. This and what follows trap when the memory cannot grow (HEAD_NO_MEMORY).
   */
  windowOf(size: number): void;
  configure(
    withRecords: boolean,
    oldStringsAsBytes: boolean,
    oldStringsAscii: boolean,
    maxMemo: number,
    maxNodes: number,
    maxDigits: number,
    seed: number,
    withGuide: boolean,
  ): void;
  begin(keepMemo: boolean): void;
  scan(length: number, last: boolean, total: number, position: number): number;
}

let compiled: WebAssembly.Module | undefined;
/** Why there is no module; kept so that the next load does not try again. */
let refusal: unknown;

/**
 * Gives the engine its WebAssembly module, for runtimes that forbid compiling bytes (edge runtimes); the module is
 * `pickle-wasm/scanner.wasm`. Not needed anywhere else.
 * @throws PickleError when `module` is not a `WebAssembly.Module`
 */
export function init(module: object): void {
  if (typeof WebAssembly === 'undefined' || !(module instanceof WebAssembly.Module)) {
    throw new PickleError('init needs a WebAssembly.Module, made from pickle-wasm/scanner.wasm');
  }
  compiled = module;
  refusal = undefined;
}

/** A new instance of the scanner, or undefined where WebAssembly is missing or forbidden (see `refusedBecause`). */
export function instantiate(): ScannerExports | undefined {
  // Memory that was not to be had may be there the next time.
  if (refusal !== undefined && !(refusal instanceof RangeError)) return undefined;
  try {
    // Performance: a synchronous compile of these few KB takes about a millisecond (bench case cold), once per process.
    compiled ??= new WebAssembly.Module(embeddedBytes());
    return new WebAssembly.Instance(compiled, {}).exports as unknown as ScannerExports;
  } catch (error) {
    refusal = error;
    return undefined;
  }
}

/** What the runtime said when it refused to compile or run the module. */
export function refusedBecause(): unknown {
  return refusal;
}

/** What the module in WASM_UNPACKER exports. */
interface UnpackerExports {
  readonly memory: WebAssembly.Memory;
  /** Makes bytes of the text at WASM_START, in place; where they end. */
  unpack(): number;
}

/**
 * The embedded module; how it is written, see scripts/embed.mjs.
 * Performance: in JavaScript, in the interpreter still, unpacking takes a millisecond more (bench case cold).
 */
export function embeddedBytes(): Uint8Array<ArrayBuffer> {
  const unpacker = new WebAssembly.Module(Uint8Array.from(WASM_UNPACKER, (character) => character.charCodeAt(0)));
  const { memory, unpack } = new WebAssembly.Instance(unpacker).exports as unknown as UnpackerExports;
  const bytes = new Uint8Array(memory.buffer);
  new TextEncoder().encodeInto(WASM_TEXT, bytes.subarray(WASM_START));
  return bytes.subarray(WASM_START, unpack());
}

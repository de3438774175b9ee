/** The scanner's WebAssembly module: compiled once per process, from the embedded bytes or as given to `init`. */
import { PickleError } from '../errors.js';
import { WASM_ALPHABET, WASM_PAGE, WASM_PAGES, WASM_TEXT } from './wasm-bytes.js';

/** What assembly/index.ts exports; the whole contract with the module. */
export interface ScannerExports {
  readonly memory: WebAssembly.Memory;
  /** Address of the header block. */
  readonly HEAD: { readonly value: number };
  /** Address of room for a window of `size` bytes; 0 when the memory cannot grow. */
  windowOf(size: number): number;
  configure(withRecords: boolean, oldStringsAsBytes: boolean, oldStringsAscii: boolean, maxMemo: number, maxNodes: number): void;
  begin(keepMemo: boolean): number;
  scan(length: number, last: boolean, total: number, position: number): number;
}

/** What the table of `embeddedBytes` has for the first character of a pair: this and its place in WASM_PAGES. */
const FIRST_OF_PAIR = 0x80;

let compiled: WebAssembly.Module | undefined;
/** Why there is no module; kept so that the next load does not try again. */
let refusal: unknown;

/**
 * Gives the engine its WebAssembly module, for runtimes that forbid compiling bytes (edge runtimes); the module is
 * `pickle-wasm/scanner.wasm`. Not needed anywhere else.
 * @throws PickleError when `module` is not a `WebAssembly.Module`
 */
export function init(module: WebAssembly.Module): void {
  if (typeof WebAssembly === 'undefined' || !(module instanceof WebAssembly.Module)) {
    throw new PickleError('init needs a WebAssembly.Module, made from pickle-wasm/scanner.wasm');
  }
  compiled = module;
  refusal = undefined;
}

/** A new instance of the scanner, or undefined where WebAssembly is missing or forbidden (see `refusedBecause`). */
export function instantiate(): ScannerExports | undefined {
  if (refusal !== undefined) return undefined;
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

/** The embedded module; how it is written, see scripts/embed.mjs. */
function embeddedBytes(): Uint8Array<ArrayBuffer> {
  // Performance: this runs once and so in the interpreter; a table of character codes takes half the time of searching strings (bench case cold).
  const values = new Uint8Array(128);
  for (let i = WASM_ALPHABET.length - 1; i >= 0; i--) values[WASM_ALPHABET.charCodeAt(i)] = i;
  for (let i = 0; i < WASM_PAGES.length; i++) values[WASM_PAGES.charCodeAt(i)] = FIRST_OF_PAIR + i;
  const bytes = new TextEncoder().encode(WASM_TEXT);
  let count = 0;
  let page = 0;
  for (let i = 0; i < bytes.length; i++) {
    const value = values[bytes[i]];
    if (value >= FIRST_OF_PAIR) {
      page = (value - FIRST_OF_PAIR + 1) * WASM_PAGE;
    } else {
      bytes[count++] = page + value;
      page = 0;
    }
  }
  // Never more bytes than characters: they are written over what was read.
  return bytes.slice(0, count);
}

import type { Registry } from '../registry/index.js';
import type { TextErrors } from '../text/index.js';
import type { PickleBuffer } from '../values/index.js';

/** Which decoder runs: `'auto'` takes the faster one for the size of the input. */
export type EngineName = 'auto' | 'wasm' | 'js';

/** Bounds on what a pickle may ask for; all counts are per load. `Infinity` is no bound. */
export interface Limits {
  /** Decimal digits of one int in text; CPython's own bound. Default 4300. */
  digits?: number;
  /** Entries in the memo. Default 2^26; at most 89,000,000, since V8 has no longer Array. */
  memo?: number;
  /**
   * Items of one list, tuple, set, or entries of one dict. Default 2^26, at most 89,000,000; in V8 a Map or Set holds
   * 2^24, and a plain object 2^22.
   */
  items?: number;
  /** Values and marks put on the stack by one load. Default 2^32. */
  nodes?: number;
  /**
   * Memory in bytes, estimated, of the copies that calls make (`list(x)`, `_codecs.encode(x)`): what the input may ask
   * for again and again at a few bytes each. Values that stand in the input are not counted. Default 2^31.
   */
  bytes?: number;
}

/** Progress of a load: both in bytes; `total` is undefined when the source does not say. */
export type OnProgress = (done: number, total: number | undefined) => void;

/** Options of `loads`, `load`, `loadAll` and `Unpickler`. Every one may be left out. */
export interface LoadOptions {
  /** Default `'auto'`. */
  engine?: EngineName;
  /** Lossless value model: `dumps` writes an equal pickle. Default false: natural JavaScript values. */
  exact?: boolean;
  /**
   * Out-of-band buffers for NEXT_BUFFER, in order (PEP 574); what `bufferCallback` was given will do. In the exact
   * model they become `PickleBuffer`s.
   */
  buffers?: Iterable<ArrayBuffer | ArrayBufferView | PickleBuffer>;
  /** How Python 2 `str` is read: `'ASCII'` (default), `'latin1'`, `'utf-8'`, or `'bytes'` to keep bytes. */
  encoding?: string;
  /** What happens to bytes that `encoding` cannot decode. Default `'strict'`. */
  errors?: TextErrors;
  /** Map Python 2 names to Python 3 names for protocols 0 to 2. Default true. */
  fixImports?: boolean;
  /** Called for PERSID (text) and BINPERSID (any value). Without it the value is a `PersistentId`. */
  persistentLoad?: (id: unknown) => unknown;
  /**
   * Asked first what a name means. Return undefined to leave it to the registry, anything else to use it: a `PyGlobal`,
   * a hooks object (see `ClassHooks`), a JavaScript class or function to be used as the class, or throw to refuse.
   */
  findClass?: (module: string, name: string) => unknown;
  /** What names mean. Default: the families this package knows. */
  registry?: Registry;
  /**
   * What a Python dict becomes when `exact` is false. Default `'auto'`: an object when every key is a str, else a Map.
   */
  dict?: 'auto' | 'object' | 'map';
  /** Copy bytes and arrays out of the input instead of viewing it. Default false. */
  copy?: boolean;
  /** Default: generous bounds. `'strict'` is for pickles of strangers: see docs/safety.md. */
  limits?: Limits | 'strict';
  onProgress?: OnProgress;
  /** Bytes handed to the scanner at a time; for tests and tuning. Default: chosen by the engine. */
  windowSize?: number;
}

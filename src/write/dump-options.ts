import type { Reduction, Registry } from '../registry/index.js';
import type { PickleBuffer, PyGlobal } from '../values/index.js';

/**
 * What a reducer returns: a reduction, or the global that the object is: a `PyGlobal`, `'module.name'` or
 * `'module:Outer.Inner'`.
 */
export type ReductionOrGlobal = Reduction | PyGlobal | string;

/** How typed arrays other than Uint8Array are written; see `DumpOptions.typedArrays`. */
export type TypedArrayForm = 'bytes' | 'array' | 'numpy';

/** Options of `dumps`, `dump` and `Pickler`. Every one may be left out. */
export interface DumpOptions {
  /** Pickle protocol 0 to 5; a negative number means 5, the highest. Default 4, the default of CPython 3.8 to 3.13. */
  protocol?: number;
  /** Write Python 2 names in protocols 0 to 2 (`builtins` becomes `__builtin__`). Default true. */
  fixImports?: boolean;
  /**
   * Called with each `PickleBuffer` (PEP 574, protocol 5 only). A falsy answer means the callback has taken the buffer
   * and the pickle only announces it (so `(b) => void list.push(b)` works); a truthy answer has it written in-band.
   */
  bufferCallback?: (buffer: PickleBuffer) => unknown;
  /**
   * Called first for every value, primitives too. An answer other than undefined and null is written as a persistent id
   * in the value's place (PERSID in protocol 0, where it must be ASCII text without a line break; else BINPERSID).
   */
  persistentId?: (value: unknown) => unknown;
  /**
   * Called for every value that is not of a basic type (null, boolean, number, bigint, string, list, dict, set, bytes
   * and their exact classes); undefined means: go on as usual. Comes before `dispatchTable` and the `REDUCE` method.
   */
  reducerOverride?: (value: unknown) => ReductionOrGlobal | undefined;
  /**
   * Reducers by class; instances of subclasses are not meant, as with Python's `dispatch_table`. Comes before the
   * `REDUCE` method.
   */
  // biome-ignore lint/suspicious/noExplicitAny: each reducer declares the class it is for
  dispatchTable?: ReadonlyMap<unknown, (value: any, protocol: number) => ReductionOrGlobal>;
  /** Names of JavaScript classes and functions, and extension codes. Default: the families this package knows. */
  registry?: Registry;
  /**
   * False writes no memo: smaller output, but a value met twice is written twice and cycles are an error
   * (`Pickler.fast` of CPython). Default true.
   */
  memo?: boolean;
  /**
   * What typed arrays other than Uint8Array become: `'array'` (default) an `array.array` of the same type, `'numpy'` a
   * one-dimensional ndarray (out-of-band with `bufferCallback`), `'bytes'` their memory as bytes. A Uint8Array, an
   * ArrayBuffer and a DataView are always bytes.
   */
  typedArrays?: TypedArrayForm;
  /**
   * What undefined is: `'error'` (default) a `PicklingError` with its place; `'none'` None; `'skip'` nothing where it
   * is the value of a property or of a Map's key, which is left out as `JSON.stringify` does, and None elsewhere.
   */
  undefined?: 'error' | 'skip' | 'none';
  /**
   * What an instance of a class is that nobody registered and that has no `REDUCE` method: `'error'` (default) a
   * `PicklingError`, `'dict'` a dict of its own enumerable fields; the class is lost.
   */
  instances?: 'error' | 'dict';
  /**
   * True lets `dumps` return results of up to 2 KB as views of memory that they share, as Node's `Buffer.from` does. A
   * buffer of its own costs as much as writing a message of 200 bytes. Then `result.buffer` holds other pickles, too:
   * respect `byteOffset`, and never transfer it. Default false: every result has a buffer of its own.
   */
  pooled?: boolean;
}

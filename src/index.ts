/**
 * pickle-wasm: Python's pickle for JavaScript, protocols 0 to 5, both ways.
 *
 * ```ts
 * import { dumps, loads } from 'pickle-wasm';
 *
 * const value = loads(bytes); // natural JavaScript values
 * const exact = loads(bytes, { exact: true }); // lossless values: dumps(exact) is an equal pickle
 * ```
 */

// Engine. First, because modules stand in a bundle in the order of their imports: the WebAssembly module is text of another kind, and in the
// middle it would keep gzip from seeing in one half of the code what it saw in the other (half a kilobyte).

export { init } from './engines/wasm/index.js';

// Types of `dumps`

// Errors
export { type ErrorPlace, InternalError, LimitError, PickleError, PicklingError, TruncatedError, UnpicklingError } from './base/index.js';
// What names mean
export { addEnum } from './families/index.js';
// Values
export * from './families/values.js';
export { type OpcodeInfo, opcodeInfo, opcodes } from './format/index.js';
export * from './inspect/index.js';
export type { StreamInput } from './read/index.js';
// Decode
export { engineInfo, type Loaded, load, loadAll, loads, Unpickler } from './read/index.js';
export { type Family, REDUCE, type Reducible, type Reduction, Registry } from './registry/index.js';
// Look at
export { type ReprOptions, repr } from './repr/index.js';
export type { EngineName, Limits, LoadOptions, OnProgress } from './session/index.js';
export type { ByteInput, ClassHooks, HookContext, ValueModel } from './values/index.js';
export { PickleBuffer, type PickleBufferOptions } from './values/index.js';
export type { DumpOptions, ReductionOrGlobal, Sink, TypedArrayForm, WritableLike } from './write/index.js';
// Encode
export { dump, dumps, Pickler } from './write/index.js';

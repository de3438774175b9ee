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

export { init } from './engines/wasm/scanner/index.js';

// Types of `dumps`

// Errors
export { type ErrorPlace, InternalError, LimitError, PickleError, PicklingError, TruncatedError, UnpicklingError } from './base/errors.js';
// What names mean
export { addEnum } from './families/stdlib/enum/hooks.js';
// Values
export * from './families/values.js';
export { type OpcodeInfo, opcodeInfo, opcodes } from './format/opcodes.js';
export * from './inspect/index.js';
export { engineInfo } from './read/choose-engine.js';
export { loadAll } from './read/load-all.js';
// Decode
export { type Loaded, loads } from './read/loads.js';
export type { StreamInput } from './read/source.js';
export { load } from './read/stream.js';
export { Unpickler } from './read/unpickler.js';
export { REDUCE, type Reducible, type Reduction } from './registry/reduction.js';
export { Registry } from './registry/registry.js';
// Look at
export { type ReprOptions, repr } from './repr/index.js';
export type { EngineName, Limits, LoadOptions, OnProgress } from './session/load-options.js';
export type { ByteInput } from './values/byte-input.js';
export type { ClassHooks, HookContext, ValueModel } from './values/class-hooks.js';
export { PickleBuffer, type PickleBufferOptions } from './values/picklebuffer.js';
export type { DumpOptions, ReductionOrGlobal, TypedArrayForm } from './write/dump-options.js';
export type { Sink, WritableLike } from './write/dumps.js';
// Encode
export { dump, dumps, Pickler } from './write/dumps.js';

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

export { init } from './scanner/index.js';
export { engineInfo } from './unpickle/engine.js';

// Types of `dumps`

export type { DumpOptions, ReductionOrGlobal, TypedArrayForm } from './dump-options.js';
// Errors
export { type ErrorPlace, InternalError, LimitError, PickleError, PicklingError, TruncatedError, UnpicklingError } from './errors.js';
// What names mean
export { addEnum } from './globals/enum.js';
export { type ClassHooks, type HookContext, Registry } from './globals/registry.js';
export { type OpcodeInfo, opcodeInfo, opcodes } from './opcodes.js';
export type { EngineName, Limits, LoadOptions, OnProgress } from './options.js';
export type { Sink, WritableLike } from './pickle/dumps.js';
// Encode
export { dump, dumps, Pickler } from './pickle/dumps.js';
export { REDUCE, type Reducible, type Reduction } from './pickle/reduce-symbol.js';
// Look at
export { type ReprOptions, repr } from './repr.js';
export * from './tools/index.js';
// Values
export * from './types/index.js';
export { PickleBuffer, type PickleBufferOptions } from './types/picklebuffer.js';
export type { ByteInput } from './unpickle/input.js';
export { loadAll } from './unpickle/load-all.js';
// Decode
export { type Loaded, loads } from './unpickle/loads.js';
export type { ValueModel } from './unpickle/model.js';
export type { StreamInput } from './unpickle/source.js';
export { load } from './unpickle/stream.js';
export { Unpickler } from './unpickle/unpickler.js';

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

// Errors
export {
  type ErrorPlace,
  InternalError,
  LimitError,
  PickleError,
  PicklingError,
  TruncatedError,
  UnpicklingError,
} from './base/index.js';
// First, because modules stand in a bundle in the order of their imports: the WebAssembly module is text of another
// kind, and in the middle it would keep gzip from seeing in one half of the code what it saw in the other (0.5 KB).
export { init } from './engines/wasm/index.js';
// What names mean
export { addEnum } from './families/index.js';
// pickletools: look at pickles
export { type OpcodeInfo, opcodeInfo, opcodes } from './format/index.js';
export {
  DisassemblyError,
  type DisMemo,
  type DisOptions,
  dis,
  explain,
  type GlobalUse,
  type GlobalUses,
  genops,
  globalsOf,
  type InertParts,
  inertParts,
  type JSONTextOptions,
  jsonPieces,
  type OpcodeArgument,
  type Operation,
  optimize,
  toJSONText,
} from './inspect/index.js';
// Plain data
export { toPlain } from './people/index.js';
// Decode
export { engineInfo, type Loaded, load, loadAll, loads, type StreamInput, Unpickler } from './read/index.js';
// What classes can do
export { type Family, REDUCE, type Reducible, type Reduction, Registry } from './registry/index.js';
export { type ReprOptions, repr } from './repr/index.js';
export type { EngineName, Limits, LoadOptions, OnProgress } from './session/index.js';
// Values
export * from './value-classes.js';
export {
  type ByteInput,
  type ClassHooks,
  type HookContext,
  PickleBuffer,
  type PickleBufferOptions,
  type ValueModel,
} from './values/index.js';
// Encode
export {
  type DumpOptions,
  dump,
  dumps,
  Pickler,
  type ReductionOrGlobal,
  type Sink,
  type TypedArrayForm,
  type WritableLike,
} from './write/index.js';

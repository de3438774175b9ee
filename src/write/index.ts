/** The pickler: what a caller sees of it. */
export type { DumpOptions, ReductionOrGlobal, TypedArrayForm } from './dump-options.js';
export { dump, dumps, Pickler, type Sink, type WritableLike } from './dumps.js';

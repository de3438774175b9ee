/** Python's own types as JavaScript classes, their equality and hashes, and how memory from outside is seen. */
export { type ByteInput, inputBytes, isByteInput, notBytes } from './byte-input.js';
export { ByteArray, ByteString, Bytes, isShared, memoryOf, viewOf } from './bytes.js';
export {
  expect,
  expectArray,
  expectInteger,
  expectNumber,
  expectText,
  isPlainObject,
  primitive,
  UNCHECKED,
} from './check.js';
export type { ClassHooks, HookContext, ValueModel } from './class-hooks.js';
export { Complex, Range, Slice } from './complex-range-slice.js';
export { Dict, setOwn } from './dict.js';
export { checkSpread, spreadOf } from './engine-map.js';
export { checkKey, identityHash, isSafeKey, naturalHash, pyEquals, pyHash, refuseAsKey } from './equality.js';
export { exactFloat, Float, floatOfText } from './float.js';
export { ExtensionCode, type ObjectForm, PersistentId, PyCall, PyGlobal, PyObject } from './global.js';
export { hashBigInt, hashBytes, hashNumber, hashText, integerKey, unhashable } from './hash.js';
export { INSPECT, type Inspect } from './inspect.js';
export { shrink } from './integer.js';
export { ItemSequence } from './item-sequence.js';
export { type KeyedTable, keysOf, valuesOf } from './keyed-table.js';
export { Noted } from './noted.js';
export { isOther, type Made, madeOf, noteMade, noteNew, noteOther, SLOTS } from './notes.js';
export { PickleBuffer, type PickleBufferOptions } from './picklebuffer.js';
export {
  EQUALS,
  type EqualsResult,
  HASH,
  type HashResult,
  KEY,
  REPR,
  REPR_CYCLE,
  type Representable,
  type ReprPart,
  type ValueObject,
} from './protocol.js';
export { FrozenSet, PySet } from './set.js';
export {
  Ellipsis,
  EllipsisType,
  NoneType,
  NotImplemented,
  NotImplementedType,
  Singleton,
  SingletonType,
} from './singletons.js';
export { Str } from './str.js';
export { Tuple } from './tuple.js';

/** Every value class: what Python's types are in JavaScript. */
export { ByteArray, Bytes } from './bytes.js';
export { ChainMap, Counter, DefaultDict, Deque, mostCommon, OrderedDict, UserDict, UserList, UserString } from './collections.js';
export { pyCompare } from './compare.js';
export { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone, type ToDateOptions } from './datetime.js';
export { Decimal, type DecimalKind } from './decimal.js';
export { Dict } from './dict.js';
export { type ByteOrder, Dtype, type DtypeField, type DtypeState } from './dtype.js';
export { EnumMember } from './enum.js';
export { pyEquals, pyHash } from './equality.js';
export { PyException } from './exception.js';
export { Float } from './float.js';
export { Fraction } from './fraction.js';
export { ExtensionCode, type ObjectForm, PersistentId, PyCall, PyGlobal, PyObject } from './global.js';
export { hashBigInt, hashBytes, hashNumber, hashText, unhashable } from './hash.js';
export { SimpleNamespace } from './namespace.js';
export { NDArray, type NDArrayOptions } from './ndarray.js';
export { Complex, Ellipsis, NotImplemented, Range, Singleton, Slice } from './numbers.js';
export type { ArrayData } from './numpyitem.js';
export { NumPyScalar } from './numpyscalar.js';
export { type PathFlavour, type PathModule, PyPath } from './path.js';
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
export { EllipsisType, NoneType, NotImplementedType, SingletonType } from './singleton-type.js';
export { Str } from './str.js';
export { Tuple } from './tuple.js';
export { UUID } from './uuid.js';
export { PyZoneInfo } from './zoneinfo.js';

/** Every value class: what Python's types are in JavaScript. */
export { ByteArray, Bytes } from '../values/bytes.js';
export { Complex, Ellipsis, NotImplemented, Range, Singleton, Slice } from '../values/complex-range.js';
export { Dict } from '../values/dict.js';
export { pyEquals, pyHash } from '../values/equality.js';
export { Float } from '../values/float.js';
export { ExtensionCode, type ObjectForm, PersistentId, PyCall, PyGlobal, PyObject } from '../values/global.js';
export { hashBigInt, hashBytes, hashNumber, hashText, unhashable } from '../values/hash.js';
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
} from '../values/protocol.js';
export { FrozenSet, PySet } from '../values/set.js';
export { EllipsisType, NoneType, NotImplementedType, SingletonType } from '../values/singleton-type.js';
export { Str } from '../values/str.js';
export { Tuple } from '../values/tuple.js';
export { ChainMap, Counter, DefaultDict, Deque, mostCommon, OrderedDict, UserDict, UserList, UserString } from './collections.js';
export { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone, type ToDateOptions } from './datetime.js';
export { Decimal, type DecimalKind } from './decimal.js';
export { type ByteOrder, Dtype, type DtypeField, type DtypeState } from './dtype.js';
export { EnumMember } from './enum.js';
export { PyException } from './exception.js';
export { Fraction } from './fraction.js';
export { SimpleNamespace } from './namespace.js';
export { NDArray, type NDArrayOptions } from './ndarray.js';
export type { ArrayData } from './numpyitem.js';
export { NumPyScalar } from './numpyscalar.js';
export { type PathFlavour, type PathModule, PyPath } from './path.js';
export { UUID } from './uuid.js';
export { PyZoneInfo } from './zoneinfo.js';

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
export { type ByteOrder, Dtype, type DtypeField, type DtypeState } from './numpy/dtype.js';
export type { ArrayData } from './numpy/items.js';
export { NDArray, type NDArrayOptions } from './numpy/ndarray.js';
export { NumPyScalar } from './numpy/scalar.js';
export {
  ChainMap,
  Counter,
  DefaultDict,
  Deque,
  mostCommon,
  OrderedDict,
  UserDict,
  UserList,
  UserString,
} from './stdlib/collections/collections.js';
export { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone, type ToDateOptions } from './stdlib/datetime/datetime.js';
export { Decimal, type DecimalKind } from './stdlib/decimal/decimal.js';
export { EnumMember } from './stdlib/enum/enum-member.js';
export { PyException } from './stdlib/exceptions/exception.js';
export { Fraction } from './stdlib/fractions/fraction.js';
export { type PathFlavour, type PathModule, PyPath } from './stdlib/pathlib/path.js';
export { SimpleNamespace } from './stdlib/types/simple-namespace.js';
export { UUID } from './stdlib/uuid/uuid.js';
export { PyZoneInfo } from './stdlib/zoneinfo/zoneinfo.js';

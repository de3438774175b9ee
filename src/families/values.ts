/** Every value class: what Python's types are in JavaScript. */
export {
  ByteArray,
  Bytes,
  Complex,
  Dict,
  Ellipsis,
  EllipsisType,
  EQUALS,
  type EqualsResult,
  ExtensionCode,
  Float,
  FrozenSet,
  HASH,
  type HashResult,
  hashBigInt,
  hashBytes,
  hashNumber,
  hashText,
  KEY,
  NoneType,
  NotImplemented,
  NotImplementedType,
  type ObjectForm,
  PersistentId,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  pyEquals,
  pyHash,
  Range,
  REPR,
  REPR_CYCLE,
  type Representable,
  type ReprPart,
  Singleton,
  SingletonType,
  Slice,
  Str,
  Tuple,
  unhashable,
  type ValueObject,
} from '../values/index.js';
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

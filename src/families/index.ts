/**
 * What is known of classes beyond the core of Python, a folder for each: value, hooks, reducers, printers. Libraries
 * that have a sub-path of the package are rooms of their own (`families/pandas`).
 */
export { pyCompare } from './compare.js';
export { arrayFrom, fieldOf, itemAt, itemsOf } from './numpy/access.js';
export { datetime64Instant, datetime64Text, NAT } from './numpy/datetime64.js';
export { type ByteOrder, Dtype, type DtypeField, type DtypeState, product } from './numpy/dtype.js';
export { dtypeText } from './numpy/dtype-text.js';
export { decodeFloat16 } from './numpy/float16.js';
export { type ArrayData, checkCount, isPlainNumber, plainItem, typedData } from './numpy/items.js';
export { NDArray, type NDArrayOptions } from './numpy/ndarray.js';
export { NumPyScalar } from './numpy/scalar.js';
export { scalarText } from './numpy/scalar-text.js';
export { entryOf, type Made, Pickled, withEntries } from './pickled.js';
export { printerOf } from './printers.js';
export { reductionOf } from './reducers.js';
export { standardRegistry } from './standard.js';
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
export { DATETIME, datetimeBytes } from './stdlib/datetime/reducers.js';
export { utcOffset } from './stdlib/datetime/timezone.js';
export { Decimal, type DecimalKind } from './stdlib/decimal/decimal.js';
export { EnumMember } from './stdlib/enum/enum-member.js';
export { addEnum } from './stdlib/enum/hooks.js';
export { PyException } from './stdlib/exceptions/exception.js';
export { Fraction } from './stdlib/fractions/fraction.js';
export { type PathFlavour, type PathModule, PyPath } from './stdlib/pathlib/path.js';
export { SimpleNamespace } from './stdlib/types/simple-namespace.js';
export { UUID } from './stdlib/uuid/uuid.js';
export { PyZoneInfo } from './stdlib/zoneinfo/zoneinfo.js';

/** What names mean, and tables of what is known of classes. */
export { type ClassRow, ClassTable } from './class-table.js';
export { NEWOBJ, NEWOBJ_EX, RECONSTRUCTOR, registerCopyreg } from './copyreg.js';
export { FreshBytes, FreshList, FreshText, Latin1Text, whatPythonSees } from './fresh.js';
export {
  arity,
  asBigInt,
  asBytes,
  asColumns,
  asciiNumber,
  asEntries,
  asInteger,
  asItems,
  asNumber,
  asPairs,
  asSequence,
  asSmallInteger,
  type Construct,
  charged,
  define,
  fail,
  inertCall,
  isInert,
  MAX_TEXT_DIGITS,
  mergeAttributes,
  needed,
  refuseState,
  stateEntries,
  textToInteger,
} from './hook-arguments.js';
export { joinRegistries } from './joined.js';
export { type Printer, printer } from './printer.js';
export { compatRows, EXCEPTIONS, mapName, mapPython2Name, type NameTable, readRows } from './python2-names.js';
export { defaultReduction, REDUCE, type Reducer, type Reducible, type Reduction, reducer } from './reduction.js';
export { addItem, type Family, isNoted, note, pushItems, Registry, setEntry, setFields, sizeOf } from './registry.js';

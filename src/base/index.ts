/**
 * Errors, escaping for people, options and their kinds, and whether code may be generated: what every room may need.
 */
export { canCompile } from './can-compile.js';
export {
  type ErrorPlace,
  InternalError,
  isEngineLimit,
  isPickleErrorOrLimit,
  LimitError,
  PickleError,
  PicklingError,
  TruncatedError,
  UnpicklingError,
} from './errors.js';
export { escaped } from './escape.js';
export {
  ARRAY,
  BOOLEAN,
  BOUND,
  COUNT,
  checkOptions,
  FUNCTION,
  ITERABLE,
  isCount,
  MAP,
  NUMBER,
  type OptionKind,
  type OptionKinds,
  oneOf,
  REGISTRY,
  TEXT,
  WHOLE,
} from './option-kinds.js';

/** Errors, escaping for people, unknown option names, and whether code may be generated: what every room may need. */
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
export { refuseUnknown } from './unknown-keys.js';

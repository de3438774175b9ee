/**
 * What engines share: the options of a load, names, calls, containers, limits, replaced values, short texts and shapes.
 */
export { configure, DEFAULT_NODES, DICT_AUTO, DICT_MAP, DICT_OBJECT, MAX_ARRAY, MAX_PLAIN } from './configuration.js';
export { typeName } from './containers.js';
export { LateArguments } from './late-arguments.js';
export type { EngineName, Limits, LoadOptions, OnProgress } from './load-options.js';
export { type Machine, RUN_DONE, RUN_MORE, RUN_PAYLOAD, type RunStatus } from './machine.js';
export { Session } from './session.js';
export {
  areDistinct,
  literal,
  MAX_SHAPE_KEYS,
  makeShapeFactory,
  type ShapeFactory,
  ShapeTable,
  setPairs,
  sourceSize,
} from './shapes.js';
export { ShortTexts } from './short-texts.js';
export {
  isUnhashable,
  KIND_DICT_EMPTY,
  KIND_DICT_UNSEEN,
  KIND_HOOKED,
  KIND_LATE_BYTES,
  KIND_LATE_TUPLE,
  KIND_UNSET,
  plainKind,
} from './value-kinds.js';

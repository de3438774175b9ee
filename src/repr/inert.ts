/** How inert values are shown: like the Python that would make them, but never like a value of Python itself. */
import {
  type ExtensionCode,
  type PersistentId,
  type PyCall,
  PyGlobal,
  type PyObject,
  type ReprPart,
} from '../values/index.js';

const DOTTED_NAME =
  /^(?:[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}]*|<locals>)(?:\.(?:[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}]*|<locals>))*$/u;

/** `<module.name>`. */
export function* globalParts(global: PyGlobal): Generator<ReprPart> {
  yield '<';
  yield* nameParts(global);
  yield '>';
}

/** `module.Class(args, **kwargs, items=[…], entries={…}, state=…)`. @param note stands behind the name */
export function* objectParts(object: PyObject, note = ''): Generator<ReprPart> {
  yield* calleeParts(object.cls);
  if (note !== '') yield `${note} `;
  yield* callParts(object, object.kwargs);
}

/** `module.function(args, items=[…], entries={…}, state=…)`. @param note stands behind the name */
export function* callableParts(call: PyCall, note = ''): Generator<ReprPart> {
  yield* calleeParts(call.callee);
  if (note !== '') yield `${note} `;
  yield* callParts(call, undefined);
}

/** `<persistent id 'x'>`. */
export function* persistentParts(persistent: PersistentId): Generator<ReprPart> {
  yield '<persistent id ';
  yield { value: persistent.id };
  yield '>';
}

/** `<extension code 5>`. */
export function extensionText(extension: ExtensionCode): string {
  return `<extension code ${extension.code}>`;
}

function* calleeParts(callee: unknown): Generator<ReprPart> {
  if (callee instanceof PyGlobal) yield* nameParts(callee);
  else yield { value: callee };
}

/** Names that are no identifiers come quoted: a name made to look like something else must not. */
function* nameParts(global: PyGlobal): Generator<ReprPart> {
  yield* namePart(global.module);
  yield '.';
  yield* namePart(global.name);
}

function* namePart(name: string): Generator<ReprPart> {
  if (name.length < 1000 && DOTTED_NAME.test(name)) yield name;
  else yield { value: name };
}

function* callParts(inert: PyObject | PyCall, kwargs: unknown): Generator<ReprPart> {
  let before = '(';
  for (const value of inert.args) {
    yield before;
    yield { value };
    before = ', ';
  }
  for (const [label, value] of collected(inert, kwargs)) {
    yield before + label;
    yield { value };
    before = ', ';
  }
  yield before === '(' ? '()' : ')';
}

function* collected(inert: PyObject | PyCall, kwargs: unknown): Generator<[string, unknown]> {
  if (inert.argsValue !== undefined) yield ['*', inert.argsValue];
  if (kwargs !== undefined) yield ['**', kwargs];
  if (inert.items !== undefined) yield ['items=', inert.items];
  if (inert.entries !== undefined) yield ['entries=', new Map(inert.entries)];
  if (inert.state !== undefined) yield ['state=', inert.state];
  if (inert.moreStates !== undefined) for (const state of inert.moreStates) yield ['state=', state];
  if (inert.stateSetter !== undefined) yield ['stateSetter=', inert.stateSetter];
}

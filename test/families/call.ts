/** Calls the hooks of the standard registry as an engine would. */

import { reductionOf } from '../../src/families/reducers.js';
import { standardRegistry } from '../../src/families/standard.js';
import { exactModel, naturalModel } from '../../src/model/value-model.js';
import { whatPythonSees } from '../../src/registry/fresh.js';
import type { Reduction } from '../../src/registry/reduction.js';
import type { ClassHooks, HookContext } from '../../src/values/class-hooks.js';
import { PyGlobal } from '../../src/values/global.js';
import { Tuple } from '../../src/values/tuple.js';

export interface CallOptions {
  /** Natural values instead of exact ones. */
  natural?: boolean;
  how?: 'call' | 'new';
  kwargs?: ReadonlyMap<string, unknown>;
}

/** The registered `module.name`. */
export function global(name: string): PyGlobal {
  const dot = name.lastIndexOf('.');
  const found = standardRegistry().lookup(name.slice(0, dot), name.slice(dot + 1));
  if (!(found instanceof PyGlobal)) throw new Error(`${name} is not registered`);
  return found;
}

export function hooksOf(name: string): ClassHooks {
  return PyGlobal.hooksOf(global(name)) ?? {};
}

function context(name: string, options: CallOptions): HookContext {
  return {
    model: options.natural ? naturalModel : exactModel,
    global: global(name),
    how: options.how ?? 'call',
    kwargs: options.kwargs,
    protocol: 4,
    digits: 4300,
    charge: () => undefined,
  };
}

/** `module.name(*args)`. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
export function call(name: string, args: unknown[], options: CallOptions = {}): any {
  return hooksOf(name).construct?.(args, context(name, options));
}

/** BUILD of what `module.name` made. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
export function build(name: string, self: unknown, state: unknown, options: CallOptions = {}): any {
  hooksOf(name).setState?.(self, state, context(name, options));
  return self;
}

/**
 * `value.__reduce_ex__(protocol)`, as Python has it: what the pickler makes on the way as the bytes that it stands for.
 */
export function reduce(value: unknown, protocol = 4): Reduction {
  const [callable, args, ...rest] = reductionOf(value as object, protocol) as Reduction;
  return [callable, args instanceof Tuple ? args : Array.from(args, whatPythonSees), ...rest] as unknown as Reduction;
}

/** Bytes from hex text with spaces. */
export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(/\s+/).filter(Boolean), (byte) => Number.parseInt(byte, 16));
}

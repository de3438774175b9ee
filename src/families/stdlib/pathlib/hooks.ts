import { LimitError } from '../../../base/index.js';
import { charged, define, fail, type Registry } from '../../../registry/index.js';
import type { HookContext } from '../../../values/index.js';
import { type PathFlavour, type PathModule, PyPath } from './path.js';

const MODULES: readonly PathModule[] = ['pathlib', 'pathlib._local'];
const FLAVOURS: readonly PathFlavour[] = ['PurePosixPath', 'PureWindowsPath', 'PosixPath', 'WindowsPath'];

/** Segments of other paths in a new one, which is not pickle's way to write a path. */
const MAX_COPIED = 128;

/**
 * Registers the four path classes under both modules: `PurePosixPath('/', 'a')` of parts and `PurePosixPath('/a')` of
 * text.
 */
export function registerPathlib(registry: Registry): void {
  for (const module of MODULES) {
    for (const flavour of FLAVOURS) {
      define(registry, module, flavour, [0, Infinity], (args, context) => {
        return new PyPath(flavour, segments(args, context), module);
      });
    }
  }
}

/** The arguments, or copies of what they hold when there are paths among them. */
function segments(args: unknown[], context: HookContext): readonly string[] {
  if (args.every((argument) => typeof argument === 'string')) return args;
  if (args.length === 1 && args[0] instanceof PyPath) return args[0].segments;
  const found: string[] = [];
  for (const argument of args) {
    found.push(
      ...(argument instanceof PyPath
        ? argument.segments
        : [typeof argument === 'string' ? argument : fail('str expected')]),
    );
    if (found.length > MAX_COPIED) throw new LimitError(`a path of more than ${MAX_COPIED} segments of paths`);
  }
  return charged(found, context);
}

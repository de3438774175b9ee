import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { type ReprPart, Tuple } from '../../../values/index.js';
import { PyException } from './exception.js';

/** Exceptions. */
export function exceptionPrinters(): ClassRow<Printer>[] {
  return [printer(PyException, exceptionParts)];
}

/** OSError and its subclasses. */
const OS_ERROR =
  /^(OS|(BlockingIO|BrokenPipe|ChildProcess|Connection(Aborted|Refused|Reset)?|File(Exists|NotFound)|Interrupted|(IsA|NotA)Directory|Permission|ProcessLookup|Timeout))Error$/;

function exceptionParts({ name, args }: PyException): ReprPart[] {
  // What OSError takes as file names is no part of its args.
  const shown = OS_ERROR.test(name) && args.length > 2 && args.length <= 5 ? args.slice(0, 2) : args;
  return shown.length === 1 ? [`${name}(`, { value: shown[0] }, ')'] : [name, { value: new Tuple(shown) }];
}

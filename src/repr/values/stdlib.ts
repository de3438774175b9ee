import { Decimal } from '../../types/decimal.js';
import { EnumMember } from '../../types/enum.js';
import { PyException } from '../../types/exception.js';
import { Fraction } from '../../types/fraction.js';
import { SimpleNamespace } from '../../types/namespace.js';
import { PyPath } from '../../types/path.js';
import type { ReprPart } from '../../types/protocol.js';
import { SingletonType } from '../../types/singleton-type.js';
import { Tuple } from '../../types/tuple.js';
import { UUID } from '../../types/uuid.js';
import { type PrinterRow, row } from './row.js';

/** Numbers, identifiers, paths, exceptions, enums and namespaces. */
export function stdlibPrinters(): PrinterRow[] {
  return [
    row(Decimal, (decimal) => [`Decimal('${decimal}')`]),
    row(Fraction, ({ numerator, denominator }) => [`Fraction(${numerator}, ${denominator})`]),
    row(UUID, (uuid) => [`UUID('${uuid}')`]),
    row(PyPath, (path) => [`${path.flavour}(`, { value: path.asPosix() }, ')']),
    row(SingletonType, ({ name }) => [`<class '${name}'>`]),
    row(EnumMember, (member) => [`<${member}: `, { value: member.value }, '>']),
    row(PyException, exceptionParts),
    row(SimpleNamespace, namespaceParts, 'namespace(...)'),
  ];
}

/** OSError and its subclasses. */
const OS_ERROR =
  /^(OS|(BlockingIO|BrokenPipe|ChildProcess|Connection(Aborted|Refused|Reset)?|File(Exists|NotFound)|Interrupted|(IsA|NotA)Directory|Permission|ProcessLookup|Timeout))Error$/;

function exceptionParts({ name, args }: PyException): ReprPart[] {
  // What OSError takes as file names is no part of its args.
  const shown = OS_ERROR.test(name) && args.length > 2 && args.length <= 5 ? args.slice(0, 2) : args;
  return shown.length === 1 ? [`${name}(`, { value: shown[0] }, ')'] : [name, { value: new Tuple(shown) }];
}

function* namespaceParts({ attributes }: SimpleNamespace): Iterable<ReprPart> {
  let separator = 'namespace(';
  for (const [name, value] of attributes) {
    if (typeof name !== 'string') continue;
    yield `${separator}${name}=`;
    yield { value };
    separator = ', ';
  }
  yield separator === ', ' ? ')' : 'namespace()';
}

import { ESTIMATORS } from './estimators.js';

let parameters: Map<string, ReadonlyMap<string, unknown>> | undefined;

/** The parameters of a class in order, with their defaults. */
export function parametersOf(className: string): ReadonlyMap<string, unknown> {
  parameters ??= new Map();
  let own = parameters.get(className);
  if (own === undefined) {
    const row = ESTIMATORS.find(([names]) => names.startsWith(`${className} `));
    own = new Map(Object.entries(JSON.parse(row?.[1] ?? '{}') as Record<string, unknown>));
    parameters.set(className, own);
  }
  return own;
}

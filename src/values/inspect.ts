/** How Node and Deno let a class say what `console.log` shows. */
export const INSPECT: unique symbol = /*#__PURE__*/ Symbol.for('nodejs.util.inspect.custom') as never;

/** `util.inspect`, as an `INSPECT` method gets it. */
export type Inspect = (value: unknown, options: object) => string;

/** Levels shown when the caller asks for all: cycles through a custom method go unnoticed by `util.inspect`. */
const INSPECTED_LEVELS = 8;

/**
 * What `console.log` shows for `owner`: the same as for the Map or Set with its contents, under the name of its class.
 * @internal
 */
export function inspectAs(
  owner: object,
  like: Map<unknown, unknown> | Set<unknown>,
  depth: number | null,
  options: object,
  inspect?: Inspect,
): string {
  const name = owner.constructor.name || Object.getPrototypeOf(owner.constructor).name;
  if (inspect === undefined || (depth !== null && depth < 0)) return `[${name}]`;
  return inspect(like, { ...options, depth: depth ?? INSPECTED_LEVELS }).replace(/^(?:Map|Set)/, name);
}

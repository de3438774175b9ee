/** How the list of globals spells an import. */
import type { GlobalUse } from '../index.js';
import { shortRepr } from './array-values.js';

/** Characters of a name that are listed. */
const NAME_SHOWN = 1000;

/**
 * Names that are plain text in every font and script; all others come in quotes, so that nothing can be taken for what
 * it is not.
 */
const PLAIN_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** `module.name`. Neither name can be taken for something else, nor for what this says of names that are not known. */
export function useText(use: GlobalUse): string {
  if (use.extension !== undefined) return `extension code ${use.extension}`;
  return `${nameText(use.module, use.moduleBytes)}.${nameText(use.name, use.nameBytes)}`;
}

function nameText(name: string | undefined, bytes: Uint8Array | undefined): string {
  if (name === undefined)
    return bytes === undefined ? '(computed while loading)' : `(no text: ${shortRepr(bytes, NAME_SHOWN)})`;
  return PLAIN_NAME.test(name) && name.length <= NAME_SHOWN ? name : shortRepr(name, NAME_SHOWN);
}

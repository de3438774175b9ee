/** What names mean: GLOBAL and its kin, and extension codes. */
import { UnpicklingError } from '../base/index.js';
import { standardRegistry } from '../families/index.js';
import { fault } from '../format/index.js';
import { mapPython2Name, type Registry } from '../registry/index.js';
import { FAULT_EXTENSION_CODE, FAULT_STACK_GLOBAL } from '../shared/faults.js';
import { ExtensionCode, PyGlobal } from '../values/index.js';
import { asGlobal } from './containers.js';

import type { Session } from './session.js';

/** The names of one load. */
export class Names {
  readonly #session: Session;

  #globals: Map<string, Map<string, unknown>> | undefined = undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Forgets everything of the load. */
  clear(): void {
    this.#globals = undefined;
  }

  /** GLOBAL, STACK_GLOBAL, INST: what `module.name` stands for. One value per name and load. */
  global(module: string, name: string): unknown {
    // STACK_GLOBAL takes them from the stack.
    if (typeof module !== 'string' || typeof name !== 'string') throw fault(FAULT_STACK_GLOBAL);
    if (module === '' || name === '') throw new UnpicklingError('a global needs a module and a name, but one is empty');
    if (this.#session.protocol < 3 && this.#session.configuration.fixImports) {
      const mapped = mapPython2Name(module, name);
      if (mapped !== undefined) {
        module = mapped[0];
        name = mapped[1];
      }
    }
    let names = this.#globals?.get(module);
    if (names === undefined) {
      names = new Map();
      this.#globals ??= new Map();
      this.#globals.set(module, names);
    }
    let value = names.get(name);
    if (value === undefined) {
      value = this.#find(module, name);
      names.set(name, value);
    }
    this.#session.owners.foreign(value);
    return value;
  }

  get #registry(): Registry {
    return this.#session.configuration.registry ?? standardRegistry();
  }

  #find(module: string, name: string): unknown {
    const findClass = this.#session.configuration.findClass;
    if (findClass !== undefined) {
      const found = findClass(module, name);
      if (found !== undefined) return asGlobal(module, name, found);
    }
    const value = this.#registry.lookup(module, name);
    return value === undefined ? new PyGlobal(module, name) : value;
  }

  /** EXT1, EXT2, EXT4. @throws for codes <= 0 */
  extension(code: number): unknown {
    if (code <= 0) throw fault(FAULT_EXTENSION_CODE);
    const name = this.#registry.extension(code);
    if (name !== undefined) return this.global(name.module, name.name);
    return this.#session.owners.inert(new ExtensionCode(code));
  }
}

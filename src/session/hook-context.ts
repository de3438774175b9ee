/** What hooks may ask about the call that the pickle makes. */
import { fault } from '../format/index.js';
import { naturalModel } from '../model/index.js';
import { FAULT_LIMIT_BYTES, FAULT_LIMIT_NODES } from '../shared/faults.js';
import { type HookContext, PyGlobal, type ValueModel } from '../values/index.js';
import type { Session } from './session.js';

/** Stands where no class is being called. */
export const NO_GLOBAL: PyGlobal = /*#__PURE__*/ new PyGlobal('', '');

/** What `HookContext` promises, with fields that the session sets before each call: no object is made per call. */
export class SessionContext implements HookContext {
  model: ValueModel = naturalModel;
  global: PyGlobal = NO_GLOBAL;
  how: 'call' | 'new' = 'call';
  kwargs: ReadonlyMap<string, unknown> | undefined = undefined;
  protocol = 0;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get digits(): number {
    return this.#session.maxDigits;
  }

  charge(bytes: number, items = 0): void {
    const session = this.#session;
    session.checkItems(items);
    session.copied += bytes;
    if (session.copied > session.maxBytes) throw fault(FAULT_LIMIT_BYTES, session.maxBytes);
    session.made += items;
    if (session.made > session.maxNodes) throw fault(FAULT_LIMIT_NODES, session.maxNodes);
  }
}

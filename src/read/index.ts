/** What a caller sees of loading. */
export { engineInfo } from './choose-engine.js';
export { loadAll } from './load-all.js';
export { type Loaded, loads } from './loads.js';
export type { StreamInput } from './source.js';
export { load } from './stream.js';
export { Unpickler } from './unpickler.js';

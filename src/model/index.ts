/** The two value models: what Python's ambiguous types become. */
export { KeyedMap, natural } from './keyed-map.js';
export { addToSet, MAX_KEYS, setAllInMap, setInMap, textOfKey } from './natural-keys.js';
export { exactFloat, exactModel, naturalModel } from './value-model.js';

/**
 * What the benchmark and the example need to know of `engineInfo()`, in one place.
 */

/**
 * @typedef {{ wasm: boolean, last?: 'wasm' | 'js' }} EngineInfo
 * `wasm`: this runtime can run the WebAssembly engine. `last`: the engine that ran the most recent load.
 */

/**
 * @param {() => EngineInfo} engineInfo the package's function
 * @returns {'wasm' | 'js' | undefined} the engine that ran the most recent load
 */
export function lastEngine(engineInfo) {
  return engineInfo().last;
}

/**
 * Throws unless the most recent load ran on the engine that was asked for; a measurement of another engine is
 * worthless.
 * @param {() => EngineInfo} engineInfo the package's function
 * @param {'wasm' | 'js'} wanted the engine
 */
export function assertEngine(engineInfo, wanted) {
  const ran = lastEngine(engineInfo);
  if (ran !== wanted) throw new Error(`the ${wanted} engine was asked for, but ${ran ?? 'no engine'} ran`);
}

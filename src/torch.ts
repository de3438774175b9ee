/**
 * pickle-wasm/torch: PyTorch's files and tensors.
 *
 * ```ts
 * import { loadTorch } from 'pickle-wasm/torch';
 *
 * const state = await loadTorch(fileHandle); // a state dict; of the file its directory and pickle have been read
 * const weight = state.get('fc1.weight'); // a Tensor
 * await weight.read(); // a Float32Array; only its own bytes have been read
 * ```
 */
export { loadTorch, torch } from './containers/index.js';
export {
  type Quantizer,
  type SafetensorsOptions,
  Size,
  SparseTensor,
  Storage,
  safetensors,
  Tensor,
  type TensorData,
  TorchConstant,
  TorchDevice,
  TorchDtype,
} from './families/torch/index.js';

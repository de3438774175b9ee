"""Writes torch.json: files of torch.save and pickles with tensors, with what PyTorch says they hold.

    python3.6  -m venv t0 && t0/bin/pip install torch==1.0.0 numpy==1.19.5
    python3.7  -m venv t1 && t1/bin/pip install torch==1.5.1 numpy==1.21.6
    python3.11 -m venv t2 && t2/bin/pip install torch==2.15.0 numpy==2.4.6
    python3 make_torch.py t0/bin/python t1/bin/python t2/bin/python > torch.json

A row is case, torch, form (zip, legacy, pickle2, pickle4), bytes (base64 of raw deflate), and value: what is to be read. This script runs
itself with each interpreter, `--rows`. With `--compare` it reads lines of JSON, [number of a row of torch.json, pickle in base64],
and prints for each whether the pickle holds the value of that row. (PyTorch 2.15 does not load its own pickles of dtypes that have no class of
storages, such as uint32.)
"""
import base64
import io
import json
import math
import os
import pickle
import subprocess
import sys
import zlib


def number(value):
    if isinstance(value, complex):
        return {'complex': [number(value.real), number(value.imag)]}
    if isinstance(value, float) and not math.isfinite(value):
        return {'float': str(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2 ** 53:
        return {'int': str(value)}
    return value


def nested(value):
    return [nested(item) for item in value] if isinstance(value, list) else number(value)


def plain(value):
    """A value in the notation of the vectors."""
    import torch
    if isinstance(value, torch.Tensor):
        row = {'tensor': str(value.dtype).replace('torch.', ''), 'shape': list(value.shape), 'grad': value.requires_grad}
        if isinstance(value, torch.nn.Parameter):
            row['parameter'] = True
        if value.layout == torch.sparse_coo:
            coo = value.coalesce() if hasattr(value, 'coalesce') else value
            return dict(row, sparse='torch.sparse_coo', values=nested(coo.values().tolist()), indices=nested(coo.indices().tolist()))
        if value.layout != torch.strided:
            return dict(row, sparse=str(value.layout), values=nested(value.values().tolist()))
        if value.device.type == 'meta':
            return dict(row, data=None)
        row['stride'] = list(value.stride())
        row['offset'] = value.storage_offset()
        if getattr(value, 'is_quantized', False):
            return dict(row, data=nested(value.int_repr().tolist()), numbers=nested(value.dequantize().tolist()))
        detached = value.detach()
        if 'float8' in row['tensor'] or row['tensor'] in ('bfloat16', 'float16'):
            detached = detached.float()
        if hasattr(detached, 'resolve_conj'):
            detached = detached.resolve_conj().resolve_neg()
        return dict(row, data=nested(detached.tolist()))
    if isinstance(value, dict):
        return {'dict': [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, torch.Size):
        return {'size': list(value)}
    if isinstance(value, (torch.device, torch.dtype, torch.layout)):
        return {'str': str(value)}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return number(value)
    if isinstance(value, torch.nn.Module):
        return {'module': type(value).__name__, 'state': plain(dict(value.state_dict()))}
    return {'str': str(value)}


def values():
    import torch
    torch.manual_seed(1)
    version = tuple(int(part) for part in torch.__version__.split('+')[0].split('.')[:2])
    yield 'float32', torch.arange(6, dtype=torch.float32).reshape(2, 3)
    for name in ['float64', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8']:
        yield name, torch.tensor([0, 1, 2, 100], dtype=getattr(torch, name))
    base = torch.arange(12, dtype=torch.float32)
    yield 'views', {'whole': base, 'part': base[3:7], 'matrix': base.view(3, 4), 'turned': base.view(3, 4).t(), 'expanded': base[2:3].expand(4)}
    yield 'scalars', [torch.tensor(1.5), torch.tensor(7), torch.tensor(float('nan')), torch.tensor(2 ** 62)]
    yield 'empty', [torch.empty(0), torch.empty(2, 0, 3), torch.zeros(1, 1, 1)]
    yield 'parameter', torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    yield 'requires_grad', torch.tensor([1.0, 2.0], requires_grad=True)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1))
    yield 'state_dict', model.state_dict()
    yield 'module', model
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    yield 'checkpoint', {'epoch': 3, 'model': model.state_dict(), 'optimizer': optimizer.state_dict(), 'name': 'tiny', 'loss': 0.25}
    yield 'size', {'shape': torch.zeros(2, 3).size(), 'dtype': torch.float32, 'device': torch.device('cpu'), 'cuda': torch.device('cuda', 1)}
    sparse = torch.sparse_coo_tensor(torch.tensor([[0, 1], [2, 0]]), torch.tensor([3.0, 4.0]), (2, 3))
    yield 'sparse', sparse
    if version >= (1, 2):
        yield 'bool', torch.tensor([[True, False], [False, True]])
    if version >= (1, 5):
        yield 'bfloat16', torch.tensor([0, 1.5, -2, 3.140625, float('inf'), float('nan')], dtype=torch.bfloat16)
        yield 'quantized', torch.quantize_per_tensor(torch.tensor([-1.0, 0.0, 0.5, 1.0]), 0.1, 10, torch.quint8)
        yield 'channels', torch.quantize_per_channel(torch.tensor([[-1.0, 0.0], [1.0, 2.0]]), torch.tensor([0.1, 0.01]).double(),
                                                     torch.tensor([10, 0]), 0, torch.qint8)
    if version >= (2, 0):
        yield 'complex', [torch.tensor([1 + 2j, -3.5j]), torch.tensor([1 + 2j], dtype=torch.complex128), torch.tensor([1 + 2j, 3 - 1j]).conj()]
        yield 'negated', torch.tensor([1 + 2j, 3 - 1j]).conj().imag
        for name in ['uint16', 'uint32', 'uint64']:
            yield name, torch.tensor([0, 1, 60000], dtype=getattr(torch, name))
        for name in ['float8_e4m3fn', 'float8_e5m2', 'float8_e4m3fnuz', 'float8_e5m2fnuz']:
            yield name, torch.arange(256, dtype=torch.uint8).view(getattr(torch, name))
        yield 'float8_e8m0fnu', torch.arange(0, 255, 5, dtype=torch.uint8).view(torch.float8_e8m0fnu)
        yield 'csr', torch.tensor([[0, 1.0], [2.0, 0]]).to_sparse_csr()
        yield 'meta', torch.empty(2, 3, device='meta')
        parameter = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
        parameter.note = 'kept'
        yield 'parameter with state', parameter
        tensor = torch.tensor([1.0])
        tensor.tag = 'mine'
        yield 'attributes', tensor


def rows():
    import torch
    version = torch.__version__.split('+')[0]
    for name, value in values():
        forms = ['legacy', 'pickle2', 'pickle4'] if version.startswith('1.0') else ['zip', 'legacy', 'pickle2', 'pickle4']
        for form in forms:
            stream = io.BytesIO()
            try:
                if form.startswith('pickle'):
                    pickle.dump(value, stream, int(form[-1]))
                elif version.startswith('1.0'):
                    torch.save(value, stream)
                else:
                    torch.save(value, stream, _use_new_zipfile_serialization=form == 'zip')
            except (TypeError, RuntimeError, NotImplementedError, AttributeError) as error:
                print(version, name, form, error, file=sys.stderr)
                continue
            packed = zlib.compressobj(9, zlib.DEFLATED, -15)
            data = packed.compress(stream.getvalue()) + packed.flush()
            yield {'case': name, 'torch': version, 'form': form, 'bytes': base64.b64encode(data).decode(), 'value': plain(value)}


def compare():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'torch.json')) as file:
        known = json.load(file)
    for line in sys.stdin:
        try:
            row, data = json.loads(line)
            value = known[row]['value']
            found = json.loads(json.dumps(plain(pickle.loads(base64.b64decode(data)))))
            print(json.dumps(True if found == value else [value, found]))
        except Exception as error:
            print(json.dumps(repr(error)))


def main():
    if '--rows' in sys.argv:
        for row in rows():
            print(json.dumps(row))
    elif '--compare' in sys.argv:
        compare()
    else:
        lines = []
        for python in sys.argv[1:]:
            lines += subprocess.run([python, __file__, '--rows'], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
        print('[\n' + ',\n'.join(lines) + '\n]')


main()

"""Writes pandas-files.json: NumPy's files whose arrays of objects hold objects of pandas, base64 by name.

    python make_pandas_files.py > pandas-files.json      (pandas 3.1.1, numpy 2.4.6)
"""
import base64, io, json
import numpy as np
import pandas as pd

objects = np.array([pd.Timestamp('2024-02-29 12:30'), None, pd.NA], dtype=object)
objects[1] = pd.DataFrame({'n': [1, 2], 't': ['a', 'b']})
npy, npz = io.BytesIO(), io.BytesIO()
np.save(npy, objects)
np.savez_compressed(npz, objects=objects, plain=np.arange(3))
print(json.dumps({name: base64.b64encode(file.getvalue()).decode() for name, file in [('npy', npy), ('npz', npz)]}, indent=1))

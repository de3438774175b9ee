"""The Python 2 name mapping of CPython, as JSON on standard output: test/vectors/compat.json.

    python3.11 make_compat.py > compat.json

Python 3.6 to 3.12 agree; 3.13 dropped the module Tix.
"""
import _compat_pickle
import json

print(json.dumps({
    'names': [[*key, *value] for key, value in sorted(_compat_pickle.NAME_MAPPING.items())],
    'modules': sorted(_compat_pickle.IMPORT_MAPPING.items()),
    'reverseNames': [[*key, *value] for key, value in sorted(_compat_pickle.REVERSE_NAME_MAPPING.items())],
    'reverseModules': sorted(_compat_pickle.REVERSE_IMPORT_MAPPING.items()),
}, indent=0))

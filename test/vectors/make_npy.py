"""Writes npy.json: .npy and .npz files of NumPy, and what is in them.

    python make_npy.py npy.json      (numpy 2.4.6 and, for rows named numpy1, 1.26.4: run with each, rows are merged)

Each row: name, kind ('npy' or 'npz'), base64 of the file, and for each array dtype (str), shape, order and values (tolist, as JSON).
"""
import base64, io, json, sys, os
import numpy as np

MAJOR = "numpy" + np.__version__.split(".")[0]


def jsonable(value):
    if isinstance(value, np.ndarray):
        return jsonable(value.tolist())
    if isinstance(value, (list, tuple)):
        return [jsonable(v) for v in value]
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, dict):
        return {"dict": [[jsonable(k), jsonable(v)] for k, v in value.items()]}
    if isinstance(value, float) and (value != value or value in (np.inf, -np.inf)):
        return {"float": str(value)}
    return value


def facts(array):
    if array.dtype.kind == "M":
        ticks = [None if np.isnat(v) else int(v.view("i8")) for v in array]
        return {"dtype": array.dtype.str, "shape": list(array.shape), "order": "C", "values": ticks}
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    return {"dtype": array.dtype.str if array.dtype.names is None else None, "shape": list(array.shape), "order": order,
            "values": jsonable(array.tolist())}


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def rows():
    for code in ["?", "i1", "u1", "<i2", ">i2", "<i4", ">i4", "<i8", "<u8", "<f2", "<f4", ">f4", "<f8", ">f8", "<c8", "<c16", "S5", "U3"]:
        array = np.array([[0, 1, 2], [3, 4, 5]]).astype(code)
        yield "2x3 " + code, "npy", npy(array), {"": facts(array)}
    for name, array in {
        "0-d": np.array(7), "empty": np.zeros((0, 3)), "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "3-d": np.arange(24, dtype="<i4").reshape(2, 3, 4), "date": np.array(["2024-02-29", "NaT"], "M8[D]"),
        "objects": np.array([None, 1, "a", {"k": [1, 2]}], dtype=object),
        "dict in 0-d": np.array({"a": 1, "b": [1.5, None]}, dtype=object),
        "nan": np.array([np.nan, np.inf, -0.0]),
        "structured": np.array([(1, 2.5, b"ab"), (3, 4.5, b"cd")], dtype=[("a", "<i4"), ("b", "<f8"), ("c", "S2")]),
        "aligned": np.array([(1, 2.5)], dtype=np.dtype([("a", "i1"), ("b", "<f8")], align=True)),
        "titles": np.array([(1,)], dtype=[(("a title", "a"), "<i4")]),
        "sub-array": np.array([([1, 2, 3],)], dtype=[("v", "<i2", (3,))]),
        "nested": np.array([((1, 2), 3)], dtype=[("p", [("x", "<i2"), ("y", "<i2")]), ("z", "<i4")]),
    }.items():
        yield name, "npy", npy(array), {"": facts(array)}
    array = np.arange(4)
    for version in [(1, 0), (2, 0), (3, 0)]:
        yield "version %d.%d" % version, "npy", npy(array, version), {"": facts(array)}
    unicode = np.array([(1,)], dtype=[("größe", "<i4")])
    yield "field beyond ASCII", "npy", npy(unicode, (3, 0)), {"": facts(unicode)}
    arrays = {"a": np.arange(5), "b": np.ones((2, 2), "<f4"), "objects": np.array([1, "x"], dtype=object), "deep/er": np.array(3)}
    for name, save in {"npz": np.savez, "npz compressed": np.savez_compressed}.items():
        out = io.BytesIO()
        save(out, **arrays)
        yield name, "npz", out.getvalue(), {k: facts(v) for k, v in arrays.items()}


path = sys.argv[1]
old = json.load(open(path)) if os.path.exists(path) else []
made = [{"name": f"{MAJOR}: {name}", "kind": kind, "file": base64.b64encode(data).decode(), "arrays": arrays}
        for name, kind, data, arrays in rows()]
kept = [row for row in old if not row["name"].startswith(MAJOR + ":")]
with open(path, "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(row) for row in sorted(kept + made, key=lambda row: row["name"].split(":")[0])) + "\n]\n")

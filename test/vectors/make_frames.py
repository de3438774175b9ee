"""Makes frames.json: pickles whose FRAME is as long as it says or not, and what `pickle.load` of a file says to each.

CPython's C unpickler reads a frame before it executes it, so a fault inside shows only when all of the frame is there.

    python3.13 make_frames.py > frames.json
"""
import io
import json
import pickle

BODIES = {
    "no opcode": b"\xff.",
    "no memo entry": b"h\x07.",
    "BUILD of None": b"N}\x8c\x01aNsb.",
    "text that is no int": b"Ixx\n.",
    "a call of what is not callable": b"K\x01)R.",
    "a class without __setstate__": b"cbuiltins\nlist\n)R}\x8c\x01aNsb.",
    "an argument that is cut": b"M\x01",
    "an argument across the end of the frame": b"NX\x02\x00\x00\x00a",
    "a value": b"N.",
    "a value and more": b"N.NNNNNNNN",
}


def row(name, body, length, behind):
    data = b"\x80\x04\x95" + length.to_bytes(8, "little") + body + behind
    try:
        pickle.load(io.BytesIO(data))
        error = None
    except Exception as exception:  # noqa: BLE001
        error = str(exception)
    is_cut = length > len(body) + len(behind)
    if is_cut and error != "pickle data was truncated":
        raise AssertionError(f"{name}: {error}")
    return {"name": name, "pickle": data.hex(), "cut": is_cut, "error": error}


rows = []
for name, body in BODIES.items():
    for more in (0, 1, 7, 70000, 2**33, 2**62):
        rows.append(row(f"{name}, {more} missing", body, len(body) + more, b""))
    rows.append(row(f"{name}, the frame is there", body, len(body) + 40, b"N" * 40))
    rows.append(row(f"{name}, one is missing", body, len(body) + 41, b"N" * 40))
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")

"""Prints what an engine reads from an Arrow IPC stream on standard input, as JSON: `python3 read_arrow.py pyarrow|polars|pandas`."""
import io
import json
import sys


def main() -> None:
    engine = sys.argv[1]
    data = sys.stdin.buffer.read()
    if engine == "polars":
        import polars

        rows = polars.read_ipc_stream(io.BytesIO(data)).to_dicts()
    else:
        import pyarrow

        table = pyarrow.ipc.open_stream(data).read_all()
        table.validate(full=True)
        rows = table.to_pylist()
        if engine == "pandas":
            frame = table.to_pandas()
            assert list(frame.columns) == table.column_names
            assert len(frame) == len(rows)
    json.dump(rows, sys.stdout, default=lambda value: value.hex())


main()

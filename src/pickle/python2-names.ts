/** Python 3 names and what Python 2 calls them: the reverse tables of CPython's `Lib/_compat_pickle.py`. */
import { compatRows, mapName, type NameTable, readRows } from '../globals/compat.js';

/** Where REVERSE_NAME_MAPPING is not the inverse of NAME_MAPPING, in the notation of `compat.ts`. */
const NAMES =
  'builtins:str>__builtin__:unicode collections:UserDict>UserDict:IterableUserDict builtins:Exception>exceptions ' +
  '_functools:reduce>__builtin__ tkinter.filedialog:FileDialog>FileDialog tkinter.filedialog:LoadFileDialog>FileDialog ' +
  'tkinter.filedialog:SaveFileDialog>FileDialog tkinter.simpledialog:SimpleDialog>SimpleDialog ' +
  'xmlrpc.server:ServerHTMLDoc>DocXMLRPCServer xmlrpc.server:XMLRPCDocGenerator>DocXMLRPCServer ' +
  'xmlrpc.server:DocXMLRPCRequestHandler>DocXMLRPCServer xmlrpc.server:DocXMLRPCServer>DocXMLRPCServer ' +
  'xmlrpc.server:DocCGIXMLRPCRequestHandler>DocXMLRPCServer http.server:SimpleHTTPRequestHandler>SimpleHTTPServer ' +
  'http.server:CGIHTTPRequestHandler>CGIHTTPServer _socket:socket>socket:_socketobject builtins:BrokenPipeError>exceptions:OSError ' +
  'builtins:ChildProcessError>exceptions:OSError builtins:ConnectionAbortedError>exceptions:OSError ' +
  'builtins:ConnectionError>exceptions:OSError builtins:ConnectionRefusedError>exceptions:OSError ' +
  'builtins:ConnectionResetError>exceptions:OSError builtins:FileExistsError>exceptions:OSError ' +
  'builtins:FileNotFoundError>exceptions:OSError builtins:InterruptedError>exceptions:OSError ' +
  'builtins:IsADirectoryError>exceptions:OSError builtins:NotADirectoryError>exceptions:OSError ' +
  'builtins:PermissionError>exceptions:OSError builtins:ProcessLookupError>exceptions:OSError builtins:TimeoutError>exceptions:OSError ' +
  'builtins:ModuleNotFoundError>exceptions:ImportError';

/** Where REVERSE_IMPORT_MAPPING is not the inverse of IMPORT_MAPPING. */
const MODULES =
  'tkinter.filedialog>tkFileDialog tkinter.simpledialog>tkSimpleDialog xmlrpc.server>SimpleXMLRPCServer http.server>BaseHTTPServer ' +
  'dbm>anydbm _bz2>bz2 _dbm>dbm _functools>functools _gdbm>gdbm _pickle>pickle';

/** Modules that several Python 2 names, or another module's parts, map to, and a name no longer in use: CPython writes them as they are. */
const ONE_WAY = ['pickle', 'xml.etree.ElementTree', 'collections', 'io', 'socket:SocketType'];

let table: NameTable | undefined;

/** The Python 2 name that protocols 0 to 2 write for Python 3's `module.name` (`fixImports`); names that have none come back unchanged. */
export function toPython2Name(module: string, name: string): readonly [module: string, name: string] {
  table ??= reverseTable();
  return mapName(table, module, name) ?? [module, name];
}

function reverseTable(): NameTable {
  const inverse = compatRows().map(([python2, python3]): [string, string] => [python3, python2]);
  const names: NameTable = new Map([...inverse, ...readRows(`${NAMES} ${MODULES}`)]);
  for (const name of ONE_WAY) names.delete(name);
  return names;
}

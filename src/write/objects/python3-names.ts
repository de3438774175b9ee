/** Python 3 names and what Python 2 calls them: the reverse tables of CPython's `Lib/_compat_pickle.py`. */
import { compatRows, mapName, type NameTable, readRows } from '../../registry/index.js';

/** Where REVERSE_NAME_MAPPING is not the inverse of NAME_MAPPING, in the notation of `python2-names.ts`. */
const NAMES =
  'builtins>__builtin__:str=unicode collections>UserDict:UserDict=IterableUserDict ' +
  'builtins>exceptions:Exception,BrokenPipeError=OSError,ChildProcessError=OSError,ConnectionAbortedError=OSError,ConnectionError=OSError,ConnectionRefusedError=OSError,ConnectionResetError=OSError,FileExistsError=OSError,FileNotFoundError=OSError,InterruptedError=OSError,IsADirectoryError=OSError,NotADirectoryError=OSError,PermissionError=OSError,ProcessLookupError=OSError,TimeoutError=OSError,ModuleNotFoundError=ImportError ' +
  '_functools>__builtin__:reduce tkinter.filedialog>FileDialog:FileDialog,LoadFileDialog,SaveFileDialog ' +
  'tkinter.simpledialog>SimpleDialog:SimpleDialog ' +
  'xmlrpc.server>DocXMLRPCServer:ServerHTMLDoc,XMLRPCDocGenerator,DocXMLRPCRequestHandler,DocXMLRPCServer,DocCGIXMLRPCRequestHandler ' +
  'http.server>SimpleHTTPServer:SimpleHTTPRequestHandler http.server>CGIHTTPServer:CGIHTTPRequestHandler ' +
  '_socket>socket:socket=_socketobject';

/** Where REVERSE_IMPORT_MAPPING is not the inverse of IMPORT_MAPPING. */
const MODULES =
  'tkinter.filedialog>tkFileDialog tkinter.simpledialog>tkSimpleDialog xmlrpc.server>SimpleXMLRPCServer http.server>BaseHTTPServer ' +
  'dbm>anydbm _bz2>bz2 _dbm>dbm _functools>functools _gdbm>gdbm _pickle>pickle';

/**
 * Modules that several Python 2 names, or another module's parts, map to, and a name no longer in use: CPython writes
 * them as they are.
 */
const ONE_WAY = ['pickle', 'xml.etree.ElementTree', 'collections', 'io', 'socket:SocketType'];

let table: NameTable | undefined;

/**
 * The Python 2 name that protocols 0 to 2 write for Python 3's `module.name` (`fixImports`); names that have none come
 * back unchanged.
 */
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

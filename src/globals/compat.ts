/**
 * Python 2 names and their Python 3 counterparts: `Lib/_compat_pickle.py` of CPython as data (3.6 to 3.12; 3.13 dropped only
 * `Tix`, which left its standard library). `test/vectors/compat.json` holds CPython's own tables to compare with.
 *
 * A pickle of protocol 0 to 2 carries Python 2 names (`fixImports`): readers look the (module, name) pair up first and the
 * module alone next; writers do the same with the reverse tables.
 */

type Names = ReadonlyMap<string, ReadonlyMap<string, readonly [module: string, name: string]>>;

/** Exceptions that moved from `exceptions` to `builtins` under the same name. */
const EXCEPTIONS =
  'ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError EnvironmentError ' +
  'Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError ' +
  'KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError PendingDeprecationWarning ' +
  'ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError ' +
  'UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError ' +
  'Warning ZeroDivisionError';

/** Rows: Python 2 module, name, Python 3 module, name (NAME_MAPPING without the exceptions above). */
const NAMES: readonly (readonly [string, string, string, string])[] = [
  ['__builtin__', 'xrange', 'builtins', 'range'],
  ['__builtin__', 'reduce', 'functools', 'reduce'],
  ['__builtin__', 'intern', 'sys', 'intern'],
  ['__builtin__', 'unichr', 'builtins', 'chr'],
  ['__builtin__', 'unicode', 'builtins', 'str'],
  ['__builtin__', 'long', 'builtins', 'int'],
  ['itertools', 'izip', 'builtins', 'zip'],
  ['itertools', 'imap', 'builtins', 'map'],
  ['itertools', 'ifilter', 'builtins', 'filter'],
  ['itertools', 'ifilterfalse', 'itertools', 'filterfalse'],
  ['itertools', 'izip_longest', 'itertools', 'zip_longest'],
  ['UserDict', 'IterableUserDict', 'collections', 'UserDict'],
  ['UserList', 'UserList', 'collections', 'UserList'],
  ['UserString', 'UserString', 'collections', 'UserString'],
  ['whichdb', 'whichdb', 'dbm', 'whichdb'],
  ['_socket', 'fromfd', 'socket', 'fromfd'],
  ['_multiprocessing', 'Connection', 'multiprocessing.connection', 'Connection'],
  ['multiprocessing.process', 'Process', 'multiprocessing.context', 'Process'],
  ['multiprocessing.forking', 'Popen', 'multiprocessing.popen_fork', 'Popen'],
  ['urllib', 'ContentTooShortError', 'urllib.error', 'ContentTooShortError'],
  ['urllib', 'getproxies', 'urllib.request', 'getproxies'],
  ['urllib', 'pathname2url', 'urllib.request', 'pathname2url'],
  ['urllib', 'quote_plus', 'urllib.parse', 'quote_plus'],
  ['urllib', 'quote', 'urllib.parse', 'quote'],
  ['urllib', 'unquote_plus', 'urllib.parse', 'unquote_plus'],
  ['urllib', 'unquote', 'urllib.parse', 'unquote'],
  ['urllib', 'url2pathname', 'urllib.request', 'url2pathname'],
  ['urllib', 'urlcleanup', 'urllib.request', 'urlcleanup'],
  ['urllib', 'urlencode', 'urllib.parse', 'urlencode'],
  ['urllib', 'urlopen', 'urllib.request', 'urlopen'],
  ['urllib', 'urlretrieve', 'urllib.request', 'urlretrieve'],
  ['urllib2', 'HTTPError', 'urllib.error', 'HTTPError'],
  ['urllib2', 'URLError', 'urllib.error', 'URLError'],
  ['multiprocessing', 'AuthenticationError', 'multiprocessing.context', 'AuthenticationError'],
  ['multiprocessing', 'BufferTooShort', 'multiprocessing.context', 'BufferTooShort'],
  ['multiprocessing', 'ProcessError', 'multiprocessing.context', 'ProcessError'],
  ['multiprocessing', 'TimeoutError', 'multiprocessing.context', 'TimeoutError'],
  ['__builtin__', 'basestring', 'builtins', 'str'],
  ['exceptions', 'StandardError', 'builtins', 'Exception'],
  ['UserDict', 'UserDict', 'collections', 'UserDict'],
  ['socket', '_socketobject', 'socket', 'SocketType'],
];

/** Rows: Python 3 module, name, Python 2 module, name, where REVERSE_NAME_MAPPING is not the inverse of NAME_MAPPING. */
const REVERSE_NAMES: readonly (readonly [string, string, string, string])[] = [
  ['builtins', 'str', '__builtin__', 'unicode'],
  ['collections', 'UserDict', 'UserDict', 'IterableUserDict'],
  ['builtins', 'Exception', 'exceptions', 'Exception'],
  ['_functools', 'reduce', '__builtin__', 'reduce'],
  ['tkinter.filedialog', 'FileDialog', 'FileDialog', 'FileDialog'],
  ['tkinter.filedialog', 'LoadFileDialog', 'FileDialog', 'LoadFileDialog'],
  ['tkinter.filedialog', 'SaveFileDialog', 'FileDialog', 'SaveFileDialog'],
  ['tkinter.simpledialog', 'SimpleDialog', 'SimpleDialog', 'SimpleDialog'],
  ['xmlrpc.server', 'ServerHTMLDoc', 'DocXMLRPCServer', 'ServerHTMLDoc'],
  ['xmlrpc.server', 'XMLRPCDocGenerator', 'DocXMLRPCServer', 'XMLRPCDocGenerator'],
  ['xmlrpc.server', 'DocXMLRPCRequestHandler', 'DocXMLRPCServer', 'DocXMLRPCRequestHandler'],
  ['xmlrpc.server', 'DocXMLRPCServer', 'DocXMLRPCServer', 'DocXMLRPCServer'],
  ['xmlrpc.server', 'DocCGIXMLRPCRequestHandler', 'DocXMLRPCServer', 'DocCGIXMLRPCRequestHandler'],
  ['http.server', 'SimpleHTTPRequestHandler', 'SimpleHTTPServer', 'SimpleHTTPRequestHandler'],
  ['http.server', 'CGIHTTPRequestHandler', 'CGIHTTPServer', 'CGIHTTPRequestHandler'],
  ['_socket', 'socket', 'socket', '_socketobject'],
  ['builtins', 'BrokenPipeError', 'exceptions', 'OSError'],
  ['builtins', 'ChildProcessError', 'exceptions', 'OSError'],
  ['builtins', 'ConnectionAbortedError', 'exceptions', 'OSError'],
  ['builtins', 'ConnectionError', 'exceptions', 'OSError'],
  ['builtins', 'ConnectionRefusedError', 'exceptions', 'OSError'],
  ['builtins', 'ConnectionResetError', 'exceptions', 'OSError'],
  ['builtins', 'FileExistsError', 'exceptions', 'OSError'],
  ['builtins', 'FileNotFoundError', 'exceptions', 'OSError'],
  ['builtins', 'InterruptedError', 'exceptions', 'OSError'],
  ['builtins', 'IsADirectoryError', 'exceptions', 'OSError'],
  ['builtins', 'NotADirectoryError', 'exceptions', 'OSError'],
  ['builtins', 'PermissionError', 'exceptions', 'OSError'],
  ['builtins', 'ProcessLookupError', 'exceptions', 'OSError'],
  ['builtins', 'TimeoutError', 'exceptions', 'OSError'],
  ['builtins', 'ModuleNotFoundError', 'exceptions', 'ImportError'],
];

/** Python 2 module, Python 3 module (IMPORT_MAPPING). */
const MODULES: readonly (readonly [string, string])[] = [
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
  ['Queue', 'queue'],
  ['SocketServer', 'socketserver'],
  ['ConfigParser', 'configparser'],
  ['repr', 'reprlib'],
  ['tkFileDialog', 'tkinter.filedialog'],
  ['tkSimpleDialog', 'tkinter.simpledialog'],
  ['tkColorChooser', 'tkinter.colorchooser'],
  ['tkCommonDialog', 'tkinter.commondialog'],
  ['Dialog', 'tkinter.dialog'],
  ['Tkdnd', 'tkinter.dnd'],
  ['tkFont', 'tkinter.font'],
  ['tkMessageBox', 'tkinter.messagebox'],
  ['ScrolledText', 'tkinter.scrolledtext'],
  ['Tkconstants', 'tkinter.constants'],
  ['Tix', 'tkinter.tix'],
  ['ttk', 'tkinter.ttk'],
  ['Tkinter', 'tkinter'],
  ['markupbase', '_markupbase'],
  ['_winreg', 'winreg'],
  ['thread', '_thread'],
  ['dummy_thread', '_dummy_thread'],
  ['dbhash', 'dbm.bsd'],
  ['dumbdbm', 'dbm.dumb'],
  ['dbm', 'dbm.ndbm'],
  ['gdbm', 'dbm.gnu'],
  ['xmlrpclib', 'xmlrpc.client'],
  ['SimpleXMLRPCServer', 'xmlrpc.server'],
  ['httplib', 'http.client'],
  ['htmlentitydefs', 'html.entities'],
  ['HTMLParser', 'html.parser'],
  ['Cookie', 'http.cookies'],
  ['cookielib', 'http.cookiejar'],
  ['BaseHTTPServer', 'http.server'],
  ['test.test_support', 'test.support'],
  ['commands', 'subprocess'],
  ['urlparse', 'urllib.parse'],
  ['robotparser', 'urllib.robotparser'],
  ['urllib2', 'urllib.request'],
  ['anydbm', 'dbm'],
  ['_abcoll', 'collections.abc'],
  ['cPickle', 'pickle'],
  ['_elementtree', 'xml.etree.ElementTree'],
  ['FileDialog', 'tkinter.filedialog'],
  ['SimpleDialog', 'tkinter.simpledialog'],
  ['DocXMLRPCServer', 'xmlrpc.server'],
  ['SimpleHTTPServer', 'http.server'],
  ['CGIHTTPServer', 'http.server'],
  ['UserDict', 'collections'],
  ['UserList', 'collections'],
  ['UserString', 'collections'],
  ['whichdb', 'dbm'],
  ['StringIO', 'io'],
  ['cStringIO', 'io'],
];

/** Python 3 module, Python 2 module, where REVERSE_IMPORT_MAPPING is not the inverse of IMPORT_MAPPING. */
const REVERSE_MODULES: readonly (readonly [string, string])[] = [
  ['tkinter.filedialog', 'tkFileDialog'],
  ['tkinter.simpledialog', 'tkSimpleDialog'],
  ['xmlrpc.server', 'SimpleXMLRPCServer'],
  ['http.server', 'BaseHTTPServer'],
  ['dbm', 'anydbm'],
  ['_bz2', 'bz2'],
  ['_dbm', 'dbm'],
  ['_functools', 'functools'],
  ['_gdbm', 'gdbm'],
  ['_pickle', 'pickle'],
];

/** Modules that several Python 2 names, or another module's parts, map to: CPython writes them as they are. */
const ONE_WAY = ['pickle', 'xml.etree.ElementTree', 'collections', 'io'];

interface Direction {
  names: Names;
  modules: ReadonlyMap<string, string>;
}

let forwardTables: Direction | undefined;
let reverseTables: Direction | undefined;

function pairs(rows: Iterable<readonly [string, string, string, string]>): Map<string, Map<string, readonly [string, string]>> {
  const names = new Map<string, Map<string, readonly [string, string]>>();
  for (const [module, name, toModule, toName] of rows) {
    let inner = names.get(module);
    if (inner === undefined) {
      inner = new Map();
      names.set(module, inner);
    }
    inner.set(name, [toModule, toName]);
  }
  return names;
}

function forward(): Direction {
  forwardTables ??= {
    names: pairs([...EXCEPTIONS.split(' ').map((name) => ['exceptions', name, 'builtins', name] as const), ...NAMES]),
    modules: new Map(MODULES),
  };
  return forwardTables;
}

function reverse(): Direction {
  if (reverseTables !== undefined) return reverseTables;
  const names = pairs([
    ...EXCEPTIONS.split(' ').map((name) => ['builtins', name, 'exceptions', name] as const),
    ...NAMES.map(([module, name, toModule, toName]) => [toModule, toName, module, name] as const),
    ...REVERSE_NAMES,
  ]);
  names.get('socket')?.delete('SocketType');
  const modules = new Map([...MODULES.map(([python2, python3]) => [python3, python2] as const), ...REVERSE_MODULES]);
  for (const module of ONE_WAY) modules.delete(module);
  reverseTables = { names, modules };
  return reverseTables;
}

function map(tables: Direction, module: string, name: string): readonly [module: string, name: string] | undefined {
  const pair = tables.names.get(module)?.get(name);
  if (pair !== undefined) return pair;
  const mapped = tables.modules.get(module);
  return mapped === undefined ? undefined : [mapped, name];
}

/** The Python 3 name of what a pickle of protocol 0 to 2 calls `module.name` (`fixImports`); undefined when it is the same. */
export function mapPython2Name(module: string, name: string): readonly [module: string, name: string] | undefined {
  return map(forward(), module, name);
}

/** The Python 2 name that protocols 0 to 2 write for Python 3's `module.name` (`fixImports`); names that have none come back unchanged. */
export function toPython2Name(module: string, name: string): readonly [module: string, name: string] {
  return map(reverse(), module, name) ?? [module, name];
}

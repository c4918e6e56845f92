/**
 * Which Python names a pickle may mention. Nothing is ever called: the names on the list stand for data that
 * Lipslate knows how to build by itself, and any other name ends the reading.
 */
import { LipslateError } from '../errors';
import { printable } from './failure';
import type { DType } from './types';

/** torch.<name> and torch.cuda.<name>: the type of the numbers in a storage. */
export const STORAGE_TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ['FloatStorage', 'float32'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['DoubleStorage', 'float64'],
  ['LongStorage', 'int64'],
  ['IntStorage', 'int32'],
  ['ShortStorage', 'int16'],
  ['CharStorage', 'int8'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
]);

/** What a name on the list stands for. `inert` ones are read over: no weight is made of them. */
export type GlobalKind = 'dict' | 'tensor' | 'parameter' | 'storage' | 'module' | 'inert';

const ALLOWED: ReadonlyMap<string, GlobalKind> = new Map<string, GlobalKind>([
  ['collections.OrderedDict', 'dict'],
  ['torch._utils._rebuild_tensor', 'tensor'],
  ['torch._utils._rebuild_tensor_v2', 'tensor'],
  ['torch._utils._rebuild_parameter', 'parameter'],
  ['torch.Size', 'inert'],
  ['torch.device', 'inert'],
  // What TorchScript writes for lists and typed values.
  ['torch.jit._pickle.build_intlist', 'inert'],
  ['torch.jit._pickle.build_doublelist', 'inert'],
  ['torch.jit._pickle.build_boollist', 'inert'],
  ['torch.jit._pickle.build_tensorlist', 'inert'],
  ['torch.jit._pickle.build_tensor_from_id', 'inert'],
  ['torch.jit._pickle.restore_type_tag', 'inert'],
  // Trainers keep their best loss as a numpy number beside the weights.
  ['numpy.dtype', 'inert'],
  ['numpy.core.multiarray.scalar', 'inert'],
  ['numpy._core.multiarray.scalar', 'inert'],
  ['_codecs.encode', 'inert'],
]);

/**
 * Modules of Python whose functions reach files, programs, the network or the interpreter itself, and those that
 * only help to get there. A name in one of them has no business among weights.
 */
const DANGEROUS_MODULES = new Set(
  (
    'os sys subprocess builtins runpy socket shutil pty webbrowser importlib imp pickle _pickle cPickle marshal ' +
    'code codeop codecs ctypes _ctypes asyncio multiprocessing threading _thread signal pip setuptools distutils ' +
    'commands popen2 platform requests urllib urllib2 urllib3 http httplib ftplib smtplib telnetlib xmlrpc pathlib ' +
    'tempfile io _io operator _operator functools _functools types inspect bdb pdb profile cProfile timeit trace ' +
    'doctest pydoc venv ensurepip zipimport pkgutil copyreg copy_reg copy gc atexit sched site sysconfig ' +
    'logging cffi cloudpickle dill joblib aiohttp httpx paramiko fabric glob fileinput linecache shelve dbm ' +
    'sqlite3 tarfile zipfile gzip bz2 lzma mmap resource select selectors ssl tkinter idlelib turtle unittest'
  ).split(' '),
);

const DANGEROUS_NAMES =
  /^torch\.(load|hub|jit\.load|storage\._load_from_bytes|serialization|ops|package|utils\.(cpp_extension|model_zoo))\b/;
const NUMPY_RUNNERS = /^numpy\.(testing|load|f2py|distutils|ctypeslib|lib)\b/;

/**
 * @param inScript the file is a TorchScript archive, whose modules are classes of its own (`__torch__.…`): data too
 * @throws LipslateError `checkpoint-dangerous` or `checkpoint-refused`, naming the function
 */
export function kindOfGlobal(module: string, name: string, inScript: boolean): GlobalKind {
  const full = `${module}.${name}`;
  const kind = ALLOWED.get(full);
  if (kind) return kind;
  if ((module === 'torch' || module === 'torch.cuda') && STORAGE_TYPES.has(name)) return 'storage';
  if (inScript && /^__torch__(\.|$)/.test(module)) return 'module';

  const shown = printable(familiarName(full));
  if (isDangerous(shown)) {
    const message =
      `This file would run the command ${shown} when opened by PyTorch: it is dangerous, ` +
      'and nothing in it was run.';
    throw new LipslateError('checkpoint-dangerous', shown, message);
  }
  const message = `This file needs the Python code ${shown} to be opened, and Lipslate runs none.`;
  throw new LipslateError('checkpoint-refused', shown, message);
}

/** Python's os functions travel under the name of the platform's module. */
function familiarName(full: string): string {
  return full.replace(/^(posix|nt)\./, 'os.').replace(/^__builtin__\./, 'builtins.');
}

function isDangerous(full: string): boolean {
  const topLevel = full.split('.', 1)[0] ?? '';
  return DANGEROUS_MODULES.has(topLevel) || DANGEROUS_NAMES.test(full) || NUMPY_RUNNERS.test(full);
}

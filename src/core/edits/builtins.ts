/** What can be called without being declared, by the editor's id of the language; where there is no list, nothing is missed. */
const javascript =
  'Array ArrayBuffer BigInt Boolean DataView Date Error Function Intl Iterator JSON Map Math Number Object Promise Proxy RangeError Reflect RegExp Set String Symbol SyntaxError TypeError URIError EvalError AggregateError Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Uint8ClampedArray WeakMap WeakRef WeakSet FinalizationRegistry ' +
  'decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN parseFloat parseInt require import super fetch setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask structuredClone atob btoa ' +
  'URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Blob Buffer Event EventTarget CustomEvent File FormData Headers Request Response ReadableStream WritableStream TransformStream WebSocket Worker XMLHttpRequest MutationObserver IntersectionObserver ResizeObserver Image Audio Option Notification alert confirm prompt requestAnimationFrame cancelAnimationFrame requestIdleCallback matchMedia getComputedStyle addEventListener removeEventListener dispatchEvent postMessage MessageChannel BroadcastChannel DOMParser Element HTMLElement Node ' +
  'describe it test expect suite before after beforeEach afterEach beforeAll afterAll context specify bench vi jest cy';
const python =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ exit quit ' +
  'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError';
const go =
  'append cap clear close complex copy delete imag len make max min new panic print println real recover bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr any';
const rust =
  'Some None Ok Err Box Vec String drop print println eprint eprintln format panic vec assert assert_eq assert_ne debug_assert debug_assert_eq write writeln todo unimplemented unreachable matches dbg include_str concat env cfg Self';

const lists: Readonly<Record<string, string>> = {
  javascript,
  javascriptreact: javascript,
  typescript: javascript,
  typescriptreact: javascript,
  python,
  go,
  rust,
};

/** Undefined for a language of which it is not known what it has by itself. */
export function builtinsOf(languageId: string): ReadonlySet<string> | undefined {
  const list = Object.hasOwn(lists, languageId) ? lists[languageId] : undefined;
  return list === undefined ? undefined : new Set(list.split(' '));
}

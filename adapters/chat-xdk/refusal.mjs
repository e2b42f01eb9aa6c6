// How the library says no, told apart from how it breaks.

// The library refuses by a plain Error or a text. Anything else is a fault: a trap of WebAssembly (RuntimeError), or an
// exception of its JavaScript.
export function isTrap(error) {
  return error !== undefined && typeof error !== 'string' && error?.constructor !== Error;
}

export function thrownBy(action) {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

// Loads the official client library, and pins what its answers depend on.
//
// The package exports only a wrapper that is bound to a key store on the network. The class that does the cryptography
// is in its WebAssembly glue, which is therefore imported by URL.

import { createCipheriv, createHash, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';

const packaged = new URL('./node_modules/@xdevplatform/chat-xdk/pkg/', import.meta.url);

let compiled;
let instances = 0;

function webAssembly() {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('chat_xdk_wasm_bg.wasm', packaged)));
  return compiled;
}

// The library's class `Chat`, in a WebAssembly instance of its own: its random generator is seeded once per instance.
// The glue keeps its instance in a module variable, so another instance needs another copy of the module.
export async function freshLibrary() {
  globalThis.crypto ??= webcrypto; // Node 18 does not define it
  const glue = await import(new URL(`chat_xdk_wasm.js?instance=${++instances}`, packaged));
  glue.initSync({ module: webAssembly() });
  return glue.Chat;
}

// What `operation(Chat)` returns, a synchronous function, with the library's random numbers drawn from `seed` (a text)
// and its clock standing at `nowMsec`: the same two give the same bytes. Both sources are as before when it ends.
export async function pinned({ seed, nowMsec }, operation) {
  const Chat = await freshLibrary();
  const restoreCrypto = replace(globalThis, 'crypto', randomNumbers(seed));
  const restoreClock = replace(Date, 'now', () => nowMsec);
  try {
    return operation(Chat);
  } finally {
    restoreClock();
    restoreCrypto();
  }
}

function randomNumbers(seed) {
  const key = createHash('sha256').update(seed).digest();
  const keystream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return {
    getRandomValues(bytes) {
      bytes.set(keystream.update(Buffer.alloc(bytes.length)));
      return bytes;
    },
  };
}

function replace(object, property, value) {
  const original = Object.getOwnPropertyDescriptor(object, property);
  Object.defineProperty(object, property, { value, configurable: true });
  return () => Object.defineProperty(object, property, original);
}

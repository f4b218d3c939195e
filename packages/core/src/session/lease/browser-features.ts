/** The databases of this origin; `undefined` where there are none, or a policy forbids them. */
export function indexedDatabases(): IDBFactory | undefined {
  try {
    // The types know no place without them.
    return (globalThis as { indexedDB?: IDBFactory }).indexedDB;
  } catch {
    return undefined; // reading the property throws in a sandboxed frame
  }
}

/** The Web Locks of this page; `undefined` outside secure contexts, and where there is no browser. */
export function webLocks(): LockManager | undefined {
  // The types know secure contexts only.
  const { navigator } = globalThis as { navigator?: { readonly locks?: LockManager } };
  return navigator?.locks;
}

/** One proof that a session rests on, as access tokens tell it. */
export interface AmrEntry {
  readonly method: string;
  /** Epoch seconds; `null` where the server tells methods alone. */
  readonly timestamp: number | null;
}

/** Reads the claim `amr`, the latest proof first. A hook of the server may turn entries into bare names. */
export function amrIn(amr: unknown): readonly AmrEntry[] {
  const entries: readonly unknown[] = Array.isArray(amr) ? amr : [];
  return entries.flatMap((entry): AmrEntry[] => {
    if (typeof entry === 'string') return [{ method: entry, timestamp: null }];
    if (typeof entry !== 'object' || entry === null || !('method' in entry)) return [];
    const { method, timestamp } = { timestamp: undefined, ...entry };
    return [{ method: String(method), timestamp: typeof timestamp === 'number' ? timestamp : null }];
  });
}

import type { AssuranceMethod } from '../../mfa/mfa-server.js';

/** Reads the claim `amr`, the latest proof first. A hook of the server may turn entries into bare names. */
export function amrIn(amr: unknown): readonly AssuranceMethod[] {
  const entries: readonly unknown[] = Array.isArray(amr) ? amr : [];
  return entries.flatMap((entry): AssuranceMethod[] => {
    if (typeof entry === 'string') return [{ method: entry, timestamp: null }];
    if (typeof entry !== 'object' || entry === null || !('method' in entry)) return [];
    const { method, timestamp, ...further } = { timestamp: undefined, ...entry };
    return [{ ...further, method: String(method), timestamp: typeof timestamp === 'number' ? timestamp : null }];
  });
}

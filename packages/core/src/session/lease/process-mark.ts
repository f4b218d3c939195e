/** A process as others on the same machine can look for it. */
export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
}

/** Reads a mark that another process has left. */
export function parseProcessMark(value: Readonly<Record<string, unknown>>): ProcessMark | null {
  const { host, pid } = value;
  return typeof host === 'string' && typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0
    ? { host, pid }
    : null;
}

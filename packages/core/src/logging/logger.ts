/** Where clients say what nobody asked for, such as a record in storage that cannot be read. Never gets a secret. */
export interface Logger {
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Says nothing. The default of every client. */
export const silentLogger: Logger = { warn: () => {}, error: () => {} };

/** Texts in a folder that several processes use at once. Every operation takes effect as a whole or not at all. */
export interface SharedFiles {
  /** What is there; `null` when nothing is. */
  read(name: string): Promise<string | null>;
  /** Writes whatever is there. `null` removes it. */
  write(name: string, next: string | null): Promise<void>;
  /** Writes only where `expected` is there, and says whether it was. */
  swap(name: string, expected: string | null, next: string | null): Promise<boolean>;
}

/** What a custom field can hold. */
export const FIELD_TYPES = ['STRING', 'NUMBER', 'DATETIME', 'BOOLEAN', 'OBJECT', 'SELECT'] as const;
/** What a custom field can hold. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** A field that the user pool has added to its users. */
export interface CustomField {
  /** Its key. */
  readonly id: string;
  readonly label: string | null;
  readonly type: FieldType;
  /** What can be chosen of, for `SELECT`. */
  readonly options: readonly string[];
}

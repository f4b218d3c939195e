/** What a custom field holds. */
export type UdfDataType = 'STRING' | 'NUMBER' | 'DATETIME' | 'BOOLEAN' | 'OBJECT' | 'SELECT';

/** One custom field of a user, with its value. */
export interface UserDefinedData {
  key: string;
  dataType: UdfDataType;
  // The vendor's type says text. `listUdv`, `setUdv` and `removeUdv` answer the value as `dataType` says.
  value: string;
  label?: string | null;
}

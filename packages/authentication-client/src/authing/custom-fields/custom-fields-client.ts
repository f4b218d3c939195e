import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, InvalidResponseError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import { type CustomData, customDataOf, customValueOf, type User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import { signedInUserId } from '../../client/session/signed-in-user.js';
import { customFieldsEndpoints } from './custom-fields.endpoints.js';
import type { UserDefinedData } from './custom-fields.types.js';

const Rows = /* @__PURE__ */ clientOf(customFieldsEndpoints);

/** Ports of the custom fields calls. */
export interface CustomFieldsDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
}

/** The signed-in user's custom fields, which the user pool defines. Values have the type that it gives them. */
export class CustomFieldsClient {
  readonly #rows: Methods<typeof customFieldsEndpoints>;
  readonly #session: Session<User>;

  constructor({ wire, session }: CustomFieldsDeps) {
    this.#rows = new Rows(wire);
    this.#session = session;
  }

  /** Reads the fields with what is known of them. The vendor types `value` as text; it is what `dataType` says. */
  async listUdv(): Promise<UserDefinedData[]> {
    return typed(await this.#rows.udv(await this.#userId()));
  }

  /** Reads the values under their keys. */
  async getUdfValue(): Promise<CustomData> {
    return customDataOf(listed(await this.#rows.udv(await this.#userId())));
  }

  /**
   * Sets one field.
   *
   * @param value - Anything that JSON can write, of the type that the user pool gives the field.
   * @returns All fields.
   */
  async setUdv(key: string, value: unknown): Promise<UserDefinedData[]> {
    const field = requireText('key', key);
    const text = toJson('value', value);
    if (text === undefined) {
      throw new InputError({ message: 'value is missing', remedy: 'Pass a value, or call removeUdv.' });
    }
    return typed(await this.#rows.setUdv(await this.#userId(), field, text));
  }

  /**
   * Sets some fields; the others stay.
   *
   * @param data - Values under the keys of their fields.
   * @returns All fields, as text.
   */
  async setUdfValue(data: CustomData): Promise<UserDefinedData[]> {
    const list = Object.entries(data ?? {}).map(([key, value]) => ({ key, value: toJson(key, value) }));
    if (list.length === 0 || typeof data !== 'object' || Array.isArray(data)) {
      throw new InputError({ message: 'data holds no value', remedy: "Pass an object, such as { school: 'x' }." });
    }
    return listed(await this.#rows.setUdvBatch(await this.#userId(), list));
  }

  /**
   * Takes a field's value away.
   *
   * @returns The fields that are left.
   */
  async removeUdv(key: string): Promise<UserDefinedData[]> {
    const field = requireText('key', key);
    return typed(await this.#rows.removeUdv(await this.#userId(), field));
  }

  /** Takes a field's value away. */
  async removeUdfValue(key: string): Promise<void> {
    await this.removeUdv(key);
  }

  async #userId(): Promise<string> {
    await this.#session.ready();
    return signedInUserId(this.#session.current);
  }
}

function listed(fields: UserDefinedData[] | null): UserDefinedData[] {
  const list: unknown = fields ?? [];
  const isList = Array.isArray(list) && list.every((field) => typeof field === 'object' && field !== null);
  if (isList) return list;
  throw new InvalidResponseError({
    message: 'Expected a list of custom fields, received another JSON value',
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}

function typed(fields: UserDefinedData[] | null): UserDefinedData[] {
  // The vendor's type says text, where its client hands out numbers, dates and objects.
  return listed(fields).map((field) => ({ ...field, value: customValueOf(field) as string }));
}

function toJson(name: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    throw new InputError({
      message: `${name} cannot be written as JSON: it holds itself, or a BigInt`,
      remedy: 'Pass plain values.',
    });
  }
}

// Types of the platform that our declarations name. The build writes those that a published file uses to its beginning, so
// that a consumer needs neither the library `dom` nor `@types/node`. Each is the platform's own type where a library
// declares that, and else the members that we use. Dictionaries have no value of their own, so their types come from the
// function that takes them.

type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : {
      readonly aborted: boolean;
      readonly reason: unknown;
      addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
      removeEventListener(type: 'abort', listener: () => void): void;
      throwIfAborted(): void;
    };

type AbortController = typeof globalThis extends { AbortController: { prototype: infer Platform } }
  ? Platform
  : { readonly signal: AbortSignal; abort(reason?: unknown): void };

type Blob = typeof globalThis extends { Blob: { prototype: infer Platform } }
  ? Platform
  : { readonly size: number; readonly type: string; arrayBuffer(): Promise<ArrayBuffer>; text(): Promise<string> };

type File = typeof globalThis extends { File: { prototype: infer Platform } }
  ? Platform
  : Blob & { readonly name: string; readonly lastModified: number };

type FormData = typeof globalThis extends { FormData: { prototype: infer Platform } }
  ? Platform
  : { append(name: string, value: unknown, fileName?: string): void };

type URL = typeof globalThis extends { URL: { prototype: infer Platform } }
  ? Platform
  : { readonly href: string; toString(): string };

type Request = typeof globalThis extends { Request: { prototype: infer Platform } }
  ? Platform
  : { readonly url: string; readonly method: string; readonly headers: { get(name: string): string | null } };

type RequestInit = typeof globalThis extends { Request: new (input: never, init?: infer Init) => unknown }
  ? NonNullable<Init>
  : { method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal | null };

type Response = typeof globalThis extends { Response: { prototype: infer Platform } }
  ? Platform
  : {
      readonly ok: boolean;
      readonly status: number;
      readonly headers: { get(name: string): string | null };
      arrayBuffer(): Promise<ArrayBuffer>;
      json(): Promise<unknown>;
      text(): Promise<string>;
    };

type Credential = typeof globalThis extends { Credential: { prototype: infer Platform } }
  ? Platform
  : { readonly id: string; readonly type: string };

type PublicKeyCredentialCreationOptions = typeof globalThis extends {
  navigator: { credentials: { create(options?: { publicKey?: infer Options }): unknown } };
}
  ? NonNullable<Options>
  : {
      challenge: ArrayBuffer | ArrayBufferView;
      rp: { id?: string; name: string };
      user: { id: ArrayBuffer | ArrayBufferView; name: string; displayName: string };
      pubKeyCredParams: { alg: number; type: 'public-key' }[];
      timeout?: number;
      excludeCredentials?: { id: ArrayBuffer | ArrayBufferView; type: 'public-key'; transports?: string[] }[];
      attestation?: string;
      authenticatorSelection?: {
        authenticatorAttachment?: string;
        requireResidentKey?: boolean;
        residentKey?: string;
        userVerification?: string;
      };
      extensions?: object;
    };

type PublicKeyCredentialRequestOptions = typeof globalThis extends {
  navigator: { credentials: { get(options?: { publicKey?: infer Options }): unknown } };
}
  ? NonNullable<Options>
  : {
      challenge: ArrayBuffer | ArrayBufferView;
      rpId?: string;
      timeout?: number;
      allowCredentials?: { id: ArrayBuffer | ArrayBufferView; type: 'public-key'; transports?: string[] }[];
      userVerification?: string;
      extensions?: object;
    };

/** What a public key of SM2 looks like in hexadecimal: the point, uncompressed. */
export const SM2_PUBLIC_KEY: RegExp = /^04[\da-f]{128}$/i;

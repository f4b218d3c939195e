// A module of its own, so that it is loaded only where encrypted tokens are enabled and one comes.
export { compactDecrypt, importJWK } from 'jose';

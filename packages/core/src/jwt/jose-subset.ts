// A module of its own, so that what is loaded on first use is these two functions and not the whole library.
export { compactVerify, importJWK } from 'jose';

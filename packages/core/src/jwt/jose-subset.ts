// A module of its own, so that only this function is loaded on first use and not the whole library.
export { importJWK } from 'jose';

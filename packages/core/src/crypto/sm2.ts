// A file of its own, which the build fills with the package: an application then installs nothing for SM2.
export { sm2 } from 'sm-crypto-v2';

// A file of its own, which the build fills with the package: an application then installs nothing for WebAuthn.
export { startAuthentication, startRegistration, WebAuthnAbortService } from '@simplewebauthn/browser';

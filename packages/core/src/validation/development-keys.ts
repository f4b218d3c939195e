import { isLoopback, refuseOption } from './options.js';

// The emulator's secrets are published with it and begin with this.
const DEVELOPMENT_SECRET = /^sallyport-development-/;

/** Refuses the emulator's published secrets anywhere but on this machine: everybody knows them. */
export function assertNoDevelopmentSecret(option: string, secret: string | undefined, address: string): void {
  if (!secret || !DEVELOPMENT_SECRET.test(secret) || isLoopback(new URL(address).hostname)) return;
  refuseOption(
    option,
    "is the emulator's published development secret, and the address is not this machine",
    'Use a secret of your own, or set dangerouslyAllowDevelopmentKeys in a closed test network.',
  );
}

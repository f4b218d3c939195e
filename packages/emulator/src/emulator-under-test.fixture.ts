import { afterEach, beforeEach } from '@jest/globals';
import type { Emulator } from './emulator.types.js';
import { GotrueDriver } from './gotrue/gotrue-driver.fixture.js';
import { OidcDriver } from './oidc/oidc-driver.fixture.js';
import { startUnderTest, type WireDriver } from './wire-driver.fixture.js';

// A test file that imports these has a new emulator for each of its tests. They are live bindings: what a test reads
// is its own. A file whose tests share one emulator starts it with `startUnderTest`.

/** Its clock stands still, a fault of its own fails the test, and it ends with the test. */
export let emulator: Emulator;

/** Speaks the Authing wire to it. */
export let wire: WireDriver;

/** Speaks the GoTrue wire to it. */
export let gotrue: GotrueDriver;

/** Speaks OpenID Connect to it. */
export let oidc: OidcDriver;

beforeEach(async () => {
  ({ emulator, wire } = await startUnderTest());
  gotrue = new GotrueDriver(emulator);
  oidc = new OidcDriver(emulator);
});

afterEach(() => emulator.stop());

export type { MovableClock } from './clock/movable-clock.js';
export type { Fault } from './control/faults.js';
export type { MessageView } from './control/message-view.js';
export type { QrCodeScan } from './control/qr-code-scan.js';
export type { Seed, SeedApplication, SeedObject, SeedUser } from './control/seed.js';
export type { ApplicationPatch, SettingsPatch } from './control/settings-patch.js';
export type { Snapshot } from './control/snapshot.js';
export type {
  ClientAuthentication,
  GrantType,
  MfaPolicy,
  OauthRights,
} from './domain/applications/application.types.js';
export type { MessageFilter } from './domain/messages/mailbox.js';
export type { Channel } from './domain/messages/message.types.js';
export type {
  AddressKind,
  FactorType,
  GivenKey,
  Misbehavior,
  Settings,
  TokenAlgorithm,
} from './domain/settings/settings.js';
export type {
  Emulator,
  EmulatorClock,
  EmulatorDescription,
  EmulatorFaults,
  EmulatorMessages,
  EmulatorOptions,
} from './emulator.types.js';
export { startEmulator } from './start-emulator.js';

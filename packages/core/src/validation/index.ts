export { requireMessageCode, requireTotpCode } from './codes.js';
export { assertNoDevelopmentSecret } from './development-keys.js';
export { requireCode, requireString, requireText } from './input.js';
export {
  addressOption,
  choiceOption,
  countOption,
  enabledOption,
  flagOption,
  functionOption,
  isLoopback,
  issuerOption,
  type OptionReader,
  type OptionReaders,
  type OptionsRead,
  originsOption,
  portOption,
  readersOf,
  readOptions,
  refuseOption,
  required,
  textOption,
  type UnreadOptions,
  withDefault,
} from './options.js';

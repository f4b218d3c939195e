export { requireMessageCode, requireTotpCode } from './codes.js';
export { assertNoDevelopmentSecret } from './development-keys.js';
export { requireCode, requireString, requireText } from './input.js';
export {
  addressOption,
  flagOption,
  functionOption,
  hostOption,
  isLoopback,
  portOption,
  refuseOption,
  textOption,
} from './options.js';

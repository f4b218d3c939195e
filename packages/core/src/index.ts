export * from './authing/index.js';
export * from './clock/index.js';
export { encodeBase64Url } from './crypto/base64url.js';
export { codeChallengeOf, createCodeVerifier, randomToken } from './crypto/pkce.js';
export { randomId, secureRandom } from './crypto/random.js';
export { sha256 } from './crypto/sha256.js';
export * from './errors/index.js';
export { type Listener, TypedEmitter, type Unsubscribe } from './events/typed-emitter.js';
export * from './gotrue/index.js';
export * from './http/index.js';
export { copyJson, isSameJson } from './json.js';
export * from './jwt/index.js';
export { isPackageMissing, lazy } from './loading/lazy.js';
export { type ErrorCodeOf, FailureReport, hearingFailures, type OnError } from './logging/failure-report.js';
export { type Logger, silentLogger } from './logging/logger.js';
export { isBrowser } from './platform/runtime.js';
export * from './session/index.js';
export { SingleFlight, unlessAborted } from './single-flight.js';
export { requireMessageCode, requireTotpCode } from './validation/codes.js';
export { assertNoDevelopmentSecret } from './validation/development-keys.js';
export { requireCode, requireString, requireText } from './validation/input.js';
export {
  addressOption,
  flagOption,
  functionOption,
  hostOption,
  isLoopback,
  portOption,
  refuseOption,
  textOption,
} from './validation/options.js';

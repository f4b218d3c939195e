/** Features that most pages use, in one file: they share a sign-in page and what follows it. */
export { openAuthingRoute, openAuthingSending } from './authing-sending.js';
export { CodesClient } from './codes/codes-client.js';
export { PasswordsClient } from './passwords/passwords-client.js';
export { ProfileClient } from './profile/profile-client.js';
export { SessionCallsClient } from './session/session-calls-client.js';
export { SignOutReport } from './session/sign-out-report.js';
export { SignInClient } from './sign-in/sign-in-client.js';
export { SignUpClient } from './sign-up/sign-up-client.js';

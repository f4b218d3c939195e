/** Features that most pages use, in one file. */
export { GoTrueAccountClient } from './account/account-client.js';
export { GoTrueCodesClient } from './codes/codes-client.js';
export { openGoTrueSending } from './gotrue-sending.js';
export { GoTrueSessionCalls } from './session/session-calls.js';
export { GoTrueSignInClient } from './sign-in/sign-in-client.js';
export { GoTrueSignUpClient } from './sign-up/sign-up-client.js';

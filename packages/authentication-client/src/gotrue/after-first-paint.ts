// One file to load for all of them.
export { GoTrueMfaGateway } from '../mfa/gateways/gotrue/gotrue-mfa-gateway.js';
export { GoTrueAccountClient } from './account/account-client.js';
export { GoTrueCodesClient } from './codes/codes-client.js';

import type { Assurance, FactorChallenge, Verification } from '../mfa-server.js';
import { optionsWithBuffers } from './webauthn-json.js';

// The shapes of the port, as users of GoTrue's client read them.

type View = Readonly<Record<string, unknown>>;

export function challengeView(challenge: FactorChallenge): View {
  const { webauthn } = challenge;
  if (!webauthn) return challenge;
  const publicKey = optionsWithBuffers(webauthn.credential_options);
  return { ...challenge, webauthn: { type: webauthn.type, credential_options: { publicKey } } };
}

export function sessionView({ session }: Verification): View {
  const { user } = session;
  const createdAt = 'createdAt' in user ? user.createdAt : '';
  // Code written for GoTrue's users relies on these members; those of the server take precedence.
  const defaults = { aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: createdAt };
  return { ...session, token_type: 'bearer', user: { ...defaults, ...user } };
}

export function assuranceView({ currentLevel, nextLevel, methods }: Assurance): View {
  const isTimed = methods.every(({ timestamp }) => timestamp !== null);
  return {
    currentLevel,
    nextLevel,
    currentAuthenticationMethods: isTimed ? methods : methods.map(({ method }) => method),
  };
}

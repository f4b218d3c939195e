import type { Account } from '../domain/accounts/account.types.js';
import type { SignInPage } from '../domain/browser/browser.types.js';
import type { Domain } from '../domain/create-domain.js';
import type { Channel } from '../domain/messages/message.types.js';
import { Refusal } from '../domain/refusal.js';
import { MfaDemand } from '../domain/sign-in/mfa-demand.js';
import type { Pending } from '../domain/sign-in/pending-sign-ins.js';
import type { SignInResult } from '../domain/sign-in/sign-in.js';
import type { Answer, Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import { originOf } from '../http/origin.js';
import type { RouteTable } from '../http/route-table.js';
import { browserOf, cookieOf, giveCookie } from './browser-cookies.js';
import { answerPage, refusePage } from './page.js';
import { type Proof, passwordForm, secondFactorForms } from './sign-in-forms.js';

/** Where the server signs people in itself, on behalf of an application: no script, two forms. */
export function mountSignInPage(routes: RouteTable, domain: Domain): void {
  routes.on('GET', '/sign-in/{page}', async (c) => {
    const page = pageOf(c, domain);
    return page ? show(c, domain, page, null) : refusePage(c, ENDED);
  });
  routes.on('POST', '/sign-in/{page}', async (c) => {
    const form = await readForm(c.env.incoming);
    domain.store.generation.assertCurrent();
    const page = pageOf(c, domain);
    if (!page) return refusePage(c, ENDED);
    if (!domain.signInPages.isFrom(page, form.get('csrf') ?? undefined)) {
      return refusePage(c, 'The form is not from this page', 403);
    }
    try {
      return await proceed(c, domain, page, form);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error instanceof MfaDemand) {
        return show(c, domain, domain.signInPages.awaitSecondFactor(page, error.demand.mfaToken), null);
      }
      return show(c, domain, page, error);
    }
  });
}

/** Sends a browser to a sign-in page, from which it comes back to an address of this server. */
export function askToSignIn(
  c: Context,
  { signInPages }: Domain,
  page: Pick<SignInPage, 'applicationId' | 'returnTo' | 'target' | 'loginHint'>,
): Answer {
  return c.redirect(`/sign-in/${signInPages.open(browserOf(c), page).id}`, 303);
}

const ENDED = 'The page has ended, or was opened in another browser. Go back to the application and sign in there.';

function pageOf(c: Context, { signInPages }: Domain): SignInPage | null {
  return signInPages.find(c.req.param('page') ?? '', cookieOf(c, 'browser'));
}

async function proceed(c: Context, domain: Domain, page: SignInPage, form: URLSearchParams): Promise<Answer> {
  const { signIn } = domain;
  const field = (name: string): string => form.get(name) ?? '';
  const origin = originOf(c, page.applicationId);
  if (page.mfaToken === null) {
    const result = await signIn.withAnyName(field('name'), field('password'), origin);
    return enter(c, domain, page, { result, methods: ['pwd'] });
  }
  const pending = await domain.pendingSignIns.authenticate(page.mfaToken, page.applicationId);
  const step = field('step');
  const channel = CHANNELS[step];
  if (channel) {
    send(domain, pending, channel);
    return show(c, domain, page, null);
  }
  const passed = await verify(domain, pending, step, field('code'));
  const result = await signIn.enter(passed.account, origin);
  return enter(c, domain, page, { result, methods: ['pwd', passed.method, 'mfa'] });
}

const CHANNELS: Readonly<Record<string, Channel>> = { 'send-sms': 'sms', 'send-email': 'email' };
const SCENES: Readonly<Record<Channel, string>> = { sms: 'mfa-verify', email: 'MFA_VERIFY' };

function send({ codes, secondFactor }: Domain, pending: Pending, channel: Channel): void {
  const recipient = secondFactor.addressFor(pending, channel);
  if (recipient === null) throw new Refusal('forbidden', 'The application does not offer this second factor');
  codes.send(recipient, SCENES[channel]);
}

/** @returns The account, and by which method it was proven (RFC 8176). */
async function verify(
  { secondFactor }: Domain,
  pending: Pending,
  step: string,
  code: string,
): Promise<{ readonly account: Account; readonly method: 'otp' | 'sms' }> {
  if (step === 'totp') return { account: await secondFactor.verifyTotp(pending, code), method: 'otp' };
  // The code that takes the place of the used one is with the application, where the user manages factors.
  if (step === 'recovery') return { account: secondFactor.recover(pending, code).account, method: 'otp' };
  if (step !== 'sms' && step !== 'email') throw new Refusal('input-malformed', 'There is no such step');
  const recipient = secondFactor.addressFor(pending, step);
  if (recipient === null) throw new Refusal('forbidden', 'The application does not offer this second factor');
  const account = await secondFactor.verifyAddress(pending, recipient, code);
  return { account, method: step === 'sms' ? 'sms' : 'otp' };
}

async function enter(
  c: Context,
  { browserSessions, clock, sessions, signInPages }: Domain,
  page: SignInPage,
  { result, methods }: { readonly result: SignInResult; readonly methods: readonly string[] },
): Promise<Answer> {
  const { account, session } = await sessions.authenticate(result.token.token, page.applicationId);
  const authentication = { authenticatedAt: clock.now(), methods };
  const before = browserSessions.find(cookieOf(c, 'session'));
  if (before) browserSessions.end(before.session);
  giveCookie(c, 'session', browserSessions.begin(session.id, account.id, authentication));
  signInPages.close(page);
  return c.redirect(page.returnTo, 303);
}

async function show(c: Context, domain: Domain, page: SignInPage, error: Refusal | null): Promise<Answer> {
  const message = error?.message ?? null;
  const status = error === null ? 200 : error.reason === 'too-many-attempts' ? 429 : 401;
  if (error?.retryAfterSeconds !== undefined) c.header('retry-after', String(error.retryAfterSeconds));
  const proofs = await proofsOf(domain, page);
  const shown = { title: proofs === null ? 'Sign in' : 'One more step', status, target: page.target } as const;
  if (proofs !== null) return answerPage(c, { ...shown, body: secondFactorForms(page, proofs, message) });
  const { name } = domain.applications.require(page.applicationId);
  const restarted = { ...page, mfaToken: null };
  if (page.mfaToken !== null) domain.store.signInPages.put(restarted);
  return answerPage(c, { ...shown, body: passwordForm(restarted, { application: name, error: message }) });
}

/** With what the second factor can be passed; `null` as long as the first one is due, or when that was too long ago. */
async function proofsOf(
  { pendingSignIns, secondFactor, totp }: Domain,
  { mfaToken, applicationId }: SignInPage,
): Promise<readonly Proof[] | null> {
  if (mfaToken === null) return null;
  const pending = await pendingSignIns.authenticate(mfaToken, applicationId).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (pending === null) return null;
  const byAddress = (['sms', 'email'] as const).filter((channel) => secondFactor.addressFor(pending, channel));
  return [...(totp.isEnabled(pending.account.id) ? (['totp', 'recovery'] as const) : []), ...byAddress];
}

// The journey that every target of the support matrix makes: both authentication clients, both management clients and a
// composed client against one emulator. It is plain JavaScript without imports, because each target loads the packages
// in its own way and passes them.

const PASSWORD = 'correct horse battery staple';

/**
 * @param {object} packages - The modules `authentication`, `goTrue`, `modular`, `totp`, `management`, `goTrueManagement`.
 * @param {object} emulator - The line that `sallyport dev --json` prints.
 * @returns {Promise<string[]>} The names of the steps.
 * @throws {Error} The message names the step that failed.
 */
export async function smoke(packages, emulator) {
  const names = [];
  const step = async (name, work) => {
    names.push(name);
    try {
      return await work();
    } catch (error) {
      throw new Error(`step ${names.length}, ${name}: ${describe(error)}`, { cause: error });
    }
  };
  const journey = { ...packages, emulator, step };
  await authingJourney(journey);
  await goTrueJourney(journey);
  await managementJourney(journey);
  await modularJourney(journey);
  return names;
}

async function authingJourney({ authentication, management, totp, emulator, step }) {
  const { AuthenticationClient } = authentication;
  const { appId, appHost, host, userPoolId, userPoolSecret } = emulator.authing;
  const email = newEmail();
  const client = await step('Authing: construct a client', () => new AuthenticationClient({ appId, appHost }));
  await step('Authing: sign up', () => client.registerByEmail(email, PASSWORD));
  await step('Authing: a wrong password is a typed error', async () => {
    const error = await rejection(client.loginByEmail(email, 'wrong'));
    expect(
      error instanceof authentication.InvalidCredentialsError,
      `an InvalidCredentialsError, not ${describe(error)}`,
    );
    expect(error.kind === 'invalid-credentials' && Number.isInteger(error.code), `a numeric code, not ${error.code}`);
  });
  await step('Authing: sign in with the password', () => client.loginByEmail(email, PASSWORD));
  const { key, recoveryCode } = await step('Authing: enroll TOTP', async () => {
    const { secret, recovery_code } = await client.mfa.associateMfaAuthenticator();
    const enrolled = totp.TotpKey.parse(secret);
    const { code } = enrolled.current();
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: code });
    return { key: enrolled, recoveryCode: recovery_code };
  });
  await step('Authing: sign out', async () => {
    await client.logout();
    expect(client.state === 'signedOut', `the state signedOut, not ${client.state}`);
  });
  const mfaTokenOf = async () => {
    const error = await rejection(client.loginByEmail(email, PASSWORD));
    expect(error instanceof authentication.MfaRequiredError, `an MfaRequiredError, not ${describe(error)}`);
    return error.data.mfaToken;
  };
  await step('Authing: sign in with the second factor', async () => {
    const mfaToken = await mfaTokenOf();
    await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken });
  });
  await step('Authing: sign in with the recovery code', async () => {
    await client.logout();
    const mfaToken = await mfaTokenOf();
    const { recoveryCode: next } = await client.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken });
    expect(next && next !== recoveryCode, 'another recovery code');
  });
  const user = await step('Authing: getCurrentUser', () => client.getCurrentUser());
  expect(user.email === email, `the email ${email}, not ${user.email}`);
  await step('Authing: updateProfile', async () => {
    const { nickname } = await client.updateProfile({ nickname: 'Ada' });
    expect(nickname === 'Ada', `the nickname Ada, not ${nickname}`);
  });
  const token = await client.getAccessToken();
  await step('Authing: act for another user by as({ token })', async () => {
    const visitor = await new AuthenticationClient({ appId, appHost }).as({ token }).getCurrentUser();
    expect(visitor.id === user.id, `the user ${user.id}, not ${visitor.id}`);
  });
  await step('Authing: verify the signature of an ID token', async () => {
    const server = new management.ManagementClient({ userPoolId, secret: userPoolSecret, host });
    const status = await server.checkLoginStatus(token, { fetchUserDetail: false });
    server.dispose();
    expect(status?.id === user.id, `the claims of ${user.id}, not ${JSON.stringify(status)}`);
  });
  await step('Authing: concurrent refreshes are one', async () => {
    const refreshes = await refreshesDuring(client, () => client.refreshToken());
    expect(refreshes === 1, `one refresh, not ${refreshes}`);
  });
  await step('Authing: dispose', async () => {
    await client.dispose();
    const error = await rejection(client.getCurrentUser());
    expect(error instanceof authentication.DisposedError, `a DisposedError, not ${describe(error)}`);
  });
}

async function goTrueJourney({ goTrue, totp, emulator, step }) {
  const { url, anonKey: apiKey } = emulator.gotrue;
  const email = newEmail();
  const client = await step('GoTrue: construct a client', () => new goTrue.GoTrueAuthenticationClient({ url, apiKey }));
  await step('GoTrue: sign up', () => client.registerByEmail(email, PASSWORD));
  await step('GoTrue: a wrong password is a typed error', async () => {
    const error = await rejection(client.loginByEmail(email, 'wrong'));
    expect(error instanceof goTrue.InvalidCredentialsError, `an InvalidCredentialsError, not ${describe(error)}`);
    expect(error.code === 'invalid_credentials', `the code invalid_credentials, not ${error.code}`);
  });
  const { id: factorId, key } = await step('GoTrue: mfa.enroll', async () => {
    const { id, totp: enrolled } = dataOf(await client.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
    return { id, key: totp.TotpKey.parse(enrolled.secret) };
  });
  await step('GoTrue: mfa.challengeAndVerify raises the assurance level', async () => {
    dataOf(await client.mfa.challengeAndVerify({ factorId, code: key.current().code }));
    const { currentLevel } = dataOf(await client.mfa.getAuthenticatorAssuranceLevel());
    expect(currentLevel === 'aal2', `the level aal2, not ${currentLevel}`);
  });
  await step('GoTrue: sign out, and sign in with the second factor', async () => {
    await client.logout();
    const error = await rejection(client.loginByEmail(email, PASSWORD));
    expect(error.kind === 'mfa-required', `an MfaRequiredError, not ${describe(error)}`);
    dataOf(await client.mfa.challengeAndVerify({ factorId, code: key.current().code }));
    expect((await client.getCurrentUser()).email === email, `the user ${email}`);
  });
  await step('GoTrue: concurrent calls refresh the session once', async () => {
    await moveClock(emulator, { advanceMs: 2 * 3_600_000 }); // over the life of an access token
    const refreshes = await refreshesDuring(client, () => client.getCurrentUser());
    await moveClock(emulator, { setTo: Date.now() });
    expect(refreshes === 1, `one refresh, not ${refreshes}`);
  });
  await client.dispose();
}

async function managementJourney({ management, goTrueManagement, emulator, step }) {
  const { host, userPoolId, userPoolSecret: secret } = emulator.authing;
  const { url, serviceRoleKey } = emulator.gotrue;
  const client = new management.ManagementClient({ userPoolId, secret, host });
  const emails = [newEmail(), newEmail(), newEmail()];
  await step('management: create users', () =>
    Promise.all(emails.map((email) => client.users.create({ email, password: PASSWORD }))),
  );
  await step('management: list users by pages', async () => {
    const { totalCount, list } = await client.users.list(1, 2);
    expect(list.length === 2 && totalCount >= emails.length, `a page of 2, not ${list.length} of ${totalCount}`);
    const found = [];
    for await (const { email } of client.users.iterate({ pageSize: 2 })) found.push(email);
    expect(
      emails.every((email) => found.includes(email)),
      'every created user',
    );
  });
  client.dispose();
  await step('GoTrue management: create, list and delete a user', async () => {
    const server = new goTrueManagement.GoTrueManagementClient({ url, serviceRoleKey });
    const { id } = await server.users.create({ email: newEmail(), password: PASSWORD, email_confirm: true });
    const { users } = await server.users.list(1, 5);
    expect(
      users.some((user) => user.id === id),
      'the created user on the first page',
    );
    await server.users.delete(id);
    server.dispose();
  });
}

async function modularJourney({ modular, emulator, step }) {
  const { authing, createClient, mfa, passwordSignIn, signUp, totp } = modular;
  const { appId, appHost } = emulator.authing;
  await step('modular: a composed client signs up and in', async () => {
    const client = createClient(authing({ appId, appHost }), [signUp, passwordSignIn, mfa(totp)]);
    const email = newEmail();
    await client.registerByEmail(email, PASSWORD);
    await client.loginByEmail(email, PASSWORD);
    expect((await client.getCurrentUser()).email === email, `the user ${email}`);
    await client.dispose();
  });
}

async function refreshesDuring(client, call) {
  let refreshes = 0;
  const stop = client.on('sessionRefreshed', () => {
    refreshes += 1;
  });
  await Promise.all(Array.from({ length: 10 }, call));
  stop();
  return refreshes;
}

async function moveClock({ control }, move) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${control.url}/clock`, { method: 'POST', headers, body: JSON.stringify(move) });
  expect(response.ok, `that the clock moves, not ${response.status} ${await response.text()}`);
}

function newEmail() {
  return `${Math.random().toString(36).slice(2)}@example.com`;
}

function dataOf({ data, error }) {
  if (error) throw error;
  return data;
}

async function rejection(promise) {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  expect('error' in outcome, 'a rejection');
  return outcome.error;
}

function expect(holds, what) {
  if (!holds) throw new Error(`expected ${what}`);
}

function describe(error) {
  const { name, message, code, cause } = error ?? {};
  const own = name ? `${name}${code === undefined || code === null ? '' : ` (${code})`}: ${message}` : String(error);
  return cause instanceof Error ? `${own} [${cause.name}: ${cause.message}]` : own;
}

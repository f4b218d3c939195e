import type { Clock } from '@sallyport/core/clock';
import { MemoryStore } from '../storage/memory-store.js';
import { Access } from './access/access.js';
import { AccountAdministration } from './accounts/account-administration.js';
import { AccountSessions } from './accounts/account-sessions.js';
import { Accounts } from './accounts/accounts.js';
import { Addresses } from './accounts/addresses.js';
import { Identities } from './accounts/identities.js';
import { PasswordResets } from './accounts/password-resets.js';
import { type PasswordKey, Passwords } from './accounts/passwords.js';
import { Principals } from './accounts/principals.js';
import type { Application } from './applications/application.types.js';
import { Applications } from './applications/applications.js';
import { AssuredSessions } from './assured-sessions/assured-sessions.js';
import { AuditTrail } from './audit/audit-trail.js';
import { BrowserSessions } from './browser/browser-sessions.js';
import { SignInPages } from './browser/sign-in-pages.js';
import { Confirmations } from './confirmations/confirmations.js';
import { FlowCodes } from './confirmations/flow-codes.js';
import { CustomFields } from './custom-fields/custom-fields.js';
import { Devices } from './devices/devices.js';
import { EventHub } from './events/event-hub.js';
import { Challenges } from './factors/challenges.js';
import { Enrollments } from './factors/enrollments.js';
import { Factors } from './factors/factors.js';
import { RecoveryCodeSets } from './factors/recovery-code-sets.js';
import { Verifications } from './factors/verifications.js';
import { AuthorizationCodes } from './grants/authorization-codes.js';
import { Grants } from './grants/grants.js';
import { AttemptLimits } from './limits/attempt-limits.js';
import { ManagementTokens } from './management-tokens.js';
import { Mailbox } from './messages/mailbox.js';
import { OneTimeCodes } from './messages/one-time-codes.js';
import { Organizations } from './organizations/organizations.js';
import { QrCodes } from './qr-codes/qr-codes.js';
import { RegisteredClients } from './registered-clients/registered-clients.js';
import { Faces } from './second-factor/faces.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { TotpEnrollments } from './second-factor/totp-enrollments.js';
import { DEFAULT_SETTINGS, type Settings } from './settings/settings.js';
import { PasswordCheck } from './sign-in/password-check.js';
import { PendingSignIns } from './sign-in/pending-sign-ins.js';
import { Sessions } from './sign-in/sessions.js';
import { SignIn } from './sign-in/sign-in.js';
import { SignUp } from './sign-in/sign-up.js';
import { type TokenSigner, Tokens } from './tokens.js';
import { Uploads } from './uploads/uploads.js';
import type { UserPool } from './user-pool.js';

interface DomainParts {
  readonly clock: Clock;
  readonly userPool: UserPool;
  readonly defaultApplication: Application;
  readonly signer: TokenSigner;
  readonly passwordKey: PasswordKey;
}

/** An identity server without a wire. */
export interface Domain {
  readonly clock: Clock;
  readonly userPool: UserPool;
  readonly store: MemoryStore;
  readonly settings: () => Settings;
  readonly applications: Applications;
  readonly registeredClients: RegisteredClients;
  readonly accounts: Accounts;
  readonly accountSessions: AccountSessions;
  readonly administration: AccountAdministration;
  readonly passwords: Passwords;
  readonly passwordKey: PasswordKey;
  readonly limits: AttemptLimits;
  readonly mailbox: Mailbox;
  readonly codes: OneTimeCodes;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly assuredSessions: AssuredSessions;
  readonly auditTrail: AuditTrail;
  readonly passwordCheck: PasswordCheck;
  readonly confirmations: Confirmations;
  readonly flowCodes: FlowCodes;
  readonly pendingSignIns: PendingSignIns;
  readonly managementTokens: ManagementTokens;
  readonly factors: Factors;
  readonly enrollments: Enrollments;
  readonly challenges: Challenges;
  readonly verifications: Verifications;
  readonly recoveryCodes: RecoveryCodeSets;
  readonly totp: TotpEnrollments;
  readonly secondFactor: SecondFactor;
  readonly signIn: SignIn;
  readonly signUp: SignUp;
  readonly access: Access;
  readonly addresses: Addresses;
  readonly customFields: CustomFields;
  readonly authorizationCodes: AuthorizationCodes;
  readonly browserSessions: BrowserSessions;
  readonly signInPages: SignInPages;
  readonly grants: Grants;
  readonly eventHub: EventHub;
  readonly qrCodes: QrCodes;
  readonly devices: Devices;
  readonly faces: Faces;
  readonly identities: Identities;
  readonly organizations: Organizations;
  readonly passwordResets: PasswordResets;
  readonly principals: Principals;
  readonly uploads: Uploads;
}

/** Wires the parts of an identity server together, without any wire to speak it. */
export function createDomain({ clock, userPool, defaultApplication, signer, passwordKey }: DomainParts): Domain {
  const store = new MemoryStore();
  const settings = settingsOf(store);
  const applications = new Applications(store, defaultApplication);
  const tokens = new Tokens(signer, clock);
  const limits = new AttemptLimits(store, clock, settings);
  const mailbox = new Mailbox(store, clock);
  const codes = new OneTimeCodes(store, clock, settings, { mailbox, limits });
  const accounts = new Accounts(store, clock);
  const passwords = new Passwords(settings);
  const devices = new Devices(store, clock);
  const sessions = new Sessions(store, clock, settings, { tokens, devices, userPool });
  const pendingSignIns = new PendingSignIns(store, clock, settings, { tokens, userPool });
  const assuredSessions = new AssuredSessions({ store, clock, settings, sessions, accounts });
  const factors = new Factors(store, clock, assuredSessions);
  const totp = new TotpEnrollments(factors, clock, limits);
  const challenges = new Challenges({ store, clock, settings, mailbox, factors });
  const uploads = new Uploads(store, clock);
  const faces = new Faces(store, clock, uploads);
  const enrollments = new Enrollments(factors, faces, clock);
  const accountSessions = new AccountSessions(sessions, pendingSignIns);
  const base = { accounts, accountSessions, applications, clock, codes, devices, faces, factors, limits, passwords };
  const parts = { ...base, pendingSignIns, sessions, settings, tokens, totp, userPool };
  const passwordResets = new PasswordResets(parts);
  const organizations = new Organizations(store, clock);
  const administration = new AccountAdministration({ ...parts, organizations });
  const passwordCheck = new PasswordCheck({ accounts, limits, passwords, settings });
  const shared = { ...parts, passwordCheck, passwordResets, organizations, administration };
  const signIn = new SignIn(shared);
  const browserSessions = new BrowserSessions({ store, clock, sessions });
  const authorizationCodes = new AuthorizationCodes({ store, clock, settings, sessions });
  return {
    ...shared,
    store,
    mailbox,
    passwordKey,
    uploads,
    browserSessions,
    confirmations: new Confirmations({ store, clock, settings, limits }),
    flowCodes: new FlowCodes(store, clock),
    assuredSessions,
    auditTrail: new AuditTrail(store, clock),
    challenges,
    enrollments,
    recoveryCodes: new RecoveryCodeSets({ factors, enrollments, limits, assuredSessions }),
    verifications: new Verifications({
      clock,
      settings,
      factors,
      challenges,
      enrollments,
      totp,
      limits,
      assuredSessions,
    }),
    eventHub: new EventHub(store, clock),
    qrCodes: new QrCodes(store, clock),
    registeredClients: new RegisteredClients(store, clock),
    authorizationCodes,
    signInPages: new SignInPages(store, clock),
    grants: new Grants({ store, clock, settings, sessions, tokens, accounts, applications, authorizationCodes }),
    access: new Access(store),
    addresses: new Addresses(shared),
    customFields: new CustomFields(store, accounts),
    identities: new Identities(shared),
    principals: new Principals(accounts, clock),
    signIn,
    signUp: new SignUp({ ...shared, signIn }),
    secondFactor: new SecondFactor(shared),
    managementTokens: new ManagementTokens(tokens, settings, userPool, applications),
  };
}

/** Reads the settings as they are. An earlier server that left its state may not have known all of them. */
function settingsOf({ settings: cell }: MemoryStore): () => Settings {
  let source: Settings | undefined;
  let whole = DEFAULT_SETTINGS;
  return () => {
    if (source !== cell.current) {
      source = cell.current;
      whole = { ...DEFAULT_SETTINGS, ...source };
    }
    return whole;
  };
}

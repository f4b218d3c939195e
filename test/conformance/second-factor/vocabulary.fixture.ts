/** An authenticator that waits for its first code. */
export interface NewAuthenticator {
  readonly secret: string;
  /** Where the server hands one out with it. */
  readonly recoveryCode: string | null;
}

/** How strongly somebody is signed in. */
export interface Level {
  readonly current: string | null;
  readonly isSecondFactorDue: boolean;
}

/**
 * What applications do about second factors, said in the words of one vocabulary. What is refused is thrown, as the
 * vocabulary tells it: the error itself, or the `error` of the answer.
 */
export interface Words {
  /** Begins to bind an authenticator; one that was begun and left is given up for it. */
  bind(): Promise<NewAuthenticator>;
  /** Ends the binding that was begun last. */
  confirm(code: string): Promise<void>;
  /** Proves the authenticator. */
  prove(code: string): Promise<void>;
  /** Has a code sent to the phone. */
  send(phone: string): Promise<void>;
  proveSent(phone: string, code: string): Promise<void>;
  /** Uses a recovery code up, and tells the one that takes its place, where one does. */
  recover(code: string): Promise<string | null>;
  /** Whether each authenticator is verified. */
  authenticators(): Promise<readonly boolean[]>;
  /** Removes the authenticator. */
  remove(): Promise<void>;
  level(): Promise<Level>;
}

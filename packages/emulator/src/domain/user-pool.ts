/** The directory of users that the server keeps. There is one. */
export interface UserPool {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

/** The resource name of a user, as tokens and answers carry it. */
export function arnOf(userPool: UserPool, userId: string): string {
  return `arn:cn:authing:${userPool.id}:user:${userId}`;
}

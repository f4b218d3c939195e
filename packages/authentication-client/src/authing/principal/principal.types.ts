/** A person, or an enterprise. */
export type PrincipalType = 'P' | 'E';

/** Whom the account was proved to belong to. */
export interface PrincipalDetail {
  authenticationTime: string;
  createdAt: string;
  id: string;
  principalCode: string;
  principalName: string;
  principalType: PrincipalType;
  updatedAt: string;
  userId: string;
  userPoolId: string;
}

/** What proves whom an account belongs to. */
export type PrincipalInput =
  | { type: 'P'; name: string; idCard: string; bankCard: string }
  | { type: 'E'; enterpriseName: string; enterpriseCode: string; legalPersonName: string };

/** To an administrator 2004 says that the id is wrong; at a sign-in it says that the credentials are. */
export const noSuchUser = { 2004: 'absent' } as const;

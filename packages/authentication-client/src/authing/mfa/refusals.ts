import {
  ConflictError,
  InvalidResponseError,
  NotFoundError,
  NotSignedInError,
  PermissionError,
  UnsupportedByServerError,
} from '@sallyport/core/errors';

// GoTrue has a code of its own for a factor that exists.
export function boundAlready(error: unknown, isPending: boolean): unknown {
  if (!(error instanceof ConflictError)) return error;
  const { message, remedy } = error;
  if (isPending) return insufficient(403, message, error);
  return new ConflictError({ message, remedy, code: 'too_many_enrolled_mfa_factors', status: 422, cause: error });
}

export function insufficient(status: number, message: string, cause?: unknown): PermissionError {
  const remedy = 'Pass the second factor first.';
  return new PermissionError({ message, remedy, code: 'insufficient_aal', status, cause });
}

export function notSignedIn(): NotSignedInError {
  return new NotSignedInError({ message: 'No user is signed in', remedy: 'Sign in first.' });
}

export function noSuchFactor(): NotFoundError {
  return new NotFoundError({
    message: 'The user has no such factor',
    code: 'mfa_factor_not_found',
    status: 404,
    remedy: 'Pass the id of a factor of listFactors.',
  });
}

export function noAnswer(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The server agreed and sent nothing',
    remedy: 'Check that the address is the identity server’s.',
  });
}

export function unsupported(message: string): UnsupportedByServerError {
  return new UnsupportedByServerError({ message, remedy: 'Offer what mfa.capabilities.byFactor lists.' });
}

export async function refuse(message: string): Promise<never> {
  throw unsupported(message);
}

export function noStepUp(): UnsupportedByServerError {
  return unsupported('This server takes a second factor while a sign-in waits for it, and at no other time');
}

import { clientOf } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Factor } from '../mfa/factor.js';
import type { FaceOptions, MfaServer } from '../mfa/mfa-server.js';
import type { AuthingPorts, AuthingSending } from './authing-ports.js';
import { CodesClient } from './codes/codes-client.js';
import { AuthingMfaServer } from './mfa/authing-mfa-server.js';
import { uploadsEndpoints } from './uploads/uploads.endpoints.js';

const Uploads = /* @__PURE__ */ clientOf(uploadsEndpoints);

/** Makes the MFA server of a client of an Authing server. Sends nothing. */
export function openAuthingMfa(ports: AuthingPorts & AuthingSending, factors: readonly Factor[]): MfaServer {
  return new AuthingMfaServer({ ...ports, codes: new CodesClient(ports), upload }, factors);
}

async function upload(file: Blob, wire: Wire, onProgress: FaceOptions['onProgress']): Promise<string> {
  const uploaded = await new Uploads(wire).upload('face-photo', true, file, onProgress);
  // A photo without a key would be associated as no photo at all.
  if (uploaded?.key) return uploaded.key;
  throw new InvalidResponseError({
    message: 'The server received the photo and sent no key',
    remedy: 'Check that the address is the identity server’s.',
  });
}

import { clientOf, rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { WireUser } from '@sallyport/core/user';
import type { AuthingHalf, AuthingHalfDeps } from '../../factor.js';
import type { FacePhotos } from '../../mfa-server.js';

/** Two photos of a face: keys of uploads, or addresses where `isExternal` says so. */
export interface WireFacePhotos {
  readonly photoA: string;
  readonly photoB: string;
  readonly isExternal?: true;
}

/** Endpoints of faces. `bearer` is an `mfaToken`, where it is not the session's. */
export const faceEndpoints = {
  associateFace: rest('POST /api/v2/mfa/face/associate', { credential: 'argument-or-client' })
    .accepts((photos: WireFacePhotos, bearer?: string) => ({ body: photos, bearer }))
    .returns<WireUser>(),

  verifyFace: rest('POST /api/v2/mfa/face/verify', { credential: 'argument' })
    .accepts((photo: string, bearer: string) => ({ body: { photo }, bearer }))
    .returns<WireUser>(),
};

const Rows = /* @__PURE__ */ clientOf(faceEndpoints);

/** Faces on an Authing server. */
export function half({ wire, upload }: AuthingHalfDeps): AuthingHalf {
  return {
    owns: (factorId) => factorId === 'face',
    idOf: () => 'face',

    async enroll({ photos, options = {} }, mfaToken) {
      if (!photos)
        throw new InputError({ message: 'photos is missing', remedy: 'Enroll a face by associateFaceByFile.' });
      const { onProgress, ...request } = options;
      const user = await wire.with(request).within([], async (within) => {
        const wirePhotos = await toWirePhotos(photos, (file) => upload(file, within, onProgress));
        return new Rows(within).associateFace(wirePhotos, mfaToken);
      });
      return { factor: { id: 'face', type: 'face' }, user };
    },

    verify: async ({ photo = '' }, mfaToken) => ({ user: await new Rows(wire).verifyFace(photo, mfaToken) }),
  };
}

// One file for both is uploaded once, as the vendor's client does.
async function toWirePhotos(photos: FacePhotos, upload: (file: Blob) => Promise<string>): Promise<WireFacePhotos> {
  if (photos.from === 'addresses') return { photoA: photos.base, photoB: photos.compare, isExternal: true };
  const { base, compare } = photos;
  const photoA = await upload(base);
  return { photoA, photoB: compare === base ? photoA : await upload(compare) };
}

import { lazy } from '@sallyport/core/loading';
import { type AuthingOffer, type Factor, type FactorTraits, factorOf, type Public, supportedBy } from '../../factor.js';
import type { Methods } from './face.methods.js';

const type = 'face';

export const faceTraits = { type, name: type, method: type, amr: 'mfa/face' } as const satisfies FactorTraits;

export const faceOffer: AuthingOffer = {
  name: type,
  policy: 'FACE',
  read: ({ faceMfaEnabled }) => ({ isEnrolled: faceMfaEnabled === true }),
};

/** A GoTrue server has no such second factor. */
export const goTrueFace: Factor<Public<Methods>> = /* @__PURE__ */ factorOf<Public<Methods>>(faceTraits, {
  methods: (mfa) =>
    mfa.deferred<Methods>(
      ['associateFaceByUrl', 'associateFaceByBlob', 'associateFaceByFile', 'associateFaceByLocalFile', 'verifyFaceMfa'],
      lazy(() => import('./face.methods.js')),
    ),
});

/** A photo of the user's face, which the server compares with the enrolled ones. */
export const face: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(goTrueFace, {
  authing: { byType: ['enroll', 'verify'], byId: [], load: /* @__PURE__ */ lazy(() => import('./face.authing.js')) },
});

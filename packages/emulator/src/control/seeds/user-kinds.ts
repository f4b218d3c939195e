import { createHash } from 'node:crypto';
import { FIELD_TYPES } from '../../domain/custom-fields/custom-field.types.js';
import { bad, flag, instant, listOf, object, oneOf, readFields, required, text } from '../fields.js';
import { userNamed } from './references.js';
import type { SeedKind } from './seed-kind.js';

/** A field that all users have. */
export const userFieldKind: SeedKind = {
  read(entry, place) {
    const readers = { key: text, label: text, dataType: oneOf(FIELD_TYPES), options: listOf(text) };
    const fields = readFields(entry, { kind: text, ...readers }, place);
    const { label = null, dataType: type = 'STRING', options = [] } = fields;
    const id = required(fields.key, `${place}.key`);
    if ((type === 'SELECT') !== options.length > 0) throw bad(`${place}.options`, 'there for SELECT, and for it alone');
    return ({ customFields }) => customFields.define({ id, label, type, options });
  },
};

/** A user's identity at another provider. */
export const identityKind: SeedKind = {
  read(entry, place) {
    const readers = {
      user: text,
      provider: text,
      userIdInIdp: text,
      type: text,
      extIdpId: text,
      connectionId: text,
      openid: text,
      isSocial: flag,
      userInfoInIdp: object,
      accessToken: text,
      refreshToken: text,
    };
    const { kind: _, user, ...fields } = readFields(entry, { kind: text, ...readers }, place);
    const name = required(user, `${place}.user`);
    const identity = {
      openid: null,
      isSocial: true,
      connectionId: null,
      ...fields,
      provider: required(fields.provider, `${place}.provider`),
      userIdInIdp: required(fields.userIdInIdp, `${place}.userIdInIdp`),
    };
    return ({ accounts, identities }) => identities.add(userNamed(accounts, name, `${place}.user`).id, identity);
  },
};

/** A device that a user signed in on before. */
export const deviceKind: SeedKind = {
  read(entry, place) {
    const readers = { id: text, user: text, name: text, userAgent: text, lastIp: text, lastLoginAt: instant };
    const fields = readFields(entry, { kind: text, ...readers }, place);
    const { userAgent = 'unknown', name = userAgent, lastIp = null } = fields;
    const user = required(fields.user, `${place}.user`);
    const id =
      fields.id ??
      createHash('sha256')
        .update(JSON.stringify([user, name]))
        .digest('hex')
        .slice(0, 24);
    return ({ accounts, clock, devices }) => {
      const userId = userNamed(accounts, user, `${place}.user`).id;
      devices.add({ id, userId, name, userAgent, lastIp, lastLoginAt: fields.lastLoginAt ?? clock.now() });
    };
  },
};

import type { Selection } from '@sallyport/core/endpoints';
import { graphql } from '../schema/authing-inputs.js';
import type { UserDefinedData } from './custom-fields.types.js';

const fields: Selection<UserDefinedData[] | null> = 'key dataType value label';

const target = { targetType: 'UDFTargetType!', targetId: 'String!' } as const;
const ofUser = (targetId: string) => ({ targetType: 'USER', targetId }) as const;

/** The custom fields of a user. A value is text of JSON on its way there, and text on its way back. */
export const customFieldsEndpoints = {
  udv: graphql('query udv', target)
    .accepts((userId: string) => ofUser(userId))
    .returns(fields),

  setUdv: graphql('mutation setUdv', { ...target, key: 'String!', value: 'String!' })
    .accepts((userId: string, key: string, value: string) => ({ ...ofUser(userId), key, value }))
    .returns(fields),

  setUdvBatch: graphql('mutation setUdvBatch', { ...target, udvList: '[UserDefinedDataInput!]' })
    .accepts((userId: string, udvList: readonly { readonly key: string; readonly value: string | undefined }[]) => ({
      ...ofUser(userId),
      udvList,
    }))
    .returns(fields),

  removeUdv: graphql('mutation removeUdv', { ...target, key: 'String!' })
    .accepts((userId: string, key: string) => ({ ...ofUser(userId), key }))
    .returns(fields),
};

import { rest } from '@sallyport/core/endpoints';
import type { AnswerWithHeaders } from '@sallyport/core/gotrue';
import { optionalText } from '../input.js';
import type { GoTrueAuditEntry, GoTrueAuditSelection } from './audit.types.js';

/** The audit log. */
export const gotrueAuditCalls = {
  list: rest('GET /admin/audit', { receives: 'body-and-headers' })
    .accepts((page: number, perPage: number, { query }: GoTrueAuditSelection) => ({
      query: { page, per_page: perPage, query: optionalText('query', query) },
    }))
    .returns<AnswerWithHeaders<readonly GoTrueAuditEntry[] | null>>(),
};

import { type UploadedFile, uploadsEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { UPLOAD_FOLDERS } from '../../domain/uploads/upload.types.js';
import type { Context } from '../../http/context.js';
import { HttpRefusal } from '../../http/http-refusal.js';
import { readBytes } from '../../http/json-body.js';
import { isLoopbackOrigin } from '../../http/loopback.js';
import type { RouteTable } from '../../http/route-table.js';

const MAX_BYTES = 8 * 1024 * 1024;

// What a browser shows as a picture and never runs.
const IMAGE_TYPES = new Set(['image/jpeg', 'image/png', 'image/bmp', 'image/gif', 'image/webp']);

/** Files come as a form, so that `mount` is not for them; the public ones can be read again. */
export function mountUploads(routes: RouteTable, { uploads }: Domain): void {
  const { method, path } = uploadsEndpoints.upload.address;
  routes.on(method, path, async (c) => {
    assertOwnPage(c);
    const folder = UPLOAD_FOLDERS.find((name) => name === (c.req.query('folder') ?? 'avatar'));
    if (!folder) throw new HttpRefusal(400, `folder is none of ${UPLOAD_FOLDERS.join(', ')}`);
    const file = await fileFrom(c);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const isPrivate = c.req.query('private') === 'true';
    const { id } = uploads.add({ folder, isPrivate, contentType: file.type, bytes });
    const data: UploadedFile = { key: id, url: `${new URL(c.req.url).origin}/uploads/${id}` };
    return c.json({ code: 200, message: 'OK', data });
  });
  routes.on('GET', '/uploads/{folder}/{name}', (c) => {
    const upload = uploads.get(`${c.req.param('folder')}/${c.req.param('name')}`);
    if (!upload || upload.isPrivate) throw new HttpRefusal(404, 'There is no such file');
    const type = IMAGE_TYPES.has(upload.contentType) ? upload.contentType : 'application/octet-stream';
    return c.body(Buffer.from(upload.content, 'base64'), 200, {
      'content-type': type,
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });
}

// A form needs no preflight, and this one needs no credential: any page could fill the server.
function assertOwnPage(c: Context): void {
  const origin = c.req.header('origin');
  if (origin === undefined || isLoopbackOrigin(origin)) return;
  throw new HttpRefusal(403, 'Uploads are for pages of this machine only');
}

/** @throws {HttpRefusal} The body is no form with a file of that name. */
async function fileFrom(c: Context): Promise<File> {
  const type = c.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new HttpRefusal(415, 'The body must be multipart/form-data');
  const bytes = await readBytes(c.env.incoming, MAX_BYTES);
  try {
    const file = (await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()).get(
      'file',
    );
    if (file instanceof File && file.size > 0) return file;
  } catch {
    throw new HttpRefusal(400, 'The form is malformed');
  }
  throw new HttpRefusal(400, 'The form has no part named file');
}

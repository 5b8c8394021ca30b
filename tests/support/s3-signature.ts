import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const HEADER = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** What must be signed, or a request could be changed on its way. */
const MUST_SIGN = ['host', 'x-amz-content-sha256', 'x-amz-date'];

/** S3's word for what is wrong with a request's signature (Signature Version 4, as AWS describes it); null where it is right. */
export function signatureFault({ method = '', url = '', headers }: IncomingMessage, key: { readonly accessKeyId: string; readonly secretAccessKey: string }): string | null {
  const [, accessKeyId, day = '', region = '', signed = '', signature] = HEADER.exec(headers.authorization ?? '') ?? [];
  if (accessKeyId === undefined) return 'AccessDenied';
  if (accessKeyId !== key.accessKeyId) return 'InvalidAccessKeyId';
  const names = signed.split(';');
  if (MUST_SIGN.some((name) => !names.includes(name))) return 'AccessDenied';
  const [path = '', query = ''] = url.split('?');
  const canonical = [method, path, query, ...names.map((name) => `${name}:${String(headers[name])}`), '', signed, String(headers['x-amz-content-sha256'])].join('\n');
  const date = String(headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', date, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  return hmac(signing, text).toString('hex') === signature && date.startsWith(day) ? null : 'SignatureDoesNotMatch';
}

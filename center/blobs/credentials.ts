import { readFileSync } from 'node:fs';
import type { S3Credentials } from './s3-bucket.ts';
import { BlobsFault } from './s3-fault.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Credentials of S3, from a file where one is named and from the environment else: never from the words of a command, which
 * other users of the machine see. Null where there are none.
 * @param file lines such as `aws_access_key_id = …`, as in `~/.aws/credentials`; the first of each counts
 * @throws BlobsFault where the file cannot be read or lacks one
 */
export function readCredentials(file: string | undefined, environment: Environment): S3Credentials | null {
  if (file !== undefined && file !== '') return fromFile(file);
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'] ?? '';
  return accessKeyId === '' || secretAccessKey === '' ? null : credentialsOf(accessKeyId, secretAccessKey, environment['AWS_SESSION_TOKEN']);
}

function fromFile(file: string): S3Credentials {
  const lines = textOf(file).split(/\r?\n/);
  const valueOf = (name: string): string => {
    const line = lines.find((one) => one.toLowerCase().replace(/\s*=.*$/s, '').trim() === name);
    return line?.slice(line.indexOf('=') + 1).trim() ?? '';
  };
  const [accessKeyId, secretAccessKey] = [valueOf('aws_access_key_id'), valueOf('aws_secret_access_key')];
  if (accessKeyId === '' || secretAccessKey === '') throw new BlobsFault(`--s3-credentials: ${file} needs two lines, aws_access_key_id = … and aws_secret_access_key = …`);
  return credentialsOf(accessKeyId, secretAccessKey, valueOf('aws_session_token'));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BlobsFault(`--s3-credentials: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function credentialsOf(accessKeyId: string, secretAccessKey: string, sessionToken: string | undefined): S3Credentials {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined || sessionToken === '' ? {} : { sessionToken }) };
}

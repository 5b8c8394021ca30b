/** Photos cannot be kept where they were asked to be; the message is for the person who runs the center. */
export class BlobsFault extends Error {
  override readonly name: string = 'BlobsFault';
}

/** An answer of S3 that is no success, or none at all. */
export class S3Fault extends Error {
  override readonly name = 'S3Fault';
  /** HTTP status; 0 where nothing answered. */
  readonly status: number;
  /** S3's own word for it, such as NoSuchBucket; '' where it said none. */
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  /** True where the same request may well succeed in a moment. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** What went wrong, from an answer. Its body is read for that, where it has one. */
export async function faultOf(response: Response, asked: string): Promise<S3Fault> {
  const body = (await response.text().catch(() => '')).slice(0, 4_096);
  const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ?? '';
  const message = /<Message>([^<]+)<\/Message>/.exec(body)?.[1] ?? '';
  return new S3Fault(response.status, code, `${asked}: ${[response.status, code, message].filter((part) => part !== '').join(' ')}`);
}

/** What came of a request that nothing answered. The cause of a failed fetch says more than the error itself. */
export function silenceOf(error: unknown, asked: string): S3Fault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  return new S3Fault(0, code, `${asked}: ${message === '' ? code : message}`);
}

const ADVICE: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no such bucket: make it first, or put the name in --blobs right.',
  InvalidAccessKeyId: 'S3 does not know the access key: put AWS_ACCESS_KEY_ID, or the file of --s3-credentials, right.',
  SignatureDoesNotMatch: 'The secret does not belong to the access key: put AWS_SECRET_ACCESS_KEY, or the file of --s3-credentials, right.',
  AccessDenied: 'The access key may not do this: it needs s3:GetObject and s3:PutObject below the prefix, and s3:ListBucket of the bucket (without which S3 does not say that a photo is missing).',
  AllAccessDisabled: 'The bucket is closed: ask whoever runs the storage.',
  RequestTimeTooSkewed: "This machine's clock is wrong: set it, S3 refuses requests that are off by a quarter of an hour.",
  AuthorizationHeaderMalformed: 'S3 is of another region: name it with --s3-region.',
  PermanentRedirect: 'The bucket is in another region: put --s3-endpoint and --s3-region right.',
  InvalidBucketName: 'That is no name of a bucket; a storage that wants the bucket in the host name needs --s3-style host.',
  SecondLevelDomainForbidden: 'The storage wants the bucket in the host name: say --s3-style host.',
};

/** What a person can do about it; '' where nothing is known. */
export function adviceFor(fault: S3Fault): string {
  const known = ADVICE[fault.code];
  if (known !== undefined) return known;
  if (fault.status === 401 || fault.status === 403) return ADVICE['AccessDenied'] ?? '';
  if (fault.status === 404) return ADVICE['NoSuchBucket'] ?? '';
  return fault.status >= 300 && fault.status < 400 ? (ADVICE['PermanentRedirect'] ?? '') : '';
}

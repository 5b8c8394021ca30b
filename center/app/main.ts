import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BlobsFault } from '../blobs/s3-fault.ts';
import { DatabaseFault } from '../store/fault.ts';
import { AlreadyRunning } from './instance-lock.ts';
import { blobsWanted } from './open-blobs.ts';
import { startCenter, type CenterOptions } from './start-center.ts';

const HELP = `Usage: npm run center -- [options]

Runs a county center's server.

  --data DIR        folder of the database and the photos (default: ./center-data); of centers that share a PostgreSQL
                    database, one folder that all of them see, unless the photos are in S3
  --database URL    postgres://user@host:port/name: a PostgreSQL database instead of the folder's own; several centers may
                    share one. Better given as QIYOU_DATABASE, since other users of the machine see a command's words;
                    the password also as PGPASSWORD
  --connections N   connections to PostgreSQL that this process may hold, and one more for news (default: 10)
  --blobs PLACE     where photos are kept: s3://bucket/prefix, or disk for the data folder (default: where they were the
                    last time, at first the data folder); or QIYOU_BLOBS. Credentials come from AWS_ACCESS_KEY_ID and
                    AWS_SECRET_ACCESS_KEY, or from a file
  --s3-endpoint URL address of the storage, such as https://minio.internal:9000; or QIYOU_S3_ENDPOINT
  --s3-region NAME  its region (default: us-east-1); or QIYOU_S3_REGION
  --s3-style STYLE  path or host: where in an address the bucket is (default: path); or QIYOU_S3_STYLE
  --s3-credentials FILE
                    lines aws_access_key_id = … and aws_secret_access_key = …; or QIYOU_S3_CREDENTIALS
  --port PORT       port to listen on (default: 8443)
  --host HOST       address to listen on (default: 127.0.0.1; 0.0.0.0 for all)
  --name NAME       what the center calls itself to its devices
  --tls-cert FILE   certificate chain, PEM; with --tls-key the center speaks https
  --tls-key FILE    private key, PEM
  --proxies LIST    addresses or networks (10.0.0.0/8) of the proxies in front of it, by comma: only their word on a
                    station's own address is taken
  --backup-to DIR   backs the data folder up to this folder each day, best on another disk (not with --database)
  --backup-keep N   how many of these backups are kept (default: 14)
  --photo-edge PX   longer edge of photos that stations send (default: 1600)
  --log-level LEVEL fatal, error, warn, info, debug or silent (default: info), to standard error
  --help            this text
`;

class UsageFault extends Error {}

function readOptions(): CenterOptions | null {
  const { values } = parse();
  if (values.help === true) return null;
  const database = values.database ?? process.env['QIYOU_DATABASE'] ?? '';
  return {
    dataDir: resolve(values.data ?? 'center-data'),
    ...(database === '' ? {} : { database }),
    connections: wholeNumber('--connections', values.connections ?? '10', 2, 1_000),
    port: wholeNumber('--port', values.port ?? '8443', 0, 65_535),
    host: values.host ?? '127.0.0.1',
    photoEdge: wholeNumber('--photo-edge', values['photo-edge'] ?? '1600', 640, 8_192),
    logLevel: values['log-level'] ?? 'info',
    ...(values.proxies === undefined ? {} : { proxies: values.proxies.split(',').map((address) => address.trim()) }),
    ...backupOf(values['backup-to'], values['backup-keep'], database),
    blobs: blobsWanted({ blobs: values.blobs, endpoint: values['s3-endpoint'], region: values['s3-region'], style: values['s3-style'], credentialsFile: values['s3-credentials'] }, process.env),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...tlsOf(values['tls-cert'], values['tls-key']),
  };
}

function tlsOf(cert: string | undefined, key: string | undefined): Pick<CenterOptions, 'tls'> {
  if ((cert === undefined) !== (key === undefined)) throw new UsageFault('--tls-cert and --tls-key belong together');
  return cert === undefined || key === undefined ? {} : { tls: { cert: readPem('--tls-cert', cert), key: readPem('--tls-key', key) } };
}

function backupOf(to: string | undefined, keep = '14', database = ''): Pick<CenterOptions, 'backup'> {
  if (to === undefined) return {};
  if (database !== '') throw new UsageFault('--backup-to is for a database in the data folder; PostgreSQL is backed up with its own tools (docs/operations.md)');
  return { backup: { to: resolve(to), keep: wholeNumber('--backup-keep', keep, 1, 10_000) } };
}

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: { data: text, database: text, connections: text, blobs: text, 's3-endpoint': text, 's3-region': text, 's3-style': text, 's3-credentials': text, port: text, host: text, name: text, 'tls-cert': text, 'tls-key': text, 'photo-edge': text, proxies: text, 'backup-to': text, 'backup-keep': text, 'log-level': text, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) throw new UsageFault(`${name} must be a whole number from ${min} to ${max}`);
  return number;
}

function readPem(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageFault(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) return void process.stdout.write(HELP);
  const starting = startCenter(options);
  // In place before the address is printed, since whoever waits for that line may stop the center at once.
  const stop = (): void => {
    void starting.then((center) => center.close()).then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const center = await starting;
  process.stdout.write(`Qiyou center listening on ${center.url}\n`);
}

/** What a person can put right is one line; anything else is a bug and shows where. */
function explain(error: unknown): string {
  if (error instanceof UsageFault) return `${error.message}\n\n${HELP}`;
  if (error instanceof DatabaseFault || error instanceof BlobsFault || error instanceof AlreadyRunning) return `${error.message}\n`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return 'The port is in use by another program. Choose another with --port.\n';
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') return `Not allowed: ${error.message}\n`;
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = error instanceof UsageFault ? 2 : 1;
}

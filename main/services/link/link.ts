import type { Connection, Enrolment, Publisher } from '#shared/bridge/contract.ts';
import { sameValue } from '#shared/domain/canonical.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import { ok, type LinkError, type Result } from '#shared/protocol/errors.ts';
import { enrolmentOf, type Credentials } from '../credentials/credentials.ts';
import { describe, type Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { Vault } from '../vault/vault.ts';
import { CenterClient, TIMEOUTS, type Timeouts } from './center-client.ts';
import { ConnectionMonitor } from './connection-monitor.ts';
import { enrol } from './enrol.ts';
import { NewsStream } from './news-stream.ts';
import type { Fetch, RequestOptions } from './request.ts';
import { Session } from './session.ts';

export interface LinkOptions {
  readonly credentials: Credentials;
  readonly vault: Pick<Vault, 'open'>;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly log: Log;
  readonly fetch?: Fetch;
  readonly timeouts?: Timeouts;
  readonly silenceMs?: number;
}

/** The link of this host to its center. */
export interface Link {
  readonly center: CenterClient;
  connection(): Connection;
  enrolment(): Enrolment | null;
  enrol(asked: { readonly center: string; readonly code: string; readonly deviceName: string }): Promise<Result<Enrolment>>;
  retry(): void;
  close(): Promise<void>;
}

/** Makes the link and starts to listen for news; `connection` says at once how it stands. */
export function openLink(options: LinkOptions): Link {
  const { credentials, publisher, clock, timers, log } = options;
  const timeouts = options.timeouts ?? TIMEOUTS;
  const monitor = new ConnectionMonitor(clock, publisher);
  const request: RequestOptions = {
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    timers,
    onContact: (response) => monitor.answered(response),
  };
  const device = () => credentials.current();
  const onProfile = profileKeeper(options);
  const session = new Session({ ...request, clock, device, onProfile, timeoutMs: timeouts.ask });
  const center = new CenterClient({ session, vault: options.vault, timeouts, onServerTime: (time) => monitor.serverTime(time) });
  const news = new NewsStream({
    device,
    session,
    monitor,
    timers,
    log,
    fetch: request.fetch,
    random: options.random,
    onNews: (item) => publisher.publish('link.news', item),
    ...(options.silenceMs === undefined ? {} : { silenceMs: options.silenceMs }),
  });
  if (device() !== null) monitor.enter('connecting');
  news.start();
  return {
    center,
    connection: () => monitor.current(),
    enrolment: () => enrolmentOf(device()),
    async enrol(asked) {
      const answer = await enrol(request, asked, credentials, timeouts.ask);
      if (!answer.ok) return refusedToBeEnrolled(answer.error, log);
      await credentials.keep(answer.value);
      log.info(`enrolled as device ${answer.value.profile.device} of ${answer.value.profile.site}`);
      const { idKey: _hostOnly, ...profile } = answer.value.profile;
      const enrolment: Enrolment = { ...profile, center: answer.value.center };
      publisher.publish('link.enrolment', enrolment);
      news.restart();
      return ok(enrolment);
    },
    retry: () => news.retry(),
    close: () => news.stop(),
  };
}

function refusedToBeEnrolled(error: LinkError, log: Log): { readonly ok: false; readonly error: LinkError } {
  log.warn(`enrolment failed: ${error.kind}`);
  return { ok: false, error };
}

/** Keeps a profile that the center changed, such as the name of a site, and tells the windows. */
function profileKeeper({ credentials, publisher, log }: LinkOptions): (profile: DeviceProfile) => Promise<void> {
  return async (profile) => {
    const device = credentials.current();
    if (device === null || device.profile.device !== profile.device || sameValue(device.profile, profile)) return;
    try {
      await credentials.keep({ ...device, profile });
      publisher.publish('link.enrolment', enrolmentOf(credentials.current()));
    } catch (error) {
      // The session holds all the same; the next one brings the profile again.
      log.error(`the profile could not be kept: ${describe(error)}`);
    }
  };
}

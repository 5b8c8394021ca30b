import type { Connection, Enrolment, Publisher } from '#shared/bridge/contract.ts';
import { sameValue } from '#shared/domain/canonical.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import { ok, type LinkError, type Result } from '#shared/protocol/errors.ts';
import type { ExchangeResponse } from '#shared/protocol/exchange.ts';
import { enrolmentOf, type Credentials } from '../credentials/credentials.ts';
import { describe, type Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { Vault } from '../vault/vault.ts';
import { CenterClient, TIMEOUTS, type Timeouts } from './center-client.ts';
import { ConnectionMonitor } from './connection-monitor.ts';
import { enrol } from './enrol.ts';
import type { KeptContact } from './kept-contact.ts';
import { NewsStream, type NewsStreamOptions } from './news-stream.ts';
import type { Fetch, RequestOptions } from './request.ts';
import { Session } from './session.ts';
import { SpokenVersions } from './spoken-versions.ts';

export interface LinkOptions {
  readonly credentials: Credentials;
  readonly vault: Pick<Vault, 'open'>;
  readonly publisher: Publisher;
  readonly kept: KeptContact;
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
  const monitor = new ConnectionMonitor(options);
  const versions = new SpokenVersions();
  const request: RequestOptions = {
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    clock,
    timers,
    versions,
    onContact: (response, arrival) => monitor.answered(response, arrival),
  };
  const device = () => credentials.current();
  const session = new Session({ ...request, device, onProfile: profileKeeper(options), timeoutMs: timeouts.ask });
  const onNews: NewsStreamOptions['onNews'] = (item) => publisher.publish('link.news', item);
  const silence = options.silenceMs === undefined ? {} : { silenceMs: options.silenceMs };
  const news = new NewsStream({ ...request, device, session, monitor, log, random: options.random, onNews, ...silence });
  const follow = scopeFollower(options, session, news);
  const center = new CenterClient({
    session,
    vault: options.vault,
    timeouts,
    now: () => clock.now(),
    onExchange(answer, arrival) {
      monitor.serverTime(answer.serverTime, arrival);
      versions.heard(device()?.center ?? '', answer.protocol);
      follow(answer);
    },
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
      if (device()?.center !== answer.value.center) monitor.otherCenter();
      await credentials.keep(answer.value);
      log.info(`enrolled as device ${answer.value.profile.device} of ${answer.value.profile.site}`);
      const { idKey: _hostOnly, ...profile } = answer.value.profile;
      const enrolment: Enrolment = { ...profile, center: answer.value.center };
      publisher.publish('link.enrolment', enrolment);
      news.restart();
      return ok(enrolment);
    },
    retry: () => news.retry(),
    async close() {
      if (monitor.current().lastContact !== null) await monitor.keep();
      await news.stop();
    },
  };
}

/**
 * Notices that the device's scope is another than its profile says, because its village was moved (rule L3): a new session
 * brings the new profile, and the news of the new scope are listened to. Once for each scope, so that a center
 * whose answers do not agree is not asked without end.
 */
function scopeFollower({ credentials, log }: LinkOptions, session: Session, news: NewsStream): (answer: ExchangeResponse) => void {
  let asked: string | undefined;
  return ({ scope }) => {
    const site = credentials.current()?.profile.site;
    if (scope === undefined || scope === site) asked = undefined;
    if (scope === undefined || scope === site || scope === asked) return;
    asked = scope;
    log.info(`the center says ${scope} where the profile says ${site ?? 'nothing'}: asking for the new profile`);
    void session.renew().then((renewed) => {
      if (renewed.ok) news.restart();
      else asked = undefined;
    });
  };
}

function refusedToBeEnrolled(error: LinkError, log: Log): { readonly ok: false; readonly error: LinkError } {
  log.warn(`enrolment failed: ${error.kind}`);
  return { ok: false, error };
}

/**
 * Keeps a profile that the center changed, such as the name of a site, or the site itself where the village was moved (rule L3), and
 * tells the windows. The device and its key stay.
 */
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

import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { HeldPush } from '#shared/protocol/held.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useOnce } from '../../data/hooks/use-edit.ts';
import { askHeld } from '../../state/held.ts';
import { usePeople } from '../../state/people.ts';
import { toast, useConfirm } from '../../ui/feedback.tsx';
import { instantText } from '../../ui/format.ts';
import { useKindName } from '../sync/index.ts';

type Decision = 'confirm' | 'reject';

/** One push that waits: whose it is, what it would remove, and the decision. */
export function HeldCard({ push }: { readonly push: HeldPush }) {
  const { t, i18n } = useTranslation('county');
  const kindName = useKindName();
  const { saving, decide } = useDecision(push);
  const moment = (at: number): string => instantText(new Date(at).toISOString(), i18n.language);
  const counts = Object.entries(push.counts).map(([kind, count]) => t('held.count', { kind: kindName(kind), count }));
  const when = push.last - push.since < 60_000 ? moment(push.since) : t('held.between', { from: moment(push.since), to: moment(push.last) });
  return (
    <article className="county-held__card">
      <h2 className="county-held__title">{t('held.what', { site: push.siteName, total: totalOf(push) })}</h2>
      <dl className="county-held__facts">
        <dt>{t('held.device')}</dt>
        <dd>{push.deviceName}</dd>
        <dt>{t('held.when')}</dt>
        <dd>{when}</dd>
        <dt>{t('held.counts')}</dt>
        <dd>{counts.join(t('held.joiner'))}</dd>
        {push.examples.length > 0 && (
          <>
            <dt>{t('held.examples')}</dt>
            <dd>
              <ul className="county-held__examples">
                {push.examples.map((example, index) => (
                  <li key={`${index}:${example}`}>{example}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <p className="county-held__ask">{t('held.ask', { site: push.siteName })}</p>
      <div className="county-held__buttons">
        <Button type="primary" size="large" disabled={saving} onClick={() => void decide('reject')}>
          {t('held.reject')}
        </Button>
        <Button danger size="large" disabled={saving} onClick={() => void decide('confirm')}>
          {t('held.confirm')}
        </Button>
      </div>
    </article>
  );
}

function totalOf({ counts }: HeldPush): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Asks once more, tells the center, and says what came of it. */
function useDecision(push: HeldPush) {
  const { t } = useTranslation('county');
  const { bridge } = useData();
  const confirm = useConfirm();
  const { saving, once } = useOnce();
  const names = { site: push.siteName, device: push.deviceName, total: totalOf(push) };
  const send = async (decision: Decision): Promise<void> => {
    const answer = await bridge.invoke('link.decideHeld', { id: push.id, decision, person: usePeople.getState().current });
    if (answer.ok && decision === 'reject') toast('success', t('held.rejected', names));
    else if (answer.ok) toast('success', t(answer.value.outdated > 0 ? 'held.confirmedSome' : 'held.confirmed', { written: answer.value.written, outdated: answer.value.outdated }));
    else if (answer.error.kind === 'refused' && answer.error.code === 'notFound') toast('info', t('held.gone'));
    else toast('error', t(answer.error.kind === 'offline' ? 'held.notReached' : 'held.notDecided'));
    await askHeld(bridge);
  };
  return {
    saving,
    async decide(decision: Decision): Promise<void> {
      const question = { title: t(`held.${decision}Title`, names), content: t(`held.${decision}Text`, names), okText: t(`held.${decision}`), danger: decision === 'confirm' };
      if (await confirm(question)) await once(() => send(decision));
    },
  };
}

import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { notePlace, useMove, type Place } from './use-place.ts';

/** Says once that the village belongs to another division now (rule L3), and that nothing is lost by it. */
export function MoveNotice() {
  const { t } = useTranslation('home');
  const { replica, enrolment } = useData();
  const move = useMove();
  const waiting = useWaiting();
  useEffect(() => void notePlace({ replica, enrolment }).catch(() => undefined), [replica, enrolment]);
  if (move === null) return null;
  const records = (waiting?.records ?? 0) + (waiting?.aside ?? 0);
  const nameOf = ({ names, code }: Place): string => t('moved.place', { names: names.join(t('moved.joiner')), code });
  return (
    <Alert
      type="info"
      showIcon
      title={t('moved.title', { place: newNames(move).join(t('moved.joiner')) })}
      description={
        <>
          <div>{t('moved.fromTo', { from: nameOf(move.from), to: nameOf(move.to) })}</div>
          <div>{t('moved.meaning')}</div>
          <div>{t(records === 0 ? 'moved.noneWaits' : 'moved.waits', { records })}</div>
        </>
      }
      action={<Button onClick={move.takeNote}>{t('moved.taken')}</Button>}
    />
  );
}

/** What the village belongs to now, and its own name where that is another one. */
function newNames({ from, to }: { readonly from: Place; readonly to: Place }): readonly string[] {
  const own = to.names.at(-1);
  return own === from.names.at(-1) ? to.names.slice(-2, -1) : to.names.slice(-2);
}

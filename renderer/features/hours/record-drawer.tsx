import { Button, Descriptions, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { dayText, hoursText, instantText } from '../../ui/format.ts';
import { RefusalNote } from '../sync/index.ts';
import { CorrectionDialog } from './correction-dialog.tsx';
import { Flags, Minutes } from './service-columns.tsx';
import type { ServiceRow } from './service-rows.ts';
import { useByIds } from './use-service-records.ts';

/** One record whole, what it replaced, and the way to correct it. */
export function RecordDrawer({ row, onClose }: { readonly row: ServiceRow | null; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation(['hours', 'common']);
  const navigate = useNavigate();
  const [correcting, setCorrecting] = useState(false);
  const record = row?.record;
  const activity = useByIds('activities', record === undefined || record.activity === '' ? [] : [record.activity]).get(record?.activity ?? '');
  if (row === null || record === undefined) return null;
  const items = [
    { key: 'minutes', label: t('column.minutes'), children: <Minutes row={row} /> },
    { key: 'date', label: t('column.date'), children: dayText(record.occurredOn, i18n.language) },
    { key: 'content', label: t('column.content'), children: record.content },
    { key: 'place', label: t('column.place'), children: record.place },
    { key: 'beneficiary', label: t('column.beneficiary'), children: record.beneficiary },
    { key: 'inCharge', label: t('column.inCharge'), children: record.inCharge },
    ...(activity === undefined ? [] : [{ key: 'activity', label: t('column.activity'), children: activity.title }]),
    ...(row.flags.length === 0 ? [] : [{ key: 'flags', label: t('column.flags'), children: <Flags row={row} /> }]),
  ];
  return (
    <Drawer open size="large" title={t('detail.title', { name: record.name })} onClose={onClose}>
      <div className="qy-stack">
        <RefusalNote kind="serviceRecords" id={record.id} />
        <Descriptions column={1} bordered size="small" items={items} />
        <div className="qy-picker__tools">
          <Button type="primary" onClick={() => setCorrecting(true)}>
            {t('correct.open')}
          </Button>
          {activity !== undefined && <Button onClick={() => void navigate(`/activities/${activity.id}`)}>{t('detail.openActivity')}</Button>}
          <Button onClick={() => void navigate(`/volunteers/${record.volunteer}`)}>{t('detail.openPerson')}</Button>
        </div>
        <h3>{t(row.earlier.length > 0 ? 'detail.history' : 'detail.entry')}</h3>
        <ol className="qy-chain">
          {[record, ...row.earlier].map((entry, index) => (
            <Entry key={entry.id} entry={entry} replaced={index > 0} />
          ))}
        </ol>
      </div>
      {correcting && (
        <CorrectionDialog
          record={record}
          onClose={() => {
            setCorrecting(false);
            onClose();
          }}
        />
      )}
    </Drawer>
  );
}

/** One link of the chain; what was replaced is struck through. */
function Entry({ entry, replaced }: { readonly entry: ServiceRecord; readonly replaced: boolean }) {
  const { t, i18n } = useTranslation('hours');
  const when = instantText(entry.createdAt, i18n.language);
  const what = [entry.minutes === 0 ? t('takenBack') : hoursText(entry.minutes, t), entry.occurredOn, entry.content, entry.place].filter((part) => part !== '').join(' · ');
  return (
    <li className="qy-chain__entry">
      <div>{replaced ? <del>{what}</del> : <strong>{what}</strong>}</div>
      {entry.reason !== '' && <div>{t('detail.reason', { reason: entry.reason })}</div>}
      <div className="qy-field__hint">{entry.by.person === '' ? t('detail.enteredUnknown', { when }) : t('detail.entered', { person: entry.by.person, when })}</div>
    </li>
  );
}

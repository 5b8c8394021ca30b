import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useCustody, usePhotoCustody, type PhotoCustody } from '../../data/hooks/use-custody.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { bytesText, dayText, instantText } from '../../ui/format.ts';

/** What the photo says of itself, and where its entry and its bytes are. */
export function ViewerFacts({ record }: { readonly record: Evidence }) {
  const { t, i18n } = useTranslation('photos');
  const custody = useCustody('evidence', [record.id])?.get(record.id);
  const bytes = usePhotoCustody([record.hash])?.get(record.hash);
  const { lat, lng } = record;
  return (
    <dl className="qy-photo-facts">
      <Fact name={t('facts.taken')}>
        {record.takenAt !== '' && <div>{record.takenAt.replace('T', ' ')}</div>}
        <small>{t(`facts.${record.takenSource}`)}</small>
      </Fact>
      <Fact name={t('facts.counted')}>{dayText(record.occurredOn, i18n.language)}</Fact>
      <Fact name={t('facts.place')}>{lat === null || lng === null ? <small>{t('facts.placeNone')}</small> : t('facts.placeValue', { lat: lat.toFixed(5), lng: lng.toFixed(5) })}</Fact>
      <Fact name={t('facts.size')}>{t('facts.sizeValue', { width: record.width, height: record.height, bytes: bytesText(record.size) })}</Fact>
      {record.originalName !== '' && <Fact name={t('facts.name')}>{record.originalName}</Fact>}
      {record.software !== '' && <Fact name={t('facts.software')}>{record.software}</Fact>}
      <Handling record={record} />
      <Fact name={t('facts.record')}>
        <CustodyBadge custody={custody} />
      </Fact>
      <Fact name={t('facts.bytes')}>
        <BytesCustody custody={bytes} />
      </Fact>
    </dl>
  );
}

/** When the entry was made and last changed. A record names only who saved it last: who added it is said only while nobody changed it. */
function Handling({ record: { createdAt, updatedAt, by } }: { readonly record: Evidence }) {
  const { t, i18n } = useTranslation('photos');
  const changed = updatedAt !== createdAt;
  return (
    <>
      <Fact name={t('facts.added')}>
        <div>{instantText(createdAt, i18n.language)}</div>
        {!changed && by.person !== '' && <small>{t('facts.addedBy', { person: by.person })}</small>}
      </Fact>
      {changed && (
        <Fact name={t('facts.changed')}>
          <div>{instantText(updatedAt, i18n.language)}</div>
          {by.person !== '' && <small>{t('facts.changedBy', { person: by.person })}</small>}
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="qy-photo-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function BytesCustody({ custody }: { readonly custody: PhotoCustody | undefined }) {
  const { t } = useTranslation('photos');
  if (custody === undefined) return null;
  if (custody.state === 'failed') return <span className="qy-custody qy-custody--refused qy-custody--long">{t('custody.failed', { reason: t(`custody.reasons.${custody.reason === '' ? 'unknown' : custody.reason}`) })}</span>;
  return <span className={`qy-custody qy-custody--${custody.state}`}>{t(`custody.${custody.state}`)}</span>;
}

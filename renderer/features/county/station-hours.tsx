import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import type { Column } from '../../ui/data-table.tsx';
import { hoursText } from '../../ui/format.ts';
import { StationList } from './station-list.tsx';
import { useCorrected } from './use-corrected.ts';

/** A station's service records as they were entered; one that was corrected since says so. */
export function StationHours({ code, name }: { readonly code: string; readonly name: string }) {
  const { t } = useTranslation('county');
  const corrected = useCorrected(code);
  const { columns, sheet } = useMemo(() => {
    const mark = (row: ServiceRecord): string => {
      if (corrected.has(row.id)) return t('hours.corrected');
      if (row.corrects === '') return '';
      return `${t(row.minutes === 0 ? 'hours.takenBack' : 'hours.corrects')} ${row.reason}`;
    };
    const text = (key: 'name' | 'content' | 'place' | 'beneficiary' | 'inCharge' | 'recorder', width?: number): Column<ServiceRecord> => {
      const column: Column<ServiceRecord> = { key, title: t(`hours.${key}`), render: (row) => row[key], text: (row) => row[key] };
      return width === undefined ? column : { ...column, width };
    };
    const day: Column<ServiceRecord> = { key: 'day', title: t('hours.day'), width: 130, render: (row) => row.occurredOn, text: (row) => row.occurredOn, sort: (a, b) => a.occurredOn.localeCompare(b.occurredOn) };
    const minutes: Column<ServiceRecord> = {
      key: 'minutes',
      title: t('hours.minutes'),
      width: 150,
      render: (row) => <span className={corrected.has(row.id) ? 'county-corrected' : ''}>{hoursText(row.minutes, t)}</span>,
      sort: (a, b) => a.minutes - b.minutes,
    };
    const marks: Column<ServiceRecord> = { key: 'mark', title: t('hours.mark'), width: 150, render: mark, text: mark };
    const exported: Column<ServiceRecord> = { ...minutes, key: 'exported', title: t('hours.exportMinutes'), text: (row) => row.minutes };
    return {
      columns: [day, { ...text('name', 130), sort: (a: ServiceRecord, b: ServiceRecord) => a.name.localeCompare(b.name) }, minutes, text('content'), text('place', 170), text('inCharge', 110), marks],
      sheet: [day, text('name'), exported, text('content'), text('place'), text('beneficiary'), text('inCharge'), text('recorder'), marks],
    };
  }, [t, corrected]);
  return <StationList kind="serviceRecords" code={code} name={name} order="newest" columns={columns} sheet={sheet} />;
}

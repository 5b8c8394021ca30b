import { Alert } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { canonical } from '#shared/domain/canonical.ts';
import { adviceFor, bothOf } from '#shared/domain/conflict-advice.ts';
import type { AnyRecord, Conflict, Kind } from '#shared/domain/record.ts';
import { MERGE_RULES } from '#shared/merge/rules.ts';
import { useRecord } from '../../data/hooks/use-records.ts';
import { EmptyState, LoadFailed, Loading } from '../../ui/states.tsx';
import { PhotoStrip, PhotoThumb } from '../photos/index.ts';
import { namedBy, useFaces, useFieldName, useKindName, useValueText } from '../sync/index.ts';
import { ConflictCard } from './conflict-card.tsx';
import { DecidedList } from './decided-list.tsx';
import type { Decide } from './use-decide.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import type { DeskRow } from './use-desk-rows.ts';
import { useCurrentConflict } from './use-current-conflict.ts';
import { writtenAs } from './third-value.tsx';

export interface ContestedRecordProps {
  readonly row: DeskRow & { readonly kind: Kind };
  readonly decide: Decide;
  /** To the next (1) or the one before (-1) of the list. */
  readonly onMove: (step: 1 | -1) => void;
  /** Back to this one. */
  readonly onReturn: (key: string) => void;
}

/** One record with all that waits in it. */
export function ContestedRecord({ row, decide, onMove, onReturn }: ContestedRecordProps) {
  const { t } = useTranslation('merge');
  const { value, error } = useRecord(row.kind, row.id);
  if (error !== null) return <LoadFailed error={error} />;
  if (value === null) return <Loading />;
  if (value === 'gone') return <EmptyState title={t('gone')} hint={t('goneHint')} />;
  return <Contested row={row} record={value as unknown as AnyRecord} decide={decide} onMove={onMove} onReturn={onReturn} />;
}

function Contested({ row, record, decide, onMove, onReturn }: ContestedRecordProps & { readonly record: AnyRecord }) {
  const { t } = useTranslation('merge');
  const kindName = useKindName();
  const fieldName = useFieldName();
  const valueText = useNamedValues(row.kind, record);
  const { conflicts } = record;
  const at = useCurrentConflict(conflicts, onMove);
  const appendOnly = MERGE_RULES[row.kind].appendOnly;
  const choose = async (conflict: Conflict, value: unknown): Promise<void> => {
    at.write(false);
    // The next comes up at once; where this one could not be saved, it comes back.
    const isLast = conflicts.length === 1;
    if (isLast) onMove(1);
    if (!(await decide.decide(row.kind, row.id, conflict, value)) && isLast) onReturn(row.key);
  };
  useChoiceKeys({ record, at, appendOnly, decide, choose, row });
  return (
    <div className="desk-record">
      <h2 className="desk-record__title">
        {row.title === '' ? t('unnamed') : row.title}
        <small>{[row.siteName, kindName(row.kind), row.day].filter((part) => part !== '').join(' · ')}</small>
      </h2>
      {record.removed && <Alert type="info" showIcon title={t('removed')} />}
      <Photos kind={row.kind} record={record} />
      {conflicts.length === 0 && <EmptyState title={t('allDecided')} hint={t('allDecidedHint')} />}
      {conflicts.map((conflict, index) => (
        <ConflictCard
          key={canonical(conflict)}
          conflict={conflict}
          standing={record[conflict.field]}
          fieldName={fieldName(conflict.field)}
          textOf={(value) => valueText(conflict.field, value)}
          current={index === at.index}
          appendOnly={appendOnly}
          writing={at.writing && index === at.index}
          onWriting={(open) => {
            at.go(index);
            at.write(open);
          }}
          onChoose={(value) => void choose(conflict, value)}
        />
      ))}
      <DecidedList decisions={record.settled ?? []} fieldName={fieldName} textOf={valueText} busy={decide.busy} onTakeBack={(decision) => void decide.takeBack(row.kind, row.id, decision)} />
    </div>
  );
}

interface ChoiceKeys {
  readonly record: AnyRecord;
  readonly at: ReturnType<typeof useCurrentConflict>;
  readonly appendOnly: boolean;
  readonly decide: Decide;
  readonly choose: (conflict: Conflict, value: unknown) => Promise<void>;
  readonly row: DeskRow;
}

/** 1 to 4 choose, Enter takes what is offered, arrows move. */
function useChoiceKeys({ record, at, appendOnly, choose }: ChoiceKeys): void {
  const conflict = record.conflicts[at.index];
  const standing = conflict === undefined ? undefined : record[conflict.field];
  const take = (value: unknown): void => {
    if (conflict !== undefined && value !== undefined) void choose(conflict, value);
  };
  const both = conflict === undefined || appendOnly ? undefined : bothOf(conflict, standing);
  const offered = conflict === undefined || appendOnly ? undefined : adviceFor(conflict, standing)?.choice;
  useDeskKeys({
    ArrowDown: at.next,
    ArrowUp: at.previous,
    '1': () => take(standing ?? null),
    '2': () => !appendOnly && take(conflict?.mine ?? null),
    '3': () => take(both),
    '4': () => conflict !== undefined && !appendOnly && writtenAs(conflict, standing) !== null && at.write(true),
    Enter: () => offered !== undefined && take(offered === 'keep' ? (standing ?? null) : offered === 'take' ? (conflict?.mine ?? null) : both),
  });
  useEffect(() => {
    at.write(false);
    // A field that was being written belongs to the conflict that it stood in.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [record.id]);
}

/** Values in words, also those that name other records. */
function useNamedValues(kind: Kind, record: AnyRecord): (field: string, value: unknown) => string {
  const versions = useMemo(() => {
    const sides = [...record.conflicts, ...(record.settled ?? []).map(({ conflict }) => conflict)].flatMap(({ field, base, mine }) => [{ ...record, [field]: base }, { ...record, [field]: mine }]);
    return namedBy([record, ...sides]);
  }, [record]);
  const faces = useFaces(versions);
  const names = new Map(faces?.filter(({ here }) => here).map(({ id, title }) => [id, title]));
  return useValueText(kind, (id) => names.get(id));
}

function Photos({ kind, record }: { readonly kind: Kind; readonly record: AnyRecord }) {
  const { t } = useTranslation('merge');
  if (kind === 'activities') return <PhotoStrip activity={record.id} occurredOn={textAt(record, 'occurredOn')} readOnly />;
  if (kind !== 'evidence') return null;
  return <PhotoThumb hash={textAt(record, 'thumbHash') || textAt(record, 'hash')} size={200} alt={t('photo')} />;
}

function textAt(record: AnyRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' ? value : '';
}

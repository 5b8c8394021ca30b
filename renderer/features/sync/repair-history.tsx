import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepairReport } from '#shared/ports/replica-store.ts';
import { DIFFERENCES } from '#shared/protocol/reconcile.ts';
import { useRepairs } from '../../data/hooks/use-agreement.ts';
import { instantText } from '../../ui/format.ts';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import { useFaces } from './use-faces.ts';

/** Reports that are listed. */
const SHOWN = 20;

/** What was found and put right at other times, the last one first. */
export function RepairHistory() {
  const { t, i18n } = useTranslation('sync');
  const repairs = useRepairs(SHOWN)?.filter(({ found }) => Object.keys(found).length > 0) ?? [];
  if (repairs.length === 0) return null;
  return (
    <section className="sync-repairs">
      <h3>{t('check.history')}</h3>
      {repairs.map((report) => (
        <details key={report.at}>
          <summary>{t('check.historyLine', { when: instantText(new Date(report.at).toISOString(), i18n.language), total: totalOf(report) })}</summary>
          <RepairWords report={report} />
        </details>
      ))}
    </section>
  );
}

function totalOf({ found }: RepairReport): number {
  return Object.values(found).reduce((sum, kinds) => sum + DIFFERENCES.reduce((own, difference) => own + (kinds[difference] ?? 0), 0), 0);
}

/** What one comparison found: by kind, and the records by name. */
export function RepairWords({ report }: { readonly report: RepairReport }) {
  const { t } = useTranslation('sync');
  const kindName = useKindName();
  const title = useFaceTitle();
  const faces = useFaces(useMemo(() => report.examples.map(({ kind, id }) => ({ kind, id })), [report]));
  const total = totalOf(report);
  return (
    <div className="sync-repair">
      {report.why !== undefined && <p className="sync-repair__why">{t(`check.why.${report.why}`)}</p>}
      <ul>
        {Object.entries(report.found).flatMap(([kind, counts]) =>
          DIFFERENCES.filter((difference) => (counts[difference] ?? 0) > 0).map((difference) => (
            <li key={`${kind}:${difference}`}>
              <strong>{kindName(kind)}</strong> {t(`check.found.${difference}`, { count: counts[difference] ?? 0 })}
            </li>
          )),
        )}
      </ul>
      {faces !== null && faces.length > 0 && (
        <p className="sync-repair__names">
          {t('check.names', { names: faces.map((face) => (face.here ? title(face) : t('check.unnamed', { kind: kindName(face.kind) }))).join(t('check.namesJoiner')) })}
          {total > faces.length && t('check.andMore', { count: total - faces.length })}
        </p>
      )}
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { useKindName } from '../sync/index.ts';
import type { DeskMode, DeskRow } from './use-desk-rows.ts';

export interface ContestedListProps {
  readonly rows: readonly DeskRow[];
  readonly mode: DeskMode;
  readonly current: string | null;
  readonly onSelect: (key: string) => void;
}

/** Lines that are drawn before somebody asks for more. */
const PAGE = 100;

/** The records of the desk, those of one site together. */
export function ContestedList({ rows, mode, current, onSelect }: ContestedListProps) {
  const { t } = useTranslation('merge');
  const kindName = useKindName();
  const [limit, setLimit] = useState(PAGE);
  const list = useRef<HTMLElement>(null);
  const at = rows.findIndex(({ key }) => key === current);
  const shown = Math.max(limit, Math.ceil((at + 1) / PAGE) * PAGE);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <nav ref={list} className="desk-list" aria-label={t('list')}>
      {rows.slice(0, shown).map((row, index) => (
        <div key={row.key}>
          {row.site !== rows[index - 1]?.site && <h3 className="desk-list__site">{row.siteName}</h3>}
          <button type="button" className="desk-list__row" aria-current={row.key === current} onClick={() => onSelect(row.key)}>
            <span className="desk-list__title">{row.title === '' ? t('unnamed') : row.title}</span>
            <small>{[kindName(row.kind), row.day].filter((part) => part !== '').join(' · ')}</small>
            <span className="desk-list__count" title={t('openCount', { count: mode === 'open' ? row.open : row.decided })}>
              {mode === 'open' ? row.open : row.decided}
            </span>
          </button>
        </div>
      ))}
      {rows.length > shown && <Button onClick={() => setLimit(shown + PAGE)}>{t('more', { count: rows.length - shown })}</Button>}
    </nav>
  );
}

import { useTranslation } from 'react-i18next';
import { ImportCard } from './import-card.tsx';
import { useImports } from './use-imports.ts';
import { useNoStrayDrops } from './use-dropped-files.ts';
import './photos.css';

/** The imports, at the bottom right of every screen. It stands once in the frame. */
export function ImportTray() {
  const { t } = useTranslation('photos');
  const { jobs } = useImports();
  useNoStrayDrops();
  if (jobs.length === 0) return null;
  return (
    <aside className="qy-tray" aria-label={t('tray.label')}>
      {jobs.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
    </aside>
  );
}

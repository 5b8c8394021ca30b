import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRecord } from '../../data/hooks/use-records.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, LoadFailed, Loading } from '../../ui/states.tsx';
import { RegisterForm } from './register-form.tsx';

/** The screen that registers many people's hours at once. `activity`: the activity's id, or '' for free service. */
export function RegisterPage({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('hours');
  const navigate = useNavigate();
  const record = useRecord('activities', activity);
  const back = (): void => void navigate(activity === '' ? '/hours' : `/activities/${activity}`);
  if (activity === '') {
    return (
      <Page title={t('form.freeTitle')} back={back}>
        <RegisterForm activity={null} onDone={back} />
      </Page>
    );
  }
  const { value, error } = record;
  return (
    <Page title={t('form.title')} {...(value !== null && value !== 'gone' ? { subtitle: `${value.occurredOn} ${value.title}` } : {})} back={back}>
      {error !== null && <LoadFailed error={error} />}
      {error === null && value === null && <Loading />}
      {value === 'gone' && <EmptyState title={t('nothingFound')} />}
      {value !== null && value !== 'gone' && <RegisterForm activity={value} onDone={back} />}
    </Page>
  );
}

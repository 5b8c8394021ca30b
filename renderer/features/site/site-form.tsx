import { Alert, Button, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useEdit, type Edit } from '../../data/hooks/use-edit.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import { toast } from '../../ui/feedback.tsx';
import { Field, FormGrid } from '../../ui/form-fields.tsx';
import { instantText } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { problemAt } from '../../ui/problems.ts';
import { Loading } from '../../ui/states.tsx';
import { RefusalNote } from '../sync/index.ts';
import { BLANK_SITE, leastCapacity } from './blank-site.ts';
import { SiteConflicts } from './site-conflicts.tsx';
import './site.css';
import { useProblemsInSight } from '../../ui/use-problems-in-sight.ts';
import { useFieldInSight } from '../../ui/use-field-in-sight.ts';
import { useSaveKey } from '../../ui/use-save-key.ts';

type SiteEdit = Edit<'sites'>;

/** The profile as a form. Typing is kept from the first key on; what arrives meanwhile shows in the fields not typed in. */
export function SiteForm({ id }: { readonly id: string }) {
  const { t } = useTranslation(['site', 'common']);
  const { enrolment } = useData();
  const edit = useEdit('sites', id, BLANK_SITE);
  const custody = useCustody('sites', [id])?.get(id);
  const save = async (): Promise<void> => {
    if (!edit.dirty) {
      toast('info', t('nothingChanged'));
      return;
    }
    const saved = await edit.save();
    if (saved?.ok === true) toast('success', t('saved'));
    else if (saved !== null) toast('error', t(saved.storage === null ? 'common:states.notSaved' : 'common:states.storageFull'));
  };
  useProblemsInSight(edit.problems);
  useSaveKey(() => void save());
  useFieldInSight(useSearchParams()[0].get('field'));
  const actions = (
    <>
      {edit.dirty && <span className="site-unsaved">{t('unsaved')}</span>}
      <Button type="primary" loading={edit.saving} onClick={() => void save()}>
        {t('save')}
      </Button>
    </>
  );
  return (
    <Page title={t('title')} subtitle={t('name', { name: edit.record?.name || enrolment.siteName, code: enrolment.site })} actions={actions}>
      {edit.values === null ? (
        <Loading />
      ) : (
        <form
          className="site-form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {edit.restored && (
            <Alert type="info" showIcon title={t('common:states.draftRestored')} action={<Button onClick={edit.discard}>{t('common:states.discardDraft')}</Button>} />
          )}
          <RefusalNote kind="sites" id={id} />
          {edit.record !== null && <SiteConflicts record={edit.record} />}
          <PeopleFields edit={edit} />
          <PlaceFields edit={edit} />
          <OtherFields edit={edit} />
          <div className="site-foot">
            <CustodyBadge custody={custody} />
            <LastChange edit={edit} />
          </div>
          <button type="submit" className="visually-hidden" tabIndex={-1}>
            {t('save')}
          </button>
        </form>
      )}
    </Page>
  );
}

function LastChange({ edit: { record } }: { readonly edit: SiteEdit }) {
  const { t, i18n } = useTranslation('site');
  if (record === null) return null;
  return <span>{t('lastChange', { person: record.by.person || t('someone'), when: instantText(record.updatedAt, i18n.language) })}</span>;
}

/** What is wrong with a field, as the last try to save found it. */
function useErrorOf(edit: SiteEdit): (field: string) => string | undefined {
  const { t } = useTranslation('common');
  return (field) => problemAt(edit.problems, field, t);
}

function PeopleFields({ edit }: { readonly edit: SiteEdit }) {
  const { t } = useTranslation('site');
  const errorOf = useErrorOf(edit);
  const values = edit.values ?? BLANK_SITE;
  return (
    <Section title={t('sections.people')}>
      <FormGrid>
        <Field field="head" label={t('field.head')} hint={t('hint.head')} error={errorOf('head')}>
          <Input value={values.head} maxLength={60} onChange={(event) => edit.change({ head: event.target.value })} />
        </Field>
        <Field field="headTitle" label={t('field.headTitle')} hint={t('hint.headTitle')} error={errorOf('headTitle')}>
          <Input value={values.headTitle} maxLength={60} onChange={(event) => edit.change({ headTitle: event.target.value })} />
        </Field>
        <Field field="phone" label={t('field.phone')} error={errorOf('phone')}>
          <Input value={values.phone} maxLength={40} inputMode="tel" onChange={(event) => edit.change({ phone: event.target.value })} />
        </Field>
        <Field field="staff" label={t('field.staff')} hint={t('hint.staff')} error={errorOf('staff')} wide>
          <Select mode="tags" open={false} suffixIcon={null} value={[...values.staff]} tokenSeparators={t('separators').split('')} onChange={(staff: string[]) => edit.change({ staff })} />
        </Field>
      </FormGrid>
    </Section>
  );
}

function PlaceFields({ edit }: { readonly edit: SiteEdit }) {
  const { t } = useTranslation('site');
  const errorOf = useErrorOf(edit);
  const values = edit.values ?? BLANK_SITE;
  const least = leastCapacity(values.type);
  return (
    <Section title={t('sections.place')}>
      <FormGrid>
        <Field field="address" label={t('field.address')} error={errorOf('address')} wide>
          <Input value={values.address} maxLength={300} onChange={(event) => edit.change({ address: event.target.value })} />
        </Field>
        <Field field="openingHours" label={t('field.openingHours')} hint={values.openingHours === '' ? <strong>{t('hint.openingHoursMissing')}</strong> : t('hint.openingHours')} error={errorOf('openingHours')} wide>
          <Input value={values.openingHours} maxLength={200} onChange={(event) => edit.change({ openingHours: event.target.value })} />
        </Field>
        <Field field="capacity" label={t('field.capacity')} hint={values.capacity < least ? <strong>{t('hint.capacityLow', { least })}</strong> : t('hint.capacity', { least })} error={errorOf('capacity')}>
          <InputNumber value={values.capacity || null} min={0} max={100_000} precision={0} onChange={(capacity) => edit.change({ capacity: capacity ?? 0 })} />
        </Field>
        <Field field="area" label={t('field.area')} error={errorOf('area')}>
          <InputNumber value={values.area || null} min={0} max={10_000_000} onChange={(area) => edit.change({ area: area ?? 0 })} />
        </Field>
        <Field field="residents" label={t('field.residents')} hint={t('hint.residents')} error={errorOf('residents')}>
          <InputNumber value={values.residents || null} min={0} max={10_000_000} precision={0} onChange={(residents) => edit.change({ residents: residents ?? 0 })} />
        </Field>
      </FormGrid>
    </Section>
  );
}

function OtherFields({ edit }: { readonly edit: SiteEdit }) {
  const { t } = useTranslation('site');
  const errorOf = useErrorOf(edit);
  const values = edit.values ?? BLANK_SITE;
  return (
    <Section title={t('sections.more')}>
      <FormGrid>
        <Field field="lat" label={t('field.lat')} hint={t('hint.coordinates')} error={errorOf('lat')}>
          <InputNumber value={values.lat} min={-90} max={90} onChange={(lat) => edit.change({ lat })} />
        </Field>
        <Field field="lng" label={t('field.lng')} error={errorOf('lng')}>
          <InputNumber value={values.lng} min={-180} max={180} onChange={(lng) => edit.change({ lng })} />
        </Field>
        <Field field="note" label={t('field.note')} error={errorOf('note')} wide>
          <Input.TextArea value={values.note} maxLength={4_000} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => edit.change({ note: event.target.value })} />
        </Field>
      </FormGrid>
    </Section>
  );
}

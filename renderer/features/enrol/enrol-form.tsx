import { Alert, Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bridge } from '#shared/bridge/contract.ts';
import { Field } from '../../ui/form-fields.tsx';
import { groupedCode } from './code-text.ts';
import { refusalOf, type EnrolRefusal } from './refusal.ts';
import { useOnline } from './use-online.ts';

interface Typed {
  readonly center: string;
  readonly code: string;
  readonly deviceName: string;
}

const LONGEST_ADDRESS = 300;
const LONGEST_DEVICE_NAME = 120;

export interface EnrolFormProps {
  readonly bridge: Bridge;
  /** What the form starts with where the computer was registered before. */
  readonly earlier?: { readonly center: string; readonly deviceName: string };
}

/** The address, the code and the device's name; once they are taken, the app opens by itself. */
export function EnrolForm({ bridge, earlier }: EnrolFormProps) {
  const { t } = useTranslation('enrol');
  const [typed, setTyped] = useState<Typed>({ center: earlier?.center ?? '', code: '', deviceName: earlier?.deviceName ?? t('deviceDefault') });
  const [missing, setMissing] = useState<readonly (keyof Typed)[]>([]);
  const [refusal, setRefusal] = useState<EnrolRefusal | null>(null);
  const [busy, setBusy] = useState(false);
  const online = useOnline();
  const change = (part: Partial<Typed>): void => {
    setTyped({ ...typed, ...part });
    setMissing(missing.filter((field) => !(field in part)));
    setRefusal(null);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const empty = (['center', 'code', 'deviceName'] as const).filter((field) => typed[field].trim() === '');
    setMissing(empty);
    if (empty.length > 0 || busy) return;
    setBusy(true);
    setRefusal(await enrolWith(bridge, typed));
    setBusy(false);
  };
  const errorOf = (field: keyof Typed) => (missing.includes(field) ? { error: t(`missing.${field}`) } : {});
  return (
    <form className="qy-enrol__form" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={t('center')} hint={t('centerHint')} required {...errorOf('center')}>
        <Input size="large" autoFocus={earlier === undefined} inputMode="url" spellCheck={false} maxLength={LONGEST_ADDRESS} value={typed.center} onChange={(event) => change({ center: event.target.value })} />
      </Field>
      <Field label={t('code')} hint={t('codeHint')} required {...errorOf('code')}>
        <Input className="qy-enrol__code" size="large" autoFocus={earlier !== undefined} spellCheck={false} autoComplete="off" placeholder={t('codeShape')} value={typed.code} onChange={(event) => change({ code: groupedCode(event.target.value) })} />
      </Field>
      <Field label={t('deviceName')} hint={t('deviceHint')} required {...errorOf('deviceName')}>
        <Input size="large" maxLength={LONGEST_DEVICE_NAME} value={typed.deviceName} onChange={(event) => change({ deviceName: event.target.value })} />
      </Field>
      <div role="alert">{refusal !== null && <Alert type="error" showIcon title={t(`refusals.${refusal}.title`)} description={t(`refusals.${refusal}.advice`)} />}</div>
      {!online && refusal === null && <Alert type="warning" showIcon title={t('noNetwork')} />}
      <Button type="primary" size="large" htmlType="submit" loading={busy} block>
        {t(busy ? 'sending' : 'send')}
      </Button>
    </form>
  );
}

async function enrolWith(bridge: Bridge, { center, code, deviceName }: Typed): Promise<EnrolRefusal | null> {
  try {
    const answer = await bridge.invoke('link.enrol', { center: center.trim(), code, deviceName: deviceName.trim() });
    return answer.ok ? null : refusalOf(answer.error);
  } catch {
    return 'other';
  }
}

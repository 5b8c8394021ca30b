import { Alert } from 'antd';
import type { Kind } from '#shared/domain/record.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { useRefusalWords } from './refusal-words.ts';

/** In the form of a record that the center refused (rule P2): why, and what to do there. */
export function RefusalNote({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const custody = useCustody(kind, [id])?.get(id);
  const words = useRefusalWords();
  if (custody?.state !== 'refused') return null;
  const { reason, advice } = words(custody.reason);
  return <Alert type="warning" showIcon title={reason} description={advice} />;
}

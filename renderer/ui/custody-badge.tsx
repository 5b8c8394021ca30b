import { CheckCircleFilled, ExclamationCircleFilled, SaveOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Custody } from '#shared/sync/pending.ts';

/** Where a record is (rule C1): saved here, received by the center, or returned with a reason. */
export function CustodyBadge({ custody }: { readonly custody: Custody | undefined }) {
  const { t } = useTranslation('common');
  if (custody === undefined) return null;
  if (custody.state === 'refused') {
    return (
      <Tooltip title={t(`refusals.${custody.reason.code}`)}>
        <button type="button" className="qy-custody qy-custody--refused">
          <ExclamationCircleFilled aria-hidden="true" />
          {t(custody.reason.code === 'held' ? 'custody.held' : 'custody.refused')}
        </button>
      </Tooltip>
    );
  }
  const received = custody.state === 'received';
  return (
    <span className={`qy-custody qy-custody--${custody.state}`}>
      {received ? <CheckCircleFilled aria-hidden="true" /> : <SaveOutlined aria-hidden="true" />}
      {t(received ? 'custody.received' : 'custody.saved')}
    </span>
  );
}

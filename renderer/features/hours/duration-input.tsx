import { Button, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import './hours.css';

const PICKS = [30, 60, 90, 120] as const;

export interface DurationInputProps {
  /** Minutes; 0 shows as empty. */
  readonly value: number;
  readonly onChange: (minutes: number) => void;
  /** Buttons for the usual durations. */
  readonly picks?: boolean;
  readonly id?: string;
  readonly status?: '' | 'error';
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
  readonly 'data-field'?: string;
}

/** A duration: shown and typed in hours, as people say it, kept in minutes. */
export function DurationInput({ value, onChange, picks = false, ...control }: DurationInputProps) {
  const { t } = useTranslation('hours');
  return (
    <div className="qy-duration">
      <InputNumber<number>
        {...control}
        className="qy-duration__number"
        min={0}
        step={0.5}
        precision={2}
        suffix={t('unit')}
        formatter={(hours) => (hours === undefined ? '' : String(hours))}
        value={value === 0 ? null : Math.round((value / 60) * 100) / 100}
        onChange={(hours) => onChange(Math.round((hours ?? 0) * 60))}
      />
      {picks && (
        <div className="qy-duration__picks">
          {PICKS.map((minutes) => (
            <Button key={minutes} type={value === minutes ? 'primary' : 'default'} ghost={value === minutes} aria-pressed={value === minutes} onClick={() => onChange(minutes)}>
              {t(`picks.m${minutes}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

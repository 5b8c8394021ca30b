import { DatePicker } from 'antd';
import dayjs from 'dayjs';

export interface DayInputProps {
  /** `YYYY-MM-DD`, or '' where none is given. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly allowClear?: boolean;
  readonly placeholder?: string;
  readonly id?: string;
  readonly status?: '' | 'error';
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

/** The first is how a day is shown; the others are how people type one. */
const FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY-M-D', 'YYYY/M/D', 'YYYY.M.D'];

/** A calendar day, chosen or typed. */
export function DayInput({ value, onChange, allowClear = false, ...control }: DayInputProps) {
  return <DatePicker {...control} allowClear={allowClear} format={FORMATS} value={value === '' ? null : dayjs(value)} onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')} />;
}

import { LoadingOutlined, SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly searching?: boolean;
}

/** A search field; `/` anywhere on the screen leads to it, Escape empties it. */
export function SearchBox({ value, onChange, placeholder, searching = false }: SearchBoxProps) {
  const { t } = useTranslation('common');
  const field = useRef<InputRef>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus({ cursor: 'all' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Input
      ref={field}
      className="qy-search"
      type="search"
      allowClear
      prefix={searching ? <LoadingOutlined aria-hidden="true" /> : <SearchOutlined aria-hidden="true" />}
      value={value}
      placeholder={placeholder}
      aria-label={placeholder}
      title={t('search.key')}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('');
      }}
    />
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

import { AutoComplete } from 'antd';

export interface SuggestInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly suggestions: readonly string[];
  readonly field: string;
  readonly maxLength: number;
  readonly id?: string;
  readonly status?: '' | 'error';
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

/** A text field that offers what was entered before; anything else may be typed. */
export function SuggestInput({ value, onChange, suggestions, field, maxLength, ...control }: SuggestInputProps) {
  return (
    <div data-field={field}>
      <AutoComplete
        {...control}
        className="qy-suggest"
        value={value}
        onChange={(text: string) => onChange(text.slice(0, maxLength))}
        showSearch={{ filterOption: false }}
        defaultActiveFirstOption={false}
        options={suggestions.map((text) => ({ value: text, label: text }))}
      />
    </div>
  );
}

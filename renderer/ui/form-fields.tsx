import { Form } from 'antd';
import { cloneElement, isValidElement, useId, type ReactElement, type ReactNode } from 'react';

/** Fields beside each other as far as the width allows. */
export function FormGrid({ children }: { readonly children: ReactNode }) {
  return <div className="qy-form-grid">{children}</div>;
}

export interface FieldProps {
  readonly label: ReactNode;
  /** Binds the control to this field of the surrounding antd Form; without it the control keeps its own value. */
  readonly name?: string;
  readonly required?: boolean;
  /** What is wrong with it, and what to do. */
  readonly error?: ReactNode;
  readonly hint?: ReactNode;
  /** The record's field, so that the form can be opened at it, see `use-field-in-sight.ts`. */
  readonly field?: string;
  /** Over all columns of a FormGrid. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A labelled control with room for advice and for what is wrong; a reader hears all three. */
export function Field({ label, name, required = false, error, hint, field, wide = false, children }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((part) => part !== '').join(' ');
  const extra: Record<string, unknown> = { id, ...(described === '' ? {} : { 'aria-describedby': described }), ...(error === undefined ? {} : { status: 'error', 'aria-invalid': true }) };
  const control = isValidElement(children) ? cloneElement(children as ReactElement<Record<string, unknown>>, extra) : children;
  return (
    <div className={wide ? 'qy-field qy-field--wide' : 'qy-field'} data-field-box={field}>
      <label className="qy-field__label" htmlFor={id}>
        {label}
        {required && (
          <span className="qy-field__must" aria-hidden="true">
            *
          </span>
        )}
      </label>
      <div className="qy-field__control">{name === undefined ? control : <Form.Item name={name} noStyle>{control}</Form.Item>}</div>
      {hint !== undefined && (
        <div className="qy-field__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div className="qy-field__error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

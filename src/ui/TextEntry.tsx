/**
 * A line of text that is typed. No input element: where a page has fields of text, Chrome asks Google what they are for
 * (autofill), and nothing of this page is anybody's business.
 */
import { useLayoutEffect, useRef } from 'react';
import styles from './TextEntry.module.css';

interface TextEntryProps {
  /** Read out; what is seen beside it says the same. */
  label: string;
  value: string;
  invalid?: boolean;
  describedBy?: string;
  placeholder?: string;
  className?: string | undefined;
  onChange(text: string): void;
  onEnter(): void;
  onEscape?(): void;
  onLeave?(): void;
}

export function TextEntry(props: TextEntryProps) {
  const { label, value, invalid = false, describedBy, placeholder, className = '' } = props;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // What was just typed stays as it is, and the caret with it.
    if (ref.current && ref.current.textContent !== value) ref.current.textContent = value;
  }, [value]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      ref={ref}
      role="textbox"
      tabIndex={0}
      className={`typed ${styles['entry']} ${className}`}
      contentEditable="plaintext-only"
      suppressContentEditableWarning
      spellCheck={false}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-placeholder={placeholder}
      data-placeholder={placeholder}
      onInput={(event) => props.onChange(event.currentTarget.textContent.replace(/\n/g, ''))}
      onBlur={props.onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          props.onEnter();
        }
        if (event.key === 'Escape') props.onEscape?.();
      }}
    />
  );
}

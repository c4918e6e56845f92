/** Lines of text that are typed. No element of the browser's own, for the reason that TextEntry has. */
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import styles from './TextArea.module.css';

interface TextAreaProps {
  /** Seen above it, and read out. */
  label: string;
  value: string;
  invalid?: boolean;
  describedBy?: string;
  disabled?: boolean;
  /** It has just been asked for: the focus goes there. */
  focused?: boolean;
  onChange(text: string): void;
}

export function TextArea(props: TextAreaProps) {
  const { label, value, invalid = false, describedBy, disabled = false, focused = false, onChange } = props;
  const ref = useRef<HTMLDivElement>(null);
  const labelId = useId();
  useLayoutEffect(() => {
    // What was just typed stays as it is, and the caret with it.
    if (ref.current && textOf(ref.current) !== value) ref.current.textContent = value;
  }, [value]);
  useEffect(() => {
    if (focused) ref.current?.focus();
  }, [focused]);
  return (
    <div className={styles['field']}>
      <span id={labelId}>{label}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        ref={ref}
        role="textbox"
        aria-multiline="true"
        tabIndex={0}
        className={`typed ${styles['area']}`}
        contentEditable={disabled ? 'false' : 'plaintext-only'}
        suppressContentEditableWarning
        spellCheck={false}
        aria-labelledby={labelId}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-disabled={disabled}
        onInput={(event) => onChange(textOf(event.currentTarget))}
      />
    </div>
  );
}

/** With the ends of lines, which some browsers make of elements. */
function textOf(area: HTMLElement): string {
  // biome-ignore lint/performance/useDomNodeTextContent: see above
  return area.innerText.replace(/\n$/, '');
}

/** A modal window: the browser's own <dialog>, so focus, Escape and the inert page behind come with it. */
import { type ReactNode, Suspense, useEffect, useId, useRef } from 'react';
import styles from './Dialog.module.css';
import { ErrorBoundary } from './ErrorBoundary';
import { Icon } from './Icon';

interface DialogProps {
  open: boolean;
  title: string;
  onClose(): void;
  children: ReactNode;
}

export function Dialog({ open, title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog?.open) dialog?.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={ref} className={styles['dialog']} aria-labelledby={titleId} onClose={onClose}>
      {open && (
        <>
          {/* No <header>: in the foot of the page it would count as a second banner. */}
          <div className={styles['head']}>
            <h2 id={titleId}>{title}</h2>
            <button type="button" className="button quiet icon-only" onClick={onClose} aria-label="Close">
              <Icon name="close" />
            </button>
          </div>
          {/* What it shows may be a part of the page that is loaded now. */}
          <ErrorBoundary>
            <Suspense>{children}</Suspense>
          </ErrorBoundary>
        </>
      )}
    </dialog>
  );
}

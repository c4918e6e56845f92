/** How far something is, and the button that ends it. */
import type { ComponentProps } from 'react';
import { CancelButton } from './CancelButton';
import { ProgressBar } from './ProgressBar';

interface CancellableProgressProps extends ComponentProps<typeof ProgressBar> {
  /** See CancelButton. */
  what: string;
  onCancel(): void;
}

export function CancellableProgress({ what, onCancel, ...bar }: CancellableProgressProps) {
  return (
    <>
      <ProgressBar {...bar} />
      <p className="actions">
        <CancelButton what={what} onCancel={onCancel} />
      </p>
    </>
  );
}

/** Asked once: may this face and this voice be used? */
import { useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Check } from '../ui/Option';
import { Stack } from '../ui/Stack';

interface ConsentDialogProps {
  open: boolean;
  onClose(): void;
  onYes(): void;
}

export function ConsentDialog({ open, onClose, onYes }: ConsentDialogProps) {
  return (
    <Dialog open={open} title="Before the first dub" onClose={onClose}>
      <Question onClose={onClose} onYes={onYes} />
    </Dialog>
  );
}

function Question({ onClose, onYes }: { onClose(): void; onYes(): void }) {
  const [agreed, setAgreed] = useState(false);
  return (
    <Stack>
      <p>
        A dubbed video shows somebody saying what they never said. Use only faces and voices of people who
        agreed to it, or your own, and never to deceive.
      </p>
      <Check checked={agreed} onChange={setAgreed}>
        I have the right to use this face and this voice
      </Check>
      <p className="muted small">You are asked once; the answer is kept on this device.</p>
      <p className="actions">
        <button type="button" className="button primary" disabled={!agreed} onClick={onYes}>
          <Icon name="check" />
          Go on
        </button>
        <button type="button" className="button" onClick={onClose}>
          Not now
        </button>
      </p>
    </Stack>
  );
}

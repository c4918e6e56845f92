/** Before what is done is measured anew: another search range or engine takes the place of what was found. */
import { countWords } from '../../core/report/format';
import { Dialog } from '../ui/Dialog';
import { Stack } from '../ui/Stack';

interface MeasureAgainProps {
  open: boolean;
  /** Videos that are measured. */
  count: number;
  onAgain(): void;
  /** The results stay; the setting is for what comes. */
  onLater(): void;
  onClose(): void;
}

export function MeasureAgain({ open, count, onAgain, onLater, onClose }: MeasureAgainProps) {
  const videos = countWords(count, 'video');
  return (
    <Dialog open={open} title="Measure again?" onClose={onClose}>
      <Stack>
        <p>
          {`${videos} ${count === 1 ? 'is' : 'are'} measured by the setting as it was. New results take the place of the old ones; lips that were watched since the page was opened are not watched again.`}
        </p>
        <p className="actions">
          <button type="button" className="button primary" onClick={onAgain}>
            {`Measure ${videos} again`}
          </button>
          <button type="button" className="button" onClick={onLater}>
            Only videos to come
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            Leave the setting
          </button>
        </p>
      </Stack>
    </Dialog>
  );
}

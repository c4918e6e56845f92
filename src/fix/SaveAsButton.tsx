/** Chooses a file on the visitor's disk to write to, in browsers that can. */
import { Icon } from '../ui/Icon';

/** Asks where to, while the press still counts as the visitor's wish. */
export function SaveAsButton(props: {
  name: string;
  children: string;
  onHandle(handle: FileSystemFileHandle): void;
}) {
  const ask = async () => {
    try {
      props.onHandle(await savePicker()({ suggestedName: props.name }));
    } catch {
      // The visitor closed the window: nothing was asked for.
    }
  };
  return (
    <button type="button" className="button" onClick={() => void ask()}>
      <Icon name="download" />
      {props.children}
    </button>
  );
}

export const hasSavePicker = () => 'showSaveFilePicker' in globalThis;

/** Not in TypeScript's DOM types: Chromium alone has it. */
function savePicker() {
  return (
    globalThis as unknown as {
      showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
    }
  ).showSaveFilePicker;
}

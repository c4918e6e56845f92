/** Help, behind a link in the foot of the page. */
import { useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { LinkButton } from '../ui/LinkButton';
import { lazyPart } from '../ui/lazy-part';

const HelpText = lazyPart(() => import('./HelpText').then((module) => module.HelpText));

export function Help() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <LinkButton onPress={() => setOpen(true)}>Help</LinkButton>
      <Dialog open={open} title="Help" onClose={() => setOpen(false)}>
        <HelpText />
      </Dialog>
    </>
  );
}

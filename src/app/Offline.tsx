/** What works without a network, behind a link in the foot of the page. */
import { useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { LinkButton } from '../ui/LinkButton';
import { lazyPart } from '../ui/lazy-part';

const OfflineParts = lazyPart(() => import('./OfflineParts').then((module) => module.OfflineParts));

export function Offline() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <LinkButton onPress={() => setOpen(true)}>Use without a network</LinkButton>
      <Dialog open={open} title="Use without a network" onClose={() => setOpen(false)}>
        <OfflineParts />
      </Dialog>
    </>
  );
}

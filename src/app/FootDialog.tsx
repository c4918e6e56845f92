/** A link in the foot of the page, and the window that it opens. What that says is loaded then. */
import { type ReactNode, useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { LinkButton } from '../ui/LinkButton';

interface FootDialogProps {
  link: string;
  /** Of the window, where it has another name than the link. */
  title?: string;
  children: ReactNode;
}

export function FootDialog({ link, title = link, children }: FootDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <LinkButton onPress={() => setOpen(true)}>{link}</LinkButton>
      <Dialog open={open} title={title} onClose={() => setOpen(false)}>
        {children}
      </Dialog>
    </>
  );
}

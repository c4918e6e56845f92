/** The Sound room with its session, both loaded when the room is first opened. */
import { type ComponentProps, use } from 'react';
import type { SoundSession } from '../engine/sound/types';
import { SoundRoom } from '../sound/SoundRoom';
import type { Late } from './late';

type SoundPlaceProps = Omit<ComponentProps<typeof SoundRoom>, 'session'> & { session: Late<SoundSession> };

export function SoundPlace({ session, ...room }: SoundPlaceProps) {
  return <SoundRoom {...room} session={use(session.want())} />;
}

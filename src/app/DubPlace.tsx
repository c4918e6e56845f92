/** The Dub room with its session, both loaded when the room is first opened. */
import { use } from 'react';
import { DubRoom } from '../dub/DubRoom';
import type { DubSession } from '../engine/dub/types';
import type { ModelsStore } from '../engine/models-store';
import type { Late } from './late';

export function DubPlace({ session, models }: { session: Late<DubSession>; models: ModelsStore }) {
  return <DubRoom session={use(session.want())} models={models} />;
}

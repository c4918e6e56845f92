/** How sure SyncNet is of single windows: where it fits, and where it does not. Only where SyncNet ran. */
import { useCallback, useMemo, useState } from 'react';
import { figureLabels } from '../../../core/report/axis';
import type { SyncnetEvidence } from '../../../workers/sync/contract';
import type { SyncnetFigures } from '../../../workers/syncnet/contract';
import { confidenceSentence, figureWords } from './copy';
import { pyramidOf } from './decimate';
import { confidenceRange, drawConfidence } from './drawConfidence';
import { FaceChoice } from './FaceChoice';
import { Aside, Keys } from './Legend';
import { AxisFrame, HEIGHT_PX, Plot, Row } from './Row';
import { formatTime } from './scale';
import { Table } from './Table';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

export function ConfidenceRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  syncnet: SyncnetEvidence;
}) {
  const { tracks } = props.syncnet;
  const [chosenId, setChosenId] = useState<number | null>(null);
  const figures = tracks.find(({ trackId }) => trackId === chosenId) ?? tracks[0];
  if (!figures) return null;
  return (
    <Figures
      {...props}
      figures={figures}
      choice={
        <FaceChoice
          ids={tracks.map(({ trackId }) => trackId)}
          chosenId={figures.trackId}
          onChoose={setChosenId}
        />
      }
    />
  );
}

function Figures(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  figures: SyncnetFigures;
  choice: React.ReactNode;
}) {
  const { timeline, theme, figures } = props;
  const values = useMemo(() => pyramidOf(figures.windowConfidence), [figures]);
  const draw = useCallback((frame: PlotFrame) => drawConfidence(frame, figures, values), [figures, values]);
  const rows = useMemo(
    () =>
      Array.from(figures.windowTimesS, (timeS, i) => [
        formatTime(timeS),
        figureWords(figures.windowConfidence[i]!),
      ]),
    [figures],
  );
  const note = confidenceSentence(figures);
  return (
    <Row
      title="SyncNet’s confidence"
      note={note}
      aside={
        <Aside>
          {props.choice}
          <Keys of={[['mean', `all windows: ${figureWords(figures.confidence)}, 0 = no match`]]} />
        </Aside>
      }
      after={<Table summary="Every window as a table" columns={['At', 'Confidence']} rows={rows} />}
    >
      <AxisFrame
        timeline={timeline}
        size="curve"
        labels={figureLabels(...confidenceRange(figures), HEIGHT_PX.curve)}
      >
        <Plot
          timeline={timeline}
          theme={theme}
          draw={draw}
          label={`SyncNet’s confidence over time. ${note}`}
        />
      </AxisFrame>
    </Row>
  );
}

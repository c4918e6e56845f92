/** Waveform, and where speech is heard. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { levelLabels } from '../../../core/report/axis';
import type { TimeRange } from '../../engine/ranges';
import { soundSentence } from './copy';
import { drawSpeech, drawUnread, type TimeShift } from './drawSound';
import { Keys } from './Legend';
import { AxisFrame, Empty, HEIGHT_PX, Plot, Row } from './Row';
import styles from './SoundRow.module.css';
import { formatTime } from './scale';
import { Table } from './Table';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import { type PlotFrame, pixelRatio, useFrameUpdates } from './usePlot';
import { createWaveformView, type WaveformSource, type WaveformView } from './waveform';

export function SoundRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  source: WaveformSource | null;
  /** Null until speech was looked for. */
  speech: readonly TimeRange[] | null;
  durationS: number;
  /** How far the sound is read while work goes on, else null. */
  readToS: number | null;
  shift: TimeShift;
  whyEmpty: string;
}) {
  const { timeline, theme, source, speech, durationS, readToS, shift } = props;
  const drawBand = useCallback(
    (frame: PlotFrame) => {
      if (speech) drawSpeech(frame, speech, shift);
      if (readToS !== null) drawUnread(frame, readToS);
    },
    [speech, shift, readToS],
  );
  const note = speech ? soundSentence(speech, durationS) : source ? 'The sound of the file.' : '';
  const rows = useMemo(() => (speech ?? []).map((s) => [formatTime(s.startS), formatTime(s.endS)]), [speech]);
  return (
    <Row
      title="Sound"
      note={note}
      aside={speech !== null && speech.length > 0 && <Keys of={LEGEND} />}
      after={<Table summary="Speech as a table" columns={['Speech from', 'to']} rows={rows} />}
    >
      {source ? (
        <AxisFrame timeline={timeline} size="wave" labels={levelLabels(source.gain, HEIGHT_PX.wave)}>
          <Waveform timeline={timeline} theme={theme} source={source} shift={shift} />
        </AxisFrame>
      ) : (
        <Empty>{props.whyEmpty}</Empty>
      )}
      {source && (
        <AxisFrame timeline={timeline} size="band">
          <Plot timeline={timeline} theme={theme} draw={drawBand} label={note} />
        </AxisFrame>
      )}
    </Row>
  );
}

function Waveform(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  source: WaveformSource;
  shift: TimeShift;
}) {
  const { timeline, theme, source, shift } = props;
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<WaveformView | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const created = createWaveformView(host.current, host.current.clientHeight);
    setView(created);
    return () => created.dispose();
  }, []);
  const color = theme?.sound;
  const update = useCallback(() => {
    if (!view || !host.current || !color) return;
    const { startS, endS } = timeline.getSnapshot();
    const columns = Math.round(host.current.clientWidth * pixelRatio());
    view.show(source, startS, endS, columns, shift, color);
  }, [view, timeline, source, shift, color]);
  useFrameUpdates(host, timeline, update);
  return <div ref={host} className={styles['host']} role="img" aria-label="Waveform of the sound" />;
}

const LEGEND = [['speech', 'speech']] as const;

/** At every moment and every shift: how well do lips and sound match? */
import { useCallback, useMemo, useState } from 'react';
import { shiftLabels } from '../../../core/report/axis';
import { mostSpeakingFirst } from '../../../core/sync/most-speaking';
import type { LagMap, Measurement } from '../../../core/sync/types';
import { colorTable, gradientCss } from './colormap';
import { asMeasured, lagMapSentence } from './copy';
import { drawLagMap } from './drawLagMap';
import { FaceChoice } from './FaceChoice';
import { HeatPointer } from './HeatPointer';
import { heatMapOf } from './heat';
import { Aside, Key, Legend } from './Legend';
import { AxisFrame, Empty, HEIGHT_PX, Plot, Row } from './Row';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

export function LagMapRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  lagMaps: readonly LagMap[];
  measurement: Measurement | null;
  /** The sound is drawn where it belongs in the rows above. */
  corrected: boolean;
  whyEmpty: string;
}) {
  const { timeline, theme, lagMaps, measurement } = props;
  const [chosenId, setChosenId] = useState<number | null>(null);
  const ranked = useMemo(() => mostSpeakingFirst(lagMaps, measurement?.tracks ?? []), [lagMaps, measurement]);
  const map = ranked.find((m) => m.trackId === chosenId) ?? ranked[0];
  const heat = useMemo(() => (map && map.timesS.length > 0 ? heatMapOf(map) : null), [map]);
  const table = useMemo(() => colorTable(theme?.dark ?? false), [theme?.dark]);
  const draw = useCallback(
    (frame: PlotFrame) => {
      if (heat && measurement) drawLagMap(frame, heat, table, measurement);
    },
    [heat, table, measurement],
  );
  const note =
    map && heat && measurement ? asMeasured(lagMapSentence(map, measurement), props.corrected) : '';
  return (
    <Row
      title="Match at every shift"
      note={note}
      aside={
        heat && (
          <Aside>
            <FaceChoice
              ids={ranked.map((m) => m.trackId)}
              chosenId={map?.trackId ?? null}
              onChoose={setChosenId}
            />
            <HeatLegend gradient={gradientCss(table)} />
          </Aside>
        )
      }
    >
      {heat ? (
        <AxisFrame
          timeline={timeline}
          size="map"
          labels={shiftLabels(heat.lowMs, heat.highMs, HEIGHT_PX.map, true)}
        >
          <Plot
            timeline={timeline}
            theme={theme}
            draw={draw}
            label={`Heat map of time against shift. ${note}`}
          />
          <HeatPointer timeline={timeline} heat={heat} />
        </AxisFrame>
      ) : (
        <Empty>{props.whyEmpty}</Empty>
      )}
    </Row>
  );
}

function HeatLegend({ gradient }: { gradient: string }) {
  return (
    <Legend>
      <li>
        weak (0&nbsp;%)
        <Key look="heat" gradient={gradient} />
        strong match (100&nbsp;%)
      </li>
      <li>
        <Key look="hatch" />
        nothing to compare
      </li>
    </Legend>
  );
}

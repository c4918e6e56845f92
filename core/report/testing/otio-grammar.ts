/**
 * The grammar of the OTIO files that Lipslate writes: fields and types of each schema as OpenTimelineIO 0.18 documents
 * them ("Serialized Data"). Where its Python reader is installed, otio.test.ts asks that, too.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Check = (value: Json, at: string) => string[];

const say = (ok: boolean, at: string, what: string) => (ok ? [] : [`${at}: ${what}`]);
const text: Check = (v, at) => say(typeof v === 'string', at, 'not a string');
const number: Check = (v, at) => say(typeof v === 'number' && Number.isFinite(v), at, 'not a number');
const flag: Check = (v, at) => say(typeof v === 'boolean', at, 'not true or false');
const object: Check = (v, at) =>
  say(typeof v === 'object' && v !== null && !Array.isArray(v), at, 'not an object');
const positive: Check = (v, at) => say(typeof v === 'number' && v > 0, at, 'not above 0');
const nothing: Check = (v, at) => say(v === null, at, 'not null');
const oneOf =
  (...words: string[]): Check =>
  (v, at) =>
    say(words.includes(v as string), at, `not one of ${words.join(', ')}`);
const orNull =
  (check: Check): Check =>
  (v, at) =>
    v === null ? [] : check(v, at);
const list =
  (...schemas: string[]): Check =>
  (v, at) =>
    Array.isArray(v)
      ? v.flatMap((each, i) => schema(...schemas)(each, `${at}[${i}]`))
      : [`${at}: not a list`];
const schema =
  (...names: string[]): Check =>
  (v, at) => {
    const name = (v as { OTIO_SCHEMA?: string } | null)?.OTIO_SCHEMA ?? '';
    return names.includes(name)
      ? grammarOf(v as { [key: string]: Json }, name, at)
      : [`${at}: "${name}" has no place here`];
  };

const item = {
  name: text,
  source_range: orNull(schema('TimeRange.1')),
  effects: list('LinearTimeWarp.1'),
  markers: list('Marker.2'),
  enabled: flag,
  metadata: object,
};
const FIELDS: Record<string, Record<string, Check>> = {
  'Timeline.1': {
    name: text,
    global_start_time: orNull(schema('RationalTime.1')),
    tracks: schema('Stack.1'),
    metadata: object,
  },
  'Stack.1': { ...item, children: list('Track.1') },
  'Track.1': { ...item, kind: oneOf('Video', 'Audio'), children: list('Clip.2', 'Gap.1') },
  'Clip.2': {
    ...item,
    active_media_reference_key: oneOf('DEFAULT_MEDIA'),
    media_references: (v, at) =>
      schema('ExternalReference.1')((v as { DEFAULT_MEDIA: Json })?.DEFAULT_MEDIA ?? null, at),
  },
  'Gap.1': item,
  'ExternalReference.1': {
    name: text,
    target_url: text,
    available_range: orNull(schema('TimeRange.1')),
    available_image_bounds: nothing,
    metadata: object,
  },
  'Marker.2': {
    name: text,
    comment: text,
    color: oneOf(
      'RED',
      'PINK',
      'ORANGE',
      'YELLOW',
      'GREEN',
      'CYAN',
      'BLUE',
      'PURPLE',
      'MAGENTA',
      'BLACK',
      'WHITE',
    ),
    marked_range: schema('TimeRange.1'),
    metadata: object,
  },
  'LinearTimeWarp.1': { name: text, effect_name: text, time_scalar: positive, metadata: object },
  'TimeRange.1': { start_time: schema('RationalTime.1'), duration: schema('RationalTime.1') },
  'RationalTime.1': { rate: positive, value: number },
};

/** @returns what is wrong, each with its place; [] when all is well */
export function otioComplaints(json: string): string[] {
  return schema('Timeline.1')(JSON.parse(json) as Json, 'timeline');
}

function grammarOf(value: { [key: string]: Json }, name: string, at: string): string[] {
  const fields = FIELDS[name]!;
  const unknown = Object.keys(value).filter((key) => key !== 'OTIO_SCHEMA' && !(key in fields));
  return [
    ...unknown.map((key) => `${at}: ${name} has no ${key}`),
    ...Object.entries(fields).flatMap(([key, check]) =>
      key in value ? check(value[key]!, `${at}.${key}`) : [`${at}: ${name} lacks ${key}`],
    ),
  ];
}

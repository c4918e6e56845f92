/** TFLite model metadata: tells MediaPipe how to normalise pixels (tensorflow/lite/support metadata_schema.fbs). */
import * as flatbuffers from 'flatbuffers';
import { offsets } from './tflite.mjs';

const PROCESS_UNIT_NORMALIZATION = 1;
const COLOR_SPACE_RGB = 1;
const CONTENT_IMAGE = 2;

/**
 * @param {string} name of the model
 * @param {number} mean subtracted from each 0..255 channel value
 * @param {number} std divides the difference
 * @returns {Uint8Array} a "M001" flatbuffer
 */
export function imageModelMetadata(name, mean, std) {
  const b = new flatbuffers.Builder(512);
  const meanAt = float32s(b, [mean]);
  const stdAt = float32s(b, [std]);
  const normalization = table(b, 2, { 0: ['offset', meanAt], 1: ['offset', stdAt] });
  const unit = table(b, 2, { 0: ['int8', PROCESS_UNIT_NORMALIZATION], 1: ['offset', normalization] });
  const units = offsets(b, [unit]);
  const image = table(b, 2, { 0: ['int8', COLOR_SPACE_RGB] });
  const content = table(b, 3, { 0: ['int8', CONTENT_IMAGE], 1: ['offset', image] });
  const tensorName = b.createString('image');
  const tensor = table(b, 7, { 0: ['offset', tensorName], 3: ['offset', content], 4: ['offset', units] });
  const tensors = offsets(b, [tensor]);
  const subgraph = table(b, 10, { 2: ['offset', tensors] });
  const subgraphs = offsets(b, [subgraph]);
  const nameAt = b.createString(name);
  const versionAt = b.createString('1.0.0');
  b.finish(
    table(b, 8, { 0: ['offset', nameAt], 3: ['offset', subgraphs], 7: ['offset', versionAt] }),
    'M001',
  );
  return b.asUint8Array().slice();
}

function table(builder, fieldCount, fields) {
  builder.startObject(fieldCount);
  for (const [field, [kind, value]] of Object.entries(fields)) {
    if (kind === 'offset') builder.addFieldOffset(Number(field), value, 0);
    else builder.addFieldInt8(Number(field), value, 0);
  }
  return builder.endObject();
}

function float32s(builder, values) {
  builder.startVector(4, values.length, 4);
  for (const value of [...values].reverse()) builder.addFloat32(value);
  return builder.endVector();
}

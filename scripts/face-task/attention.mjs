/**
 * Merges the attention face mesh's seven outputs into the one tensor MediaPipe Tasks expects: 478 points, x y z.
 * The web package ships the model with separate outputs (mesh, lips, eyes, irises, presence); its own graph joins them
 * in LandmarksRefinementCalculator. Here the same is done by operators inside the model.
 */

/** BuiltinOperator and BuiltinOptions numbers of tensorflow/lite/schema/schema.fbs. */
const CONCATENATION = { operator: 2, options: 10 };
const GATHER = { operator: 36, options: 23 };
const MEAN = { operator: 40, options: 27 };

const MESH_POINTS = 468;
const IRIS_POINTS = 5;

/** Mesh index of each point the lip and eye heads return (mediapipe modules/face_landmark, refinement options). */
const LIPS = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
  87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404,
  320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
  183, 42, 41, 38, 12, 268, 271, 272, 407,
];
const LEFT_EYE = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26,
  112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222,
  221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107,
  55, 193,
];
const RIGHT_EYE = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253,
  252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342,
  445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
  383, 300, 293, 334, 296, 336, 285, 417,
];
/** The first points of each eye head are its contour; their mean depth is given to the iris, which has none. */
const EYE_CONTOUR = 16;

/** Edit for rewriteModel: afterwards the outputs are [1,1,1,1434] landmarks and the presence score. */
export function mergeAttentionOutputs(graph) {
  const [mesh, lips, leftEye, rightEye, leftIris, rightIris, presence] = graph.outputs;
  const gather = graph.opcode(GATHER.operator);
  const concat = graph.opcode(CONCATENATION.operator);
  const mean = graph.opcode(MEAN.operator);

  const depthOf = (point) => point * 3 + 2;
  const contours = [...LEFT_EYE.slice(0, EYE_CONTOUR), ...RIGHT_EYE.slice(0, EYE_CONTOUR)].map(depthOf);
  const contourIndex = graph.constantInt32('iris_z_idx', [2, EYE_CONTOUR], contours);
  const contourDepths = graph.tensor('iris_z_gather', [1, 1, 1, 2, EYE_CONTOUR]);
  graph.operator(gather, [mesh, contourIndex], [contourDepths], GATHER.options, withAxis(3));
  const meanAxis = graph.constantInt32('iris_z_axis', [1], [4]);
  const irisDepths = graph.tensor('iris_z_mean', [1, 1, 1, 2]);
  graph.operator(mean, [contourDepths, meanAxis], [irisDepths], MEAN.options, (b) => {
    b.startObject(1);
    return b.endObject();
  });

  const heads = [
    { tensor: mesh, size: MESH_POINTS * 3 },
    { tensor: lips, size: LIPS.length * 2 },
    { tensor: leftEye, size: LEFT_EYE.length * 2 },
    { tensor: rightEye, size: RIGHT_EYE.length * 2 },
    { tensor: leftIris, size: IRIS_POINTS * 2 },
    { tensor: rightIris, size: IRIS_POINTS * 2 },
    { tensor: irisDepths, size: 2 },
  ];
  const starts = [];
  let total = 0;
  for (const head of heads) {
    starts.push(total);
    total += head.size;
  }
  const [, lipsStart, leftEyeStart, rightEyeStart, leftIrisStart, rightIrisStart, depthStart] = starts;
  const all = graph.tensor('attn_concat', [1, 1, 1, total]);
  graph.operator(
    concat,
    heads.map((head) => head.tensor),
    [all],
    CONCATENATION.options,
    withAxis(3),
  );

  /** Where each of the 478 x 3 values is found among the joined outputs. */
  const source = Array.from({ length: MESH_POINTS * 3 }, (_, i) => i);
  const refineXy = (points, start) => {
    points.forEach((point, k) => {
      source[3 * point] = start + 2 * k;
      source[3 * point + 1] = start + 2 * k + 1;
    });
  };
  refineXy(LIPS, lipsStart);
  refineXy(LEFT_EYE, leftEyeStart);
  refineXy(RIGHT_EYE, rightEyeStart);
  for (let k = 0; k < IRIS_POINTS; k++)
    source.push(leftIrisStart + 2 * k, leftIrisStart + 2 * k + 1, depthStart);
  for (let k = 0; k < IRIS_POINTS; k++)
    source.push(rightIrisStart + 2 * k, rightIrisStart + 2 * k + 1, depthStart + 1);

  const sourceIndex = graph.constantInt32('attn_idx', [source.length], source);
  const landmarks = graph.tensor('face_landmarks_478', [1, 1, 1, source.length]);
  graph.operator(gather, [all, sourceIndex], [landmarks], GATHER.options, withAxis(3));
  graph.outputs = [landmarks, presence];
}

/** ConcatenationOptions and GatherOptions alike: field 0 is the axis. */
function withAxis(axis) {
  return (b) => {
    b.startObject(2);
    b.addFieldInt32(0, axis, 0);
    return b.endObject();
  };
}

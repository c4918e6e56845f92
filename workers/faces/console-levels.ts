/**
 * MediaPipe writes all that its C++ code has to say to `console.error`, notes on what it starts included. Each line goes to
 * the level that it names, so that an error in the console is one. Its loader keeps the function that it finds when it is
 * imported: import this before it.
 */

/** `INFO: Created TensorFlow Lite XNNPACK delegate for CPU.`, and glog's `I0000 00:00:1732.1 1 gl_context.cc:357] …` */
const NOTE = /^(?:INFO: |I\d{4} )/;
const WARNING = /^(?:WARNING: |W\d{4} )/;

const error = console.error.bind(console);

console.error = (...values: unknown[]): void => {
  const [first] = values;
  if (typeof first === 'string' && NOTE.test(first)) console.debug(...values);
  else if (typeof first === 'string' && WARNING.test(first)) console.warn(...values);
  else error(...values);
};

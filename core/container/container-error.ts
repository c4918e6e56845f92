/**
 * Thrown when a container does not say what it must, or says what cannot be: a box that is missing, sizes that do not
 * fit. Not a RangeError, which a lack of memory is, too. The message is a sentence without its full stop.
 */
export class ContainerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContainerError';
  }
}

/** Something in a control request cannot be. Its message names what. Nothing was changed. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

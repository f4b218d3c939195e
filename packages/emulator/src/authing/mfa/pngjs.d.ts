// The package has no types of its own. Two members of it are used.
declare module 'pngjs' {
  export class PNG {
    constructor(size: { readonly width: number; readonly height: number });
    readonly data: Buffer;
    static readonly sync: { write(image: PNG, options?: { readonly colorType?: 0; readonly filterType?: 0 }): Buffer };
  }
}

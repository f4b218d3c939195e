/** `Symbol.asyncDispose` where the program's types know it, so that the declarations compile where they do not. */
type AsyncDispose = SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol } ? Key : never;

/** What `await using` looks for. */
export type AsyncDisposable = Readonly<Record<AsyncDispose, () => Promise<void>>>;

type Class<Instance> = new (...args: never) => Instance;

/** A class whose instances `await using` can dispose of. */
export type Disposable<Base extends Class<object>> = new (
  ...args: ConstructorParameters<Base>
) => InstanceType<Base> & AsyncDisposable;

/** Has `await using` call `dispose`, on platforms that know it. */
export function asyncDisposable<Base extends Class<object>>(base: Base): Disposable<Base> {
  // Older browsers have no such symbol, and a method under the name "undefined" would help nobody.
  const { asyncDispose } = Symbol as { readonly asyncDispose?: symbol };
  if (asyncDispose) {
    Object.defineProperty(base.prototype, asyncDispose, {
      configurable: true,
      value(this: { dispose(): Promise<void> }): Promise<void> {
        return this.dispose();
      },
    });
  }
  // The line above made what the type promises, wherever a program can ask for it.
  return base as unknown as Disposable<Base>;
}

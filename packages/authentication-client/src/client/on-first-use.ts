type FeatureClass<Context, Feature> = new (context: Context) => Feature;
type Asynchronous<Feature> = {
  readonly [Name in keyof Feature]: Feature[Name] extends (...args: never) => Promise<unknown> ? Feature[Name] : never;
};
type Call = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * A class with the methods of a feature, whose code is loaded with the first call of one. For what few pages use: each of
 * its methods has to answer with a promise, and may wait for nothing that the first call must do at once.
 *
 * @param methods - The name of every method; the compiler finds one that is missing.
 * @param load - Imports the module.
 */
export function onFirstUse<Context, Feature extends Asynchronous<Feature>>(
  methods: { readonly [Name in keyof NoInfer<Feature>]: true },
  load: () => Promise<FeatureClass<Context, Feature>>,
): FeatureClass<Context, Feature> {
  class Deferred {
    readonly #context: Context;
    #feature: Feature | undefined;

    constructor(context: Context) {
      this.#context = context;
    }

    // An import that failed is tried again with the next call.
    static async feature(deferred: Deferred): Promise<Feature> {
      const Loaded = await load();
      deferred.#feature ??= new Loaded(deferred.#context);
      return deferred.#feature;
    }
  }
  for (const name of Object.keys(methods)) {
    Object.defineProperty(Deferred.prototype, name, {
      configurable: true,
      writable: true,
      async value(this: Deferred, ...args: readonly unknown[]): Promise<unknown> {
        // The names are those of the feature's methods.
        const feature = (await Deferred.feature(this)) as Readonly<Record<string, Call>>;
        return feature[name]?.(...args);
      },
    });
  }
  // The loop above made what the type promises, a method for each name.
  return Deferred as unknown as FeatureClass<Context, Feature>;
}

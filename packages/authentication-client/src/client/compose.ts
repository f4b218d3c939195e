import { type FailureReport, hearingFailures } from '@sallyport/core';

/** What composing looks at in the context that features share. */
interface ComposedContext {
  readonly options: { readonly failures?: FailureReport | undefined };
}

type Feature = new (context: never) => object;
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never;
/** What satisfies every feature, and what they are composed on. */
type ContextOf<Features extends readonly Feature[]> = Intersection<
  Exclude<ConstructorParameters<Features[number]>[0], undefined> // a feature without ports takes none
>;

/** A class with the methods of every feature, beside what its base has. */
export type Composed<Base extends Feature, Features extends readonly Feature[]> = new (
  context: ContextOf<readonly [...Features, Base]>,
) => InstanceType<Base> & Intersection<InstanceType<Features[number]>>;

/**
 * Makes one flat class of features, as the vendor's client is one: each feature stays a class of its own with its own
 * ports, and an instance passes a call on to the feature that has the method.
 *
 * @param base - What the flat class has beside that.
 */
export function composeFeatures<Base extends Feature, const Features extends readonly Feature[]>(
  base: Base,
  features: Features,
): Composed<Base, Features> {
  // The type of the result sees to it that the context is what base and features need.
  const Base = base as unknown as new (context: ComposedContext) => object;
  class Flat extends Base {
    readonly #features: readonly object[];

    constructor(context: ComposedContext) {
      super(context);
      const { failures } = context.options;
      this.#features = features.map(
        (FeatureClass) => hearingFailures(new FeatureClass(context as never), failures), // as above
      );
    }

    static feature(flat: Flat, index: number): Readonly<Record<string, (...args: unknown[]) => unknown>> {
      // The index came with a method name of that very feature.
      return flat.#features[index] as Readonly<Record<string, (...args: unknown[]) => unknown>>;
    }
  }
  features.forEach((FeatureClass, index) => {
    for (const name of methodNames(FeatureClass.prototype)) {
      Object.defineProperty(Flat.prototype, name, {
        configurable: true,
        writable: true,
        value(this: Flat, ...args: unknown[]): unknown {
          return Flat.feature(this, index)[name]?.(...args);
        },
      });
    }
  });
  // The loop above made what the type promises, a method for each of every feature.
  return Flat as unknown as Composed<Base, Features>;
}

function methodNames(prototype: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) if (name !== 'constructor') names.add(name);
  }
  return names;
}

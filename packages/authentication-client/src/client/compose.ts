import type { ClientContext } from './client-context.js';
import { hearingFailures } from './hearing-failures.js';

type Feature = new (context: ClientContext) => object;
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never;

/** A class with the methods of every feature. */
export type Composed<Features extends readonly Feature[]> = new (
  context: ClientContext,
) => Intersection<InstanceType<Features[number]>>;

/**
 * Makes one flat class of features, as the vendor's client is one: each feature stays a class of its own with its own
 * ports, and an instance passes a call on to the feature that has the method.
 */
export function composeFeatures<const Features extends readonly Feature[]>(features: Features): Composed<Features> {
  class Flat {
    readonly #features: readonly object[];

    constructor(context: ClientContext) {
      const { failures } = context.options;
      this.#features = features.map((FeatureClass) => hearingFailures(new FeatureClass(context), failures));
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
  return Flat as unknown as Composed<Features>;
}

function methodNames(prototype: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) if (name !== 'constructor') names.add(name);
  }
  return names;
}

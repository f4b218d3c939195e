/** Marks an error of ours. Installed copies of the package share it, unlike their classes. */
export const BRAND: unique symbol = Symbol.for('sallyport.error');

/** What this client calls itself in `x-authing-sdk-version`. */
export const SDK_VERSION = 'js:sallyport-1.0.0';

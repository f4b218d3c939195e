// axios exports this module and ships no types for it.
declare module 'axios/unsafe/core/dispatchRequest.js' {
  import type { AxiosRequestConfig, AxiosResponse } from 'axios';
  export default function dispatchRequest<Data>(
    config: AxiosRequestConfig & { readonly __proto__: null },
  ): Promise<AxiosResponse<Data>>;
}

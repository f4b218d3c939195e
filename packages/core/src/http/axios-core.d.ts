// The package exports this module and ships no types for it.
declare module 'axios/unsafe/core/Axios.js' {
  import { Axios } from 'axios';
  export default Axios;
}

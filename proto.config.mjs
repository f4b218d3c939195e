import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import commonjs from '@rollup/plugin-commonjs';
const root = '/work/wt/arch';
const core = join(root,'packages/core/build');
const unreached = new Map([['axios/lib/adapters/adapters.js','export default { getAdapter: (a)=>a };'],['axios/lib/defaults/index.js','export default {};']]);
export default {
  input: Object.fromEntries((process.env.ENTRIES ?? 'index,gotrue,totp,endpoints').split(',').map(n=>[n,join(root,'packages/authentication-client/build',n+'.js')])),
  external: ['sm-crypto-v2','ws','@simplewebauthn/browser','@supabase/auth-js'],
  treeshake: { moduleSideEffects: false },
  plugins: [
    { name:'a', resolveId(s){ if(s==='@sallyport/core') return join(core,'index.js'); if(s==='#platform') return join(core,'platform/browser.js'); return null; },
      load(id){ for(const [k,v] of unreached) if(id.endsWith(k)) return v; return null; } },
    nodeResolve({browser:true}), commonjs(), { name:'d', generateBundle(_,b){ if(!process.env.DETAIL) return; const seen=new Set(); const walk=n=>{ if(seen.has(n)||!b[n]) return; seen.add(n); b[n].imports.forEach(walk);}; walk(process.env.DETAIL+'.js'); const rows=[]; for(const n of seen) for(const [id,m] of Object.entries(b[n].modules)) rows.push([m.renderedLength,id.replace(root,'').replace('/packages/',''),n]); rows.sort((a,b)=>b[0]-a[0]); const t={}; for(const [l,id] of rows){ const k=id.split('/').slice(0,4).join('/'); t[k]=(t[k]??0)+l;} console.log(rows.map(r=>r.join(' ')).join('\n')); console.log('TOTAL',rows.reduce((s,r)=>s+r[0],0)); console.log(Object.entries(t).sort((a,b)=>b[1]-a[1]).slice(0,30)); } }],
  onwarn(){},
  output: { dir: process.env.OUT ?? '/tmp/proto', format:'es', minifyInternalExports: true,
   ...(process.env.MIN ? {experimentalMinChunkSize: Number(process.env.MIN)} : {}) },
};

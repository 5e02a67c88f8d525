import { readSafely } from './src/platform/documents/sandbox.ts';
const [f,doing,kind]=process.argv.slice(2); const t=performance.now();
const task = doing==='pages'?{do:'pages',kind,from:1,most:5}:doing==='words'?{do:'words',kind}:{do:'clean',kind,asSent:false};
console.log(await readSafely(f, task as any, {seconds:60,megabytes:900}, async (p:any)=>{console.log(JSON.stringify(p.words??p.pictures.map((x:any)=>[x.page,x.size,x.bytes.length,x.width,x.height])).slice(0,300))}, doing==='clean'?'/tmp/texts-clean':undefined), Math.round(performance.now()-t));

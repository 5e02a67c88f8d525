// Loaded before the program (node --import): errors are told by the lines of our sources. Those of the packages stay as they are:
// their maps, read at every start, would take 20 MB in each process.
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });

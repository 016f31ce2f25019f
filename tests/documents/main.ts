// `make protocol`: writes what is generated of docs/protocol/.
import { mkdir, writeFile } from 'node:fs/promises';
import { FOLDER, documents } from './documents.ts';

await mkdir(`${FOLDER}schema`, { recursive: true });
for (const [name, text] of Object.entries(await documents())) await writeFile(`${FOLDER}${name}`, text);

// `make dashboards`: writes the dashboards and the alerts.
import { mkdir, writeFile } from 'node:fs/promises';
import { FOLDER, files } from './files.ts';

await mkdir(`${FOLDER}grafana/dashboards`, { recursive: true });
for (const [name, text] of Object.entries(await files())) await writeFile(`${FOLDER}${name}`, text);

// `make settings`: writes .env.example.
import { writeFile } from 'node:fs/promises';
import { EXAMPLE, settingsExample } from './settings-example.ts';

await writeFile(EXAMPLE, await settingsExample());

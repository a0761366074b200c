// node validate.mjs <package directory> <template>...: a JSON array of [template, severity, rule, resource, message], without mere information.
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const [packages, ...templates] = process.argv.slice(2);
const { default: validate } = await import(pathToFileURL(path.join(packages, '@aws/cloudformation-validate/index.js')));

const engine = new validate.CelEngine();
const found = templates.flatMap(template => engine.validateStandard(new validate.TemplateFile(template)).diagnostics
    .filter(d => d.severity !== 'INFO')
    .map(d => [path.basename(template), d.severity, d.ruleId, d.entity?.logicalId ?? '', d.message]));
engine.free();
console.log(JSON.stringify(found));

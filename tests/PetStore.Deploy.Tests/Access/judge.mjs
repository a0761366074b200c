// node judge.mjs <package directory>: policies and requests as JSON on stdin, true or false for each request on stdout.
// iam-simulate knows nothing of this project: it decides as IAM documents it, identity policies and accounts included.
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const simulator = pathToFileURL(path.join(process.argv[2], '@cloud-copilot/iam-simulate/dist/esm/index.js'));
const { anonymousPrincipal, runSimulation } = await import(simulator);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { policies, requests } = JSON.parse(Buffer.concat(chunks).toString());

// The signer's own policy.
const permission = resource => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resource }] });

async function isAllowed({ policy, principal, permitted, resource, keys }) {
    const result = await runSimulation({
        request: {
            action: 'execute-api:Invoke',
            principal: principal ?? anonymousPrincipal,
            resource: { resource, accountId: '123456789012' },
            contextVariables: keys,
        },
        identityPolicies: permitted ? [{ name: 'permission', policy: permission(permitted) }] : [],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: policies[policy],
    }, {});
    if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
    return result.overallResult === 'Allowed';
}

const answers = [];
for (const request of requests) answers.push(await isAllowed(request));
console.log(JSON.stringify(answers));

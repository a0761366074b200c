// simulate.mjs <questions> <answers>: each line of the first file is {policy, request}; the line of the second is what
// @cloud-copilot/iam-simulate makes of that resource policy.
import { createRequire } from 'node:module'
import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(process.cwd() + '/'))
const { anonymousPrincipal, runSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')))
const [questions, answers] = process.argv.slice(2)

async function simulate({ policy, request }) {
  const result = await runSimulation({
    request: {
      principal: request.principal === '*' ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: '123456789012' },
      contextVariables: request.keys
    },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policy
  }, {})
  return result.resultType === 'error'
    ? { error: result.errors }
    : { verdict: result.result.analysis.resourceAnalysis.result, ignored: result.result.ignoredContextKeys }
}

const lines = (await readFile(questions, 'utf8')).trimEnd().split('\n')
const results = []
for (const line of lines) results.push(JSON.stringify(await simulate(JSON.parse(line))))
await writeFile(answers, results.join('\n') + '\n')

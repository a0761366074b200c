// Runs a Node.js handler: asks the Lambda Runtime API for events and posts what the handler gives back.
'use strict';

const http = require('node:http');
const path = require('node:path');
const fs = require('node:fs');
const { PassThrough } = require('node:stream');
const { pathToFileURL } = require('node:url');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true });
const streaming = Symbol('streaming');
const preludes = Symbol('prelude');

const wanted = /nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV || '');
if (wanted && wanted[1] !== process.versions.node.split('.')[0]) {
  console.error(`The template asks for nodejs${wanted[1]}.x; this is Node.js ${process.version}.`);
}

// What Lambda's own runtime offers to functions that stream.
globalThis.awslambda = {
  streamifyResponse(handler) {
    handler[streaming] = true;
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      stream[preludes] = prelude;
      return stream;
    },
  },
};

function open(method, url, headers) {
  return http.request({ host, port, agent, method, path: `/2018-06-01/runtime/${url}`, headers });
}

function send(method, url, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = open(method, url, body === undefined ? headers : { 'Content-Length': Buffer.byteLength(body), ...headers });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.end(body);
  });
}

function describe(error) {
  const isError = error instanceof Error;
  return {
    errorType: isError ? error.name : 'Runtime.UnknownReason',
    errorMessage: isError ? error.message : String(error),
    stackTrace: isError ? String(error.stack).split('\n') : [],
  };
}

function fail(url, error) {
  console.error(error);
  const description = describe(error);
  return send('POST', url, JSON.stringify(description), { 'Lambda-Runtime-Function-Error-Type': description.errorType });
}

async function loadModule(file) {
  const found = ['.js', '.mjs', '.cjs', ''].map((extension) => file + extension).find((name) => fs.existsSync(name) && fs.statSync(name).isFile());
  if (!found) {
    throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  }

  if (found.endsWith('.mjs')) {
    return import(pathToFileURL(found));
  }

  try {
    return require(found);
  } catch (error) {
    if (error.code === 'ERR_REQUIRE_ESM') {
      return import(pathToFileURL(found));
    }

    throw error;
  }
}

// directory/module.export, where the export may be nested: index.api.handler.
async function loadHandler() {
  const name = process.env._HANDLER;
  const [module, ...exports] = path.basename(name).split('.');
  const loaded = await loadModule(path.resolve(process.env.LAMBDA_TASK_ROOT, path.dirname(name), module));
  const find = (root) => exports.reduce((value, key) => (value == null ? undefined : value[key]), root);
  const handler = find(loaded) ?? find(loaded.default);
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${name} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }

  return handler;
}

function contextOf(headers, callback) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: callback,
    succeed: (result) => callback(null, result),
    fail: (error) => callback(error ?? new Error('context.fail')),
  };
}

// The result of an async handler, of a callback, or null when neither comes and nothing is left to do.
function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    const idle = () => resolve(null);
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    process.once('beforeExit', idle);
    const result = handler(event, contextOf(headers, callback), callback);
    if (typeof result?.then === 'function') {
      result.then(resolve, reject);
    }
  }).finally(() => process.removeAllListeners('beforeExit'));
}

async function invokeBuffered(handler, event, headers, id) {
  const result = await run(handler, event, headers);
  await send('POST', `invocation/${id}/response`, JSON.stringify(result) ?? 'null', { 'Content-Type': 'application/json' });
}

// The request is opened with the first byte: the prelude is known by then.
function invokeStreaming(handler, event, headers, id) {
  return new Promise((resolve, reject) => {
    const output = new PassThrough();
    let request;
    const begin = () => {
      request = open('POST', `invocation/${id}/response`, {
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        'Content-Type': output[preludes] ? 'application/vnd.awslambda.http-integration-response' : 'application/octet-stream',
        'Transfer-Encoding': 'chunked',
        Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      });
      request.on('error', reject);
      request.on('response', (response) => response.resume().on('end', resolve));
      if (output[preludes]) {
        request.write(Buffer.concat([Buffer.from(JSON.stringify(output[preludes])), Buffer.alloc(8)]));
      }
    };
    output.on('data', (chunk) => {
      if (!request) {
        begin();
      }

      if (!request.write(chunk)) {
        output.pause();
        request.once('drain', () => output.resume());
      }
    });
    output.on('end', () => {
      if (!request) {
        begin();
      }

      request.end();
    });
    Promise.resolve()
      .then(() => handler(event, output, contextOf(headers, () => {})))
      .catch((error) => {
        if (!request) {
          reject(error);
          return;
        }

        console.error(error);
        const description = describe(error);
        request.addTrailers({
          'Lambda-Runtime-Function-Error-Type': description.errorType,
          'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(description)).toString('base64'),
        });
        request.end();
      });
  });
}

async function main() {
  let current;
  const die = async (error) => {
    await fail(current ? `invocation/${current}/error` : 'init/error', error);
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);

  const handler = await loadHandler();
  for (;;) {
    const { headers, body } = await send('GET', 'invocation/next');
    current = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    try {
      const invoke = handler[streaming] ? invokeStreaming : invokeBuffered;
      await invoke(handler, JSON.parse(body), headers, current);
    } catch (error) {
      await fail(`invocation/${current}/error`, error);
    }
  }
}

main();

// The peer: the same three routes with Fastify and better-sqlite3, its logger on, the database as safe as ours.
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [port, path] = process.argv.slice(2);
const database = new Database(path);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS pets (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, cents INTEGER NOT NULL, version INTEGER NOT NULL) STRICT');
const find = database.prepare('SELECT id, type, cents, version FROM pets WHERE id = ?');
const list = database.prepare('SELECT id, type, cents FROM pets WHERE id > ? ORDER BY id LIMIT ?');
const insert = database.prepare('INSERT INTO pets (type, cents, version) VALUES (?, ?, 1)');
for (const [type, cents] of [['dog', 24999], ['cat', 12499], ['fish', 99]]) insert.run(type, cents);

const type = { type: 'string', enum: ['dog', 'cat', 'fish', 'bird', 'gecko'] };
const price = { type: 'number', minimum: 0, maximum: 1000000 };
const pet = { type: 'object', properties: { id: { type: 'integer' }, type: { type: 'string' }, price: { type: 'number' } } };
const newPet = { type: 'object', required: ['type', 'price'], additionalProperties: false, properties: { type, price } };
const created = { type: 'object', properties: { pet, message: { type: 'string' } } };

// One line for each request, as ours: by default Fastify writes two.
const app = Fastify({ logger: true, disableRequestLogging: true });
app.addHook('onResponse', (request, reply, done) => {
  request.log.info({ method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime }, 'request');
  done();
});
app.get('/pets/:id', { schema: { response: { 200: pet } } }, (request, reply) => {
  const row = find.get(request.params.id);
  if (!row) return reply.code(404).send();
  reply.header('ETag', `"${row.version}"`);
  return { id: row.id, type: row.type, price: row.cents / 100 };
});
app.get('/pets', { schema: { response: { 200: { type: 'array', items: pet } } } }, (request, reply) => {
  const rows = list.all(0, 21);
  if (rows.length > 20) reply.header('Link', `</pets?after=${rows[19].id}&limit=20>; rel="next"`);
  return rows.slice(0, 20).map(row => ({ id: row.id, type: row.type, price: row.cents / 100 }));
});
app.post('/pets', { schema: { body: newPet, response: { 201: created } } }, (request, reply) => {
  const { lastInsertRowid } = insert.run(request.body.type, Math.round(request.body.price * 100));
  reply.code(201).header('Location', `/pets/${lastInsertRowid}`).header('ETag', '"1"');
  return { pet: { id: Number(lastInsertRowid), ...request.body }, message: 'success' };
});
await app.listen({ host: '127.0.0.1', port: Number(port) });

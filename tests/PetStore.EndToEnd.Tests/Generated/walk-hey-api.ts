// Every call of the contract, through the functions that @hey-api/openapi-ts writes.
import { createPet, deletePet, exportPets, getLiveness, getPet, getReadiness, listPets, replacePet } from "./hey-api/index.js";
import type { NewPet } from "./hey-api/index.js";
import { client } from "./hey-api/client.gen.js";
import { baseUrl, called, equal, given } from "./check.js";

client.setConfig({ baseUrl });

equal((await getLiveness()).data?.status, "ok", "live");
called("getLiveness");
equal((await getReadiness()).data?.status, "ok", "ready");
called("getReadiness");

const fish: NewPet = { type: "fish", price: 0.99 };
const headers = { "Idempotency-Key": `hey-api-${Date.now()}` };
const created = await createPet({ body: fish, headers });
const pet = given(created.data, "the created pet").pet;
equal([pet.type, pet.price], ["fish", 0.99], "created");
equal((await createPet({ body: fish, headers })).data, created.data, "repeated");
equal((await createPet({ body: { type: "cat", price: 1 }, headers })).error?.status, 422, "another pet under one key");
called("createPet");

// @ts-expect-error: the types know what a pet may be
const horse = await createPet({ body: { type: "horse", price: -1 } });
equal(Object.keys(given(horse.error?.errors, "errors by field")).sort(), ["price", "type"], "errors");

const page = await listPets({ query: { type: "fish", limit: 100 } });
equal(page.data?.some((one) => one.id === pet.id), true, "listed");
equal((await listPets({ query: { after: pet.id } })).data, [], "after the last pet");
equal((await listPets({ query: { order: "desc", limit: 1 } })).data?.[0]?.id, pet.id, "the newest first");
called("listPets");

const exported = await exportPets({ query: { type: "fish" }, parseAs: "text" });
equal(given(exported.data, "the export").split("\n").includes(JSON.stringify(pet)), true, "exported");
called("exportPets");

const path = { petId: pet.id };
const found = await getPet({ path });
equal(found.data, pet, "found");
const etag = given(found.response?.headers.get("ETag"), "ETag");
equal((await getPet({ path, headers: { "If-None-Match": etag } })).response?.status, 304, "unchanged");
called("getPet");

const replaced = await replacePet({ path, headers: { "If-Match": etag }, body: { type: "dog", price: 1000000 } });
equal(replaced.data, { ...pet, type: "dog", price: 1000000 }, "replaced");
equal((await replacePet({ path, headers: { "If-Match": etag }, body: fish })).error?.status, 412, "an older version");
called("replacePet");

equal((await deletePet({ path })).response?.status, 204, "removed");
equal((await getPet({ path })).error?.status, 404, "gone");
called("deletePet");

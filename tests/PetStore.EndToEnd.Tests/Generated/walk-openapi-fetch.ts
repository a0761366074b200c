// Every call of the contract, through the types of openapi-typescript.
import createClient from "openapi-fetch";
import type { components, paths } from "./petstore.js";
import { baseUrl, called, equal, given } from "./check.js";

const client = createClient<paths>({ baseUrl });

const live = await client.GET("/health/live");
equal(live.data?.status, "ok", "live");
called("getLiveness");

const ready = await client.GET("/health/ready");
equal(ready.data?.status, "ok", "ready");
called("getReadiness");

const bird: components["schemas"]["NewPet"] = { type: "bird", price: 19.99 };
const headers = { "Idempotency-Key": `openapi-fetch-${Date.now()}` };
const created = await client.POST("/pets", { body: bird, params: { header: headers } });
const pet = given(created.data, "the created pet").pet;
equal([pet.type, pet.price, created.response.status], ["bird", 19.99, 201], "created");
const repeated = await client.POST("/pets", { body: bird, params: { header: headers } });
equal(repeated.data, created.data, "repeated");
const another = await client.POST("/pets", { body: { type: "cat", price: 1 }, params: { header: headers } });
equal(another.error?.status, 422, "another pet under one key");
called("createPet");

// @ts-expect-error: the types know what a pet may be
const horse = await client.POST("/pets", { body: { type: "horse", price: 0.001 } });
const errors = given(horse.error?.errors, "errors by field");
equal(Object.keys(errors).sort(), ["price", "type"], "errors");

const page = await client.GET("/pets", { params: { query: { type: "bird", limit: 100 } } });
equal(page.data?.some((one) => one.id === pet.id), true, "listed");
const first = await client.GET("/pets", { params: { query: { limit: 1 } } });
equal(/^<[^>]+>; rel="next", <[^>]+>; rel="first"$/.test(first.response.headers.get("Link") ?? ""), true, "next link");
const after = await client.GET("/pets", { params: { query: { after: pet.id } } });
equal(after.data, [], "after the last pet");
const nonsense = await client.GET("/pets", { params: { query: { page: 2, after: 1 } } });
equal(nonsense.error?.status, 400, "page with after");
const newest = await client.GET("/pets", { params: { query: { order: "desc", limit: 1 } } });
equal(newest.data?.[0]?.id, pet.id, "the newest first");
called("listPets");

const exported = await client.GET("/pets/export", { params: { query: { type: "bird" } }, parseAs: "text" });
equal(given(exported.data, "the export").split("\n").includes(JSON.stringify(pet)), true, "exported");
called("exportPets");

const path = { petId: pet.id };
const found = await client.GET("/pets/{petId}", { params: { path } });
equal(found.data, pet, "found");
const etag = given(found.response.headers.get("ETag"), "ETag");
const unchanged = await client.GET("/pets/{petId}", { params: { path, header: { "If-None-Match": etag } } });
equal(unchanged.response.status, 304, "unchanged");
called("getPet");

const replaced = await client.PUT("/pets/{petId}", { params: { path, header: { "If-Match": etag } }, body: { type: "gecko", price: 0.1 } });
equal(replaced.data, { ...pet, type: "gecko", price: 0.1 }, "replaced");
const late = await client.PUT("/pets/{petId}", { params: { path, header: { "If-Match": etag } }, body: bird });
equal(late.error?.status, 412, "an older version");
called("replacePet");

const removed = await client.DELETE("/pets/{petId}", { params: { path } });
equal(removed.response.status, 204, "removed");
const gone = await client.GET("/pets/{petId}", { params: { path } });
equal([gone.data ?? null, gone.error?.status, gone.error?.title], [null, 404, "Not Found"], "gone");
equal(typeof given(gone.error, "problem").requestId, "string", "request id");
called("deletePet");

// Every call of the contract, through a client that Kiota generated.
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;
using PetStore.Kiota;
using PetStore.Kiota.Models;
using PetStore.Kiota.Pets;

using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = args[0].TrimEnd('/') };
var client = new PetStoreKiota(adapter);

Equal("ok", (await client.Health.Live.GetAsync())?.Status, "live");
Called("getLiveness");
Equal("ok", (await client.Health.Ready.GetAsync())?.Status, "ready");
Called("getReadiness");

var bird = new NewPet { Type = PetType.Bird, Price = 19.99m };
var key = $"kiota-{Guid.NewGuid()}";
var pet = (await client.Pets.PostAsync(bird, request => request.Headers.Add("Idempotency-Key", key)))!.Pet!;
Equal(((PetType?)PetType.Bird, (decimal?)19.99m), (pet.Type, pet.Price), "created");
Equal(pet.Id, (await client.Pets.PostAsync(bird, request => request.Headers.Add("Idempotency-Key", key)))!.Pet!.Id, "repeated");
var other = await ProblemOf(422, () => client.Pets.PostAsync(new NewPet { Type = PetType.Cat, Price = 1 }, request => request.Headers.Add("Idempotency-Key", key)));
Equal("The idempotency key was used for another pet.", other.Message, "the exception's message");
var wrong = await ProblemOf(400, () => client.Pets.PostAsync(new NewPet { Type = PetType.Cat, Price = 0.001m }));
Equal(true, wrong.Errors!.AdditionalData.ContainsKey("price"), "errors by field");
Called("createPet");

Equal(pet.Id, (await client.Pets.GetAsync(request => (request.QueryParameters.Type, request.QueryParameters.Limit) = (PetType.Bird, 100)))!.Single().Id, "listed");
Equal(pet.Id, (await client.Pets.GetAsync(request => (request.QueryParameters.Order, request.QueryParameters.Limit) = (GetOrderQueryParameterType.Desc, 1)))!.Single().Id, "newest");
Equal(0, (await client.Pets.GetAsync(request => request.QueryParameters.After = pet.Id))!.Count, "after the last pet");
await ProblemOf(400, () => client.Pets.GetAsync(request => (request.QueryParameters.Page, request.QueryParameters.After) = (2, 1)));
Called("listPets");

using (var export = new StreamReader((await client.Pets.Export.GetAsync(request => request.QueryParameters.Type = PetType.Bird))!))
    Equal($$"""{"id":{{pet.Id}},"type":"bird","price":19.99}""" + "\n", await export.ReadToEndAsync(), "exported");
Called("exportPets");

var headers = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
var found = await client.Pets[pet.Id!.Value].GetAsync(request => request.Options.Add(headers));
Equal((pet.Id, pet.Type, pet.Price), (found!.Id, found.Type, found.Price), "found");
var etag = headers.ResponseHeaders["ETag"].Single();
Called("getPet");

var replaced = await client.Pets[pet.Id.Value].PutAsync(new NewPet { Type = PetType.Gecko, Price = 0.1m }, request => request.Headers.Add("If-Match", etag));
Equal(((PetType?)PetType.Gecko, (decimal?)0.1m), (replaced!.Type, replaced.Price), "replaced");
await ProblemOf(412, () => client.Pets[pet.Id.Value].PutAsync(bird, request => request.Headers.Add("If-Match", etag)));
Called("replacePet");

await client.Pets[pet.Id.Value].DeleteAsync();
var gone = await ProblemOf(404, () => client.Pets[pet.Id.Value].GetAsync());
Equal(((string?)"Not Found", true), (gone.Title, gone.RequestId is { Length: > 0 }), "gone");
Called("deletePet");

static async Task<Problem> ProblemOf(int status, Func<Task> call)
{
    try
    {
        await call();
    }
    catch (Problem problem)
    {
        Equal(((int?)status, status), (problem.Status, problem.ResponseStatusCode), "status");
        return problem;
    }

    throw new InvalidOperationException($"{status} was expected.");
}

static void Equal<T>(T expected, T actual, string what)
{
    if (!Equals(expected, actual))
        throw new InvalidOperationException($"{what}: expected {expected}, got {actual}.");
}

static void Called(string operation) => Console.WriteLine($"called {operation}");

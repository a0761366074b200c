using System.Text.Json;
using System.Text.Json.Serialization;
using PetStore.Api.Errors;
using PetStore.Api.Health;
using PetStore.Api.Pets;

namespace PetStore.Api;

/// <summary>The types that the app writes as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pet))]
[JsonSerializable(typeof(Pet[]))]
[JsonSerializable(typeof(NewPetResponse))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class PetStoreJson : JsonSerializerContext;

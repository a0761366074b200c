using System.Runtime.CompilerServices;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Contract;

/// <summary>A store in which every call does what the test says, and then fails.</summary>
internal sealed class FaultyStore(Func<CancellationToken, Task> call) : IPetStore
{
    public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CancellationToken cancellationToken) => FailAsync<bool>(cancellationToken);

    public Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken) => FailAsync<StoredPet?>(cancellationToken);

    public Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken) => FailAsync<PetPage>(cancellationToken);

    public async IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await FailAsync<Pet[]>(cancellationToken);
    }

    public Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken) =>
        FailAsync<CreateResult>(cancellationToken);

    public Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken) =>
        FailAsync<WriteResult>(cancellationToken);

    public Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken) =>
        FailAsync<WriteResult>(cancellationToken);

    private async Task<T> FailAsync<T>(CancellationToken cancellationToken)
    {
        await call(cancellationToken);
        throw new InvalidOperationException("The call was expected to fail.");
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace PetStore.Api.Tests.Contract;

public sealed class PagingProperties
{
    [Fact]
    public Task Following_the_links_visits_every_pet_once_in_id_order() =>
        ForAllAsync(async (app, changes, limit) =>
        {
            var ids = new SortedSet<long> { 1, 2, 3 };
            foreach (var change in changes)
                await ApplyAsync(app, change, ids);

            Assert.Equal(ids, await WalkAsync(app, limit, () => Task.CompletedTask));
        });

    [Fact]
    public Task Changes_between_pages_do_not_hide_or_repeat_a_pet() =>
        ForAllAsync(async (app, changes, limit) =>
        {
            await app.CreateAsync(8);
            var ids = new SortedSet<long>(Enumerable.Range(1, 11).Select(id => (long)id));
            var throughout = ids.ToHashSet();
            var left = new Queue<int>(changes);

            var visited = await WalkAsync(app, limit, async () =>
            {
                if (left.TryDequeue(out var change))
                    await ApplyAsync(app, change, ids);
                throughout.IntersectWith(ids);
            });

            Assert.Equal(visited.Order().Distinct(), visited);
            Assert.Superset(throughout, visited.ToHashSet());
        });

    private static async Task ForAllAsync(Func<PetStoreApp, int[], int, Task> property)
    {
        var cases =
            from changes in Gen.Choose(-20, 12).ArrayOf()
            from limit in Gen.Choose(1, 5)
            select (changes, limit);
        foreach (var (changes, limit) in cases.Sample(30, 15))
        {
            await using var app = new PetStoreApp();
            await property(app, changes, limit);
        }
    }

    // A negative change removes that pet, any other creates one.
    private static async Task ApplyAsync(PetStoreApp app, int change, SortedSet<long> ids)
    {
        if (change >= 0)
            ids.Add((await app.CreateAsync(1))[0]);
        else if ((await app.DeleteAsync($"/pets/{-change}")).Status == 204)
            ids.Remove(-change);
    }

    private static async Task<List<long>> WalkAsync(PetStoreApp app, int limit, Func<Task> between)
    {
        var visited = new List<long>();
        for (var next = $"/pets?limit={limit}"; next is not null; await between())
        {
            var page = await app.GetAsync(next);
            Assert.InRange(page.Ids.Count, 0, limit);
            visited.AddRange(page.Ids);
            next = page.Next;
        }

        return visited;
    }
}

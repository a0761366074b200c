using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace PetStore.Api.Tests.Contract;

[Properties(MaxTest = 15)]
public sealed class PagingProperties
{
    [Property]
    public Property Following_the_links_visits_every_pet_once_in_id_order() =>
        ForAll(async (app, changes, limit) =>
        {
            var ids = new SortedSet<long> { 1, 2, 3 };
            foreach (var change in changes)
                await ApplyAsync(app, change, ids);

            Assert.Equal(ids, await WalkAsync(app, limit, () => Task.CompletedTask));
        });

    [Property]
    public Property Changes_between_pages_do_not_hide_or_repeat_a_pet() =>
        ForAll(async (app, changes, limit) =>
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

    private static Property ForAll(Func<PetStoreApp, int[], int, Task> property) => Prop.ForAll(
        Gen.Choose(-20, 12).ArrayOf().Zip(Gen.Choose(1, 5)).ToArbitrary(),
        async sample =>
        {
            await using var app = new PetStoreApp();
            await property(app, sample.Item1, sample.Item2);
        });

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

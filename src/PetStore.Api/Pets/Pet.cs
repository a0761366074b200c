namespace PetStore.Api.Pets;

/// <summary>The kinds of pets that the store sells; on the wire in lower case.</summary>
internal enum PetType
{
    Dog,
    Cat,
    Fish,
    Bird,
    Gecko,
}

/// <summary>A pet before the store has given it an id.</summary>
/// <param name="Type">What kind of pet it is.</param>
/// <param name="Price">0 to 1,000,000 with at most two decimals, exact.</param>
internal sealed record NewPet(PetType Type, decimal Price);

/// <summary>A pet of the store. The order of the members is the order on the wire.</summary>
/// <param name="Id">1 to 2^53-1, counted up by the store, never used again.</param>
/// <param name="Type">What kind of pet it is.</param>
/// <param name="Price">0 to 1,000,000 with at most two decimals, exact.</param>
internal sealed record Pet(long Id, PetType Type, decimal Price);

/// <summary>What creating a pet answers.</summary>
/// <param name="Pet">The pet as it is stored.</param>
/// <param name="Message">Always <c>success</c>.</param>
internal sealed record NewPetResponse(Pet Pet, string Message);

using Microsoft.Extensions.Options;
using PetStore.Api.Storage;

namespace PetStore.Api.Errors;

/// <summary>A wrong configuration ends the start with one line, not with a stack trace: there is nothing to debug.</summary>
internal static class StartFailure
{
    public static void EndsWithOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        if (failure.ExceptionObject is not (StoreConfigurationException or OptionsValidationException))
            return;

        Console.Error.WriteLine(((Exception)failure.ExceptionObject).Message);
        Environment.Exit(1);
    };
}

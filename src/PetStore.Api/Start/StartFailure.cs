using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PetStore.Api.Storage;

namespace PetStore.Api.Start;

/// <summary>
/// What only another configuration can mend ends the start with one line and exit code 1, not with a stack trace: there is
/// nothing to debug.
/// </summary>
internal static class StartFailure
{
    public static void EndsWithOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        if (failure.ExceptionObject is not Exception exception || !IsConfiguration(exception))
            return;

        Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
        Environment.Exit(1);
    };

    private static bool IsConfiguration(Exception exception) => exception
        is WrongSettingException
        or StoreConfigurationException
        or OptionsValidationException
        or InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } // a setting of the wrong type
        or IOException { InnerException: AddressInUseException };
}

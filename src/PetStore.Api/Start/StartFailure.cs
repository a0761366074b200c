using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;
using PetStore.Api.Storage;

namespace PetStore.Api.Start;

/// <summary>
/// A wrong setting ends the start with one line and exit code 1. A stack trace would not help: there is nothing to debug.
/// </summary>
internal static class StartFailure
{
    private static UnhandledExceptionEventHandler? s_handler;

    /// <summary>A second call moves it behind handlers that were added meanwhile, and lets messages name the addresses.</summary>
    public static void EndsWithOneLine(IConfiguration? configuration = null)
    {
        AppDomain.CurrentDomain.UnhandledException -= s_handler;
        s_handler = (_, failure) =>
        {
            if (Explain((Exception)failure.ExceptionObject, configuration) is not { } line)
                return;

            Console.Error.WriteLine(line.ReplaceLineEndings(" "));
            Environment.Exit(1);
        };
        AppDomain.CurrentDomain.UnhandledException += s_handler;
    }

    /// <returns>The line, or null if no setting is the cause.</returns>
    private static string? Explain(Exception exception, IConfiguration? configuration) => exception switch
    {
        WrongSettingException or StoreConfigurationException or OptionsValidationException => exception.Message,
        // A setting of the wrong type; the message has its name and value.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => exception.Message,
        // appsettings.json
        InvalidDataException { InnerException: { } inner } => $"{exception.Message} {inner.InnerException?.Message ?? inner.Message}",
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}. Choose another with --urls.",
        SocketException => $"Cannot listen on {configuration?[WebHostDefaults.ServerUrlsKey]}: {exception.Message}. Set --urls to an address of this machine.",
        InvalidOperationException when exception.Message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal) =>
            "An https address needs a certificate: run 'dotnet dev-certs https', or set Kestrel:Certificates:Default:Path.",
        CryptographicException or FileNotFoundException when exception.StackTrace?.Contains("Certificate", StringComparison.Ordinal) == true =>
            $"The certificate in Kestrel:Certificates cannot be used: {exception.Message}",
        _ => null,
    };
}

using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>Servers for responses that the gateway never sends.</summary>
internal static class Stub
{
    /// <param name="response">Status line, header lines, an empty line, body; if empty, the connection is closed at once.</param>
    public static CannedServer Answering(string response, string address = "127.0.0.1", int port = 0) =>
        new(response.ReplaceLineEndings("\r\n"), address, port);

    /// <summary>A response in the form that API Gateway uses for its own errors.</summary>
    public static CannedServer Answering(int status, string errorType, string body) =>
        Answering($"HTTP/1.1 {status} X\nx-amzn-RequestId: 7a5e\nx-amzn-ErrorType: {errorType}\nContent-Length: {body.Length}\nConnection: close\n\n{body}");

    /// <summary>A response of a web server, proxy or load balancer on the way.</summary>
    public static CannedServer InBetween(int status, string server, string body = "<html>") =>
        Answering($"HTTP/1.1 {status} X\nServer: {server}\nContent-Length: {body.Length}\nConnection: close\n\n{body}");
}

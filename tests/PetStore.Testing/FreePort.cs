using System.Net;
using System.Net.Sockets;

namespace PetStore.Testing;

public static class FreePort
{
    /// <summary>A port of 127.0.0.1 that nobody listened on a moment ago: for programs that cannot choose one themselves.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Net;
using System.Net.Sockets;

namespace PetStore.Testing;

public static class FreePort
{
    /// <summary>
    /// A port of 127.0.0.1 that nobody listened on a moment ago: for programs that cannot choose one themselves. It lies below the ports that
    /// systems give to connections and to listeners on port 0, so that none of those takes it in the meantime.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}

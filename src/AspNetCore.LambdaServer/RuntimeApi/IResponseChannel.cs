namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>Sends responses, one invocation at a time: in one piece, or while the app writes them.</summary>
internal interface IResponseChannel
{
    /// <returns>False: the response was not accepted, and the next invocation can be fetched.</returns>
    bool Respond(string requestId, OutgoingPost response);

    /// <summary>Begins a response whose body follows.</summary>
    void Begin(string requestId, OutgoingPost prelude);

    /// <summary>Sends more of the body, and blocks while the other side does not read.</summary>
    /// <returns>False: the other side does not want the rest of the response.</returns>
    bool TryWrite(ReadOnlySpan<byte> chunk);

    /// <summary>Whether the other side does not want the rest of the response.</summary>
    bool IsAbandoned { get; }

    /// <summary>Ends a response that has begun.</summary>
    /// <param name="fault">Not null: the response is incomplete, and the client must see that.</param>
    /// <returns>As for <see cref="Respond"/>.</returns>
    bool End(Exception? fault);

    /// <summary>Ends a blocked write, from another thread. The response is aborted.</summary>
    void Abort();
}

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>Takes the response of one invocation after the other: in one piece, or while the app writes it.</summary>
internal interface IResponseChannel
{
    /// <returns>False: the response was not accepted, and the next invocation can be asked for.</returns>
    bool Respond(string requestId, OutgoingPost response);

    /// <summary>Begins a response whose body follows.</summary>
    void Begin(string requestId, OutgoingPost prelude);

    /// <summary>Sends more of the body, and blocks while the other side takes nothing.</summary>
    /// <returns>False: nobody wants the rest of the response.</returns>
    bool TryWrite(ReadOnlySpan<byte> chunk);

    /// <summary>Whether nobody wants the rest of the response.</summary>
    bool IsAbandoned { get; }

    /// <summary>Ends a response that was begun.</summary>
    /// <param name="fault">Not null: the response is incomplete, and the client must see that.</param>
    /// <returns>As for <see cref="Respond"/>.</returns>
    bool End(Exception? fault);

    /// <summary>Ends a write that blocks, from another thread. The response is broken off.</summary>
    void Abort();
}

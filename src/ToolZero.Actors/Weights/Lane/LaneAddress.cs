namespace ToolZero.Actors.Weights.Lane;

/// <summary>Where a node serves frames.</summary>
/// <param name="Host">Name or address, as other nodes reach it.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Ticket">What a peer shows first: <see cref="TicketBytes"/> random bytes in hexadecimal, which it learnt over remoting.</param>
public sealed record LaneAddress(string Host, int Port, string Ticket)
{
    public const int TicketBytes = 16;

    public override string ToString() => $"{Host}:{Port}";
}

using ToolZero.Actors.Wire;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>What is signed, as bytes: messages of the wire's own manifest, read only after their signature was found right.</summary>
internal static class AdminCodec
{
    private static readonly WireEntry Request = WireManifest.ByType[typeof(OperatorRequest)];

    public static byte[] Write(OperatorRequest request) => Request.Encode(request);

    /// <exception cref="WireException">The bytes are no request of this release.</exception>
    public static OperatorRequest ReadRequest(byte[] body) => (OperatorRequest)Request.Decode(body, null);

    public static (string Manifest, byte[] Body) Write(OperatorReply reply)
    {
        object message = reply is OperatorReply.Answered answered ? answered.Answer : reply;
        var entry = WireManifest.ByType[message.GetType()];
        var body = entry.Encode(message);
        return body.Length <= MaxReplyBytes
            ? (entry.Manifest, body)
            : Write(new OperatorReply.Refused($"the answer has {body.Length / 1024} KiB, {MaxReplyBytes / 1024} at most: ask for less"));
    }

    /// <exception cref="WireException">The message is no reply that this release knows.</exception>
    public static OperatorReply ReadReply(string manifest, byte[] body) =>
        WireManifest.ByManifest.TryGetValue(manifest, out var entry) && IsReply(entry.Type)
            ? entry.Decode(body, null) switch
            {
                OperatorReply reply => reply,
                AdminAnswer answer => new OperatorReply.Answered(answer),
                var other => throw new WireException($"{other.GetType().Name} is no reply"),
            }
            : throw new WireException($"{manifest} is no reply that this release knows: use the release of the cluster");

    private static bool IsReply(Type type) => type.IsAssignableTo(typeof(OperatorReply)) || type.IsAssignableTo(typeof(AdminAnswer));
}

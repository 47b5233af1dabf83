using System.Security.Cryptography;
using System.Text;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>What exactly is signed, in both directions.</summary>
internal static class AdminSignature
{
    private static readonly byte[] CommandDomain = "toolzero admin command 1"u8.ToArray();
    private static readonly byte[] NoBody = [0];
    private static readonly byte[] ReplyDomain = "toolzero admin reply 1"u8.ToArray();

    public static SignedCommand Command(AdminSecret secret, string id, string operatorName, byte[] token, byte[] body) =>
        new(id, operatorName, token, body, secret.Sign(CommandDomain, Bytes(id), Bytes(operatorName), token, body));

    /// <summary>A command of somebody without the secret: it is denied wherever it comes.</summary>
    public static SignedCommand Unsigned(string id, string operatorName) => new(id, operatorName, [], NoBody, new byte[HMACSHA256.HashSizeInBytes]);

    public static bool Holds(AdminSecret secret, SignedCommand command) =>
        secret.Signed(command.Signature, CommandDomain, Bytes(command.Id), Bytes(command.Operator), command.Token, command.Body);

    public static SignedReply Reply(AdminSecret secret, string id, string manifest, byte[] body) =>
        new(id, manifest, body, secret.Sign(ReplyDomain, Bytes(id), Bytes(manifest), body));

    public static bool Holds(AdminSecret secret, SignedReply reply) =>
        secret.Signed(reply.Signature, ReplyDomain, Bytes(reply.Id), Bytes(reply.Manifest), reply.Body);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

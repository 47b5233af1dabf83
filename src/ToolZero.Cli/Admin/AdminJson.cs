using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Admin;

namespace ToolZero.Cli.Admin;

/// <summary>Replies as JSON: an answer is its own object, everything else is an object with <c>outcome</c>.</summary>
internal static class AdminJson
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true };

    public static string Write(AdminResult result, AdminOutcome outcome, bool isIndented) => JsonSerializer.Serialize(
        result switch
        {
            AdminResult.Replied { Reply: OperatorReply.Answered answered } => answered.Answer,
            AdminResult.Replied { Reply: OperatorReply.Applied a } => new { outcome = outcome.Word, step = a.Step, before = a.Before, after = a.After },
            AdminResult.Replied { Reply: OperatorReply.Refused r } => new { outcome = outcome.Word, reason = r.Reason, didYouMean = r.DidYouMean },
            AdminResult.Replied { Reply: OperatorReply.Overdue o } => new { outcome = outcome.Word, waitingFor = o.WaitingFor },
            _ => (object)new { outcome = outcome.Word, reason = outcome.Line },
        },
        isIndented ? Indented : Line);
}

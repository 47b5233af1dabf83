using System.Text;
using ToolZero.Actors.Admin;

namespace ToolZero.Actors.Tests.Admin.Support;

/// <summary>Secrets of tests.</summary>
internal static class Secrets
{
    public static AdminSecret Own { get; } = Of("what only operators know");

    public static AdminSecret Wrong { get; } = Of("what an outsider guesses");

    public static AdminSecret Of(string text) => AdminSecret.Of(Encoding.UTF8.GetBytes(text), "test");
}

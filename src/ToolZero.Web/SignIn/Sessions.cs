using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ToolZero.Web.SignIn;

/// <summary>Who is signed in at this node. A session that was closed is closed in all its browser windows at once, open pages included.</summary>
internal sealed class Sessions(TimeProvider time)
{
    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Sessions at a time: the oldest gives way.</summary>
    public const int Most = 1000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _open = [];

    /// <summary>The name of a new session.</summary>
    public string Open()
    {
        foreach (var (old, end) in _open)
            if (end <= time.GetUtcNow()) _open.TryRemove(old, out _);
        while (_open.Count >= Most) _open.TryRemove(_open.MinBy(s => s.Value).Key, out _);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _open[name] = time.GetUtcNow() + Lifetime;
        return name;
    }

    public bool IsOpen(string name) => _open.TryGetValue(name, out var end) && time.GetUtcNow() < end;

    public void Close(string name) => _open.TryRemove(name, out _);
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Authorization;
using ToolZero.Actors.Admin;
using ToolZero.Web.Operators;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>A command that somebody is about to give, as he is asked whether he means it.</summary>
/// <param name="Words">The command as one would type it.</param>
/// <param name="Title">What it does, as a question.</param>
/// <param name="Consequence">What comes of it.</param>
/// <param name="IsGrave">It cannot simply be undone.</param>
public sealed record PageCommand(ImmutableArray<string> Words, string Title, string Consequence, bool IsGrave = false)
{
    public string Text => string.Join(' ', Words);

    /// <summary>What its last word is, where somebody has to type that; "" where nothing is to be typed.</summary>
    public string InputLabel { get; init; } = "";

    /// <summary>What stands there at first.</summary>
    public string InputValue { get; init; } = "";
}

/// <summary>How the last command ended.</summary>
public sealed record PageOutcome(string Text, bool IsGood);

/// <summary>The commands of one open page: asks, gives, tells. One per circuit.</summary>
internal sealed class PageCommands(OperatorDesk desk, BoardFeed feed, Sessions sessions, AuthenticationStateProvider users)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is being asked; null = nothing.</summary>
    public PageCommand? Asked { get; private set; }

    /// <summary>What came of the last one; null = none was given.</summary>
    public PageOutcome? Outcome { get; private set; }

    /// <summary>A command is under way.</summary>
    public bool IsBusy { get; private set; }

    public event Action? Changed;

    public void Ask(PageCommand command) => Set(() => (Asked, Outcome) = (command, null));

    public void Cancel() => Set(() => Asked = null);

    public void Forget() => Set(() => Outcome = null);

    /// <summary>Signed out in another window, or the session is over: this page shows and commands nothing any more.</summary>
    public async Task<bool> IsSignedIn() => sessions.IsOpen((await users.GetAuthenticationStateAsync()).User.Session());

    /// <summary>It is meant.</summary>
    /// <param name="input">What was typed, where something had to be.</param>
    public async Task Confirm(string input)
    {
        if (Asked is not { } asked || IsBusy) return;
        var command = asked.InputLabel.Length == 0 ? asked : asked with { Words = asked.Words.Add(input) };
        Set(() => (Asked, IsBusy) = (null, true));
        var user = (await users.GetAuthenticationStateAsync()).User;
        var outcome = sessions.IsOpen(user.Session())
            ? Tell(command, await desk.Give(user.Signature(), command.Words, Patience, CancellationToken.None))
            : new PageOutcome("You are signed out.", false);
        Set(() => (IsBusy, Outcome) = (false, outcome));
        feed.Hurry();
    }

    private static PageOutcome Tell(PageCommand command, AdminResult result) => result switch
    {
        AdminResult.Replied { Reply: OperatorReply.Applied { Before: var before, After: var after, Step: var step } } =>
            new($"{command.Text}: applied at step {step}{(after.Length == 0 ? "" : before.Length == 0 || before == after ? $", {after}" : $", {before} → {after}")}", true),
        AdminResult.Replied { Reply: OperatorReply.Overdue o } => new($"{command.Text}: not in force yet, it waits for {o.WaitingFor}; the audit trail will say how it ended", true),
        AdminResult.Replied { Reply: OperatorReply.Refused r } => new($"{command.Text}: refused, {r.Reason}{(r.DidYouMean.Length == 0 ? "" : $"; did you mean {r.DidYouMean}?")}", false),
        AdminResult.Denied d => new($"{command.Text}: denied, {d.Reason}", false),
        AdminResult.Unreachable u => new($"{command.Text}: {u.Reason}", false),
        _ => new($"{command.Text}: no answer in time; the audit trail says whether it was applied", false),
    };

    private void Set(Action change)
    {
        change();
        Changed?.Invoke();
    }
}

using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using ToolZero.Actors.Admin;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Admin;

/// <summary>Sends a command to a cluster.</summary>
internal delegate Task<AdminResult> SendCommand(ImmutableArray<string> words, TimeSpan timeout, CancellationToken stop);

/// <summary>Gives commands and shows what became of them: tables in a terminal, the same without colours elsewhere, JSON on request.</summary>
internal sealed class AdminSession(CommandContext context, bool isJson, SendCommand send)
{
    /// <summary>Columns where nobody says how wide the output is.</summary>
    private const int PlainWidth = 200;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>One command.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Give(ImmutableArray<string> words, TimeSpan timeout)
    {
        var result = await send(words, timeout, context.Stop);
        var outcome = AdminOutcome.Of(result, timeout);
        if (isJson) await context.Out.WriteLineAsync(AdminJson.Write(result, outcome, isIndented: true));
        else if (Answer(result) is { } answer) Show(answer);
        else if (outcome.Code == ExitCodes.Success) await context.Out.WriteLineAsync(outcome.Line);
        if (outcome.Code != ExitCodes.Success) await context.Error.WriteLineAsync($"toolzero: {outcome.Line.ReplaceLineEndings(" ")}");
        return outcome.Code;
    }

    /// <summary>A query again and again, until Ctrl-C; a cluster that does not answer for a while is waited for.</summary>
    public async Task<int> Watch(ImmutableArray<string> words, TimeSpan timeout)
    {
        try
        {
            if (isJson || !context.IsTerminal) await Repeat(words, timeout, Line);
            else
            {
                var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Out) });
                await console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(live => Repeat(words, timeout, (result, outcome) =>
                {
                    live.UpdateTarget(Answer(result) is { } answer ? AdminPictures.Of(answer, console.Profile.Width) : new Markup($"[yellow]{Markup.Escape(outcome.Line)}[/]"));
                    return Task.CompletedTask;
                }));
            }
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends.
        }

        return ExitCodes.Success;
    }

    private async Task Repeat(ImmutableArray<string> words, TimeSpan timeout, Func<AdminResult, AdminOutcome, Task> show)
    {
        using var timer = new PeriodicTimer(Period, context.Time);
        do
        {
            var result = await send(words, timeout, context.Stop);
            await show(result, AdminOutcome.Of(result, timeout));
        }
        while (await timer.WaitForNextTickAsync(context.Stop));
    }

    private async Task Line(AdminResult result, AdminOutcome outcome)
    {
        if (isJson) await context.Out.WriteLineAsync(AdminJson.Write(result, outcome, isIndented: false));
        else if (Answer(result) is { } answer) Show(answer);
        else await context.Error.WriteLineAsync($"toolzero: {outcome.Line}");
        await context.Out.FlushAsync();
    }

    private static AdminAnswer? Answer(AdminResult result) => result is AdminResult.Replied { Reply: OperatorReply.Answered answered } ? answered.Answer : null;

    private void Show(AdminAnswer answer)
    {
        if (context.IsTerminal)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Out) });
            console.Write(AdminPictures.Of(answer, console.Profile.Width));
        }
        else
        {
            context.Out.Write(Plain(width => AdminPictures.Of(answer, width)));
        }
    }

    /// <summary>The picture without colours and without blanks at the ends of lines.</summary>
    private static string Plain(Func<int, IRenderable> picture)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = PlainWidth;
        console.Write(picture(PlainWidth));
        return string.Join('\n', text.ToString().Split('\n').Select(l => l.TrimEnd())).TrimEnd('\n') + "\n";
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>What a process left behind.</summary>
/// <param name="ExitCode">As the system reports it.</param>
/// <param name="Output">Lines of standard output.</param>
/// <param name="Errors">Lines of standard error.</param>
internal sealed record ProcessResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)
{
    public string Text => string.Join('\n', Output);

    /// <summary>Everything, for the message of a failed assertion.</summary>
    public string All => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}\n--- stdout\n{Text}\n--- stderr\n{string.Join('\n', Errors)}");

    /// <summary>Standard output as one JSON value.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public ProcessResult Succeeded()
    {
        Assert.True(ExitCode == 0, All);
        return this;
    }
}

/// <summary>The command as users start it: a process of its own. Every wait has a deadline; a process that is left behind is killed.</summary>
internal sealed class ToolZeroProcess : IAsyncDisposable
{
    /// <summary>Far above what anything here takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Between two looks at a condition that nobody announces, such as a row of the ledger.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>The program as it is built from this tree.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "toolzero.dll");

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly string _command;

    private ToolZeroProcess(string[] arguments, IEnumerable<KeyValuePair<string, string>> environment, string? network = null, string? build = null)
    {
        _command = "toolzero " + string.Join(' ', arguments);
        var (program, before) = Launch();
        if (network is not null) (program, before) = ("ip", ["netns", "exec", network, program, .. before]);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var word in (string[])[.. before, build ?? Program, .. arguments]) start.ArgumentList.Add(word);
        start.Environment["TOOLZERO_HOME"] = SharedData.RepositoryRoot;
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data, _output, isOutput: true);
        _process.ErrorDataReceived += (_, e) => Take(e.Data, _errors, isOutput: false);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public static ToolZeroProcess Start(params string[] arguments) => new(arguments, []);

    /// <summary>Starts it with variables of its own.</summary>
    public static ToolZeroProcess StartWith(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) => new(arguments, environment);

    /// <summary>Starts another build of it.</summary>
    public static ToolZeroProcess StartFrom(string program, params string[] arguments) => new(arguments, [], build: program);

    /// <summary>Starts it in a network namespace, where <c>ip netns exec</c> becomes the process itself.</summary>
    public static ToolZeroProcess StartIn(string network, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) => new(arguments, environment, network);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<ProcessResult> Run(params string[] arguments)
    {
        await using var process = Start(arguments);
        return await process.End();
    }

    /// <summary>What it has said so far, for the message of a failed wait.</summary>
    public string Said => $"--- stdout\n{string.Join('\n', _output)}\n--- stderr\n{string.Join('\n', _errors)}";

    /// <summary>Waits for the end.</summary>
    public async Task<ProcessResult> End()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw Late("its end");
        }

        return new ProcessResult(_process.ExitCode, [.. _output], [.. _errors]);
    }

    /// <summary>Waits for a line of standard output that the condition accepts.</summary>
    public async Task<string> Line(Func<string, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
                if (condition(line)) return line;
        }
        catch (OperationCanceledException)
        {
            throw Late("a line");
        }

        throw new InvalidOperationException($"{_command} ended without the line that was waited for: {(await End()).All}");
    }

    /// <summary>Waits for an event of <c>train --json</c>.</summary>
    public async Task<JsonElement> Event(string name, Func<JsonElement, bool>? condition = null)
    {
        var found = default(JsonElement);
        await Line(line =>
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("event").GetString() != name || condition?.Invoke(json.RootElement) == false) return false;
            found = json.RootElement.Clone();
            return true;
        });
        return found;
    }

    /// <summary>Waits for a condition that nobody announces.</summary>
    public Task Until(string what, Func<bool> condition) => Until(what, () => Task.FromResult(condition()), () => "");

    /// <summary>The same for one that has to be asked for.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="condition">Asks.</param>
    /// <param name="last">What the last answer was, for the message of a failed wait.</param>
    public async Task Until(string what, Func<Task<bool>> condition, Func<string> last)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Look);
        while (!await condition())
        {
            if (HasEnded) throw new InvalidOperationException($"{_command} ended before {what}: {(await End()).All}\n{last()}");
            if (Stopwatch.GetElapsedTime(start) > Deadline) throw Late($"{what} ({last()})");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>kill -9: nothing of the process runs after this.</summary>
    public async Task Kill()
    {
        Assert.False(HasEnded, $"{_command} ended before it could be killed");
        _process.Kill(entireProcessTree: true);
        await End();
    }

    /// <summary>Ctrl-C.</summary>
    public Task Interrupt() => Signal("-INT");

    /// <summary>How a pod is ended.</summary>
    public Task Terminate() => Signal("-TERM");

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>A parent that ignores Ctrl-C (a job in the background of a shell) hands that down; users' shells do not.</summary>
    private static (string Program, string[] Before) Launch()
    {
        const long interrupt = 1 << (2 - 1);
        var ignored = File.Exists("/proc/self/status")
            && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
            && (long.Parse(line.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & interrupt) != 0;
        return ignored ? ("env", ["--default-signal=INT", "dotnet"]) : ("dotnet", []);
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Take(string? line, ConcurrentQueue<string> into, bool isOutput)
    {
        if (line is null)
        {
            if (isOutput) _lines.Writer.TryComplete();
            return;
        }

        into.Enqueue(line);
        if (isOutput) _lines.Writer.TryWrite(line);
    }

    private TimeoutException Late(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{_command}: waited {Deadline.TotalSeconds} s for {what}\n{Said}"));
}

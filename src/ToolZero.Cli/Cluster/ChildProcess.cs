using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ToolZero.Cli.Cluster;

/// <summary>One start of a child: its output goes to a file, its input is what keeps it alive.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptErrors = 20;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Lock _gate = new();
    private readonly StreamWriter _output;
    private DateTimeOffset? _frozenSince;

    /// <param name="start">What to start.</param>
    /// <param name="outputFile">File that its output is appended to.</param>
    public ChildProcess(ProcessStartInfo start, string outputFile)
    {
        _output = new StreamWriter(new FileStream(outputFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data, isError: false);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, isError: true);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Id = _process.Id;
        Ended = _process.WaitForExitAsync();
    }

    public int Id { get; }

    /// <summary>Completes when it has ended.</summary>
    public Task Ended { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>The last line that it wrote to standard error; "" when there is none.</summary>
    public string LastError => _errors.LastOrDefault("");

    /// <summary>Writes a command; one that is gone hears nothing.</summary>
    public void Tell(string word)
    {
        try
        {
            _process.StandardInput.WriteLine(word);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>True when the system has held it stopped for longer than that: nobody else would end it.</summary>
    public bool IsFrozen(TimeSpan longerThan, DateTimeOffset now)
    {
        var isStopped = ReadState() == 'T';
        _frozenSince = isStopped ? _frozenSince ?? now : null;
        return _frozenSince is { } since && now - since > longerThan;
    }

    public void Dispose()
    {
        _process.Dispose();
        lock (_gate) _output.Dispose();
    }

    /// <summary>The letter in <c>/proc/PID/stat</c>, after the name in brackets; null where there is no such file.</summary>
    private char? ReadState()
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/stat"));
            var end = stat.LastIndexOf(')');
            return end + 2 < stat.Length ? stat[end + 2] : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Take(string? line, bool isError)
    {
        if (line is null) return;
        if (isError)
        {
            _errors.Enqueue(line);
            while (_errors.Count > KeptErrors) _errors.TryDequeue(out _);
        }

        lock (_gate)
        {
            try
            {
                _output.WriteLine(line);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // A full disk is the run's business; its output is not worth more.
            }
        }
    }
}

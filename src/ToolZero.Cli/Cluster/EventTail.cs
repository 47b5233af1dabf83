using System.Text;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Cluster;

/// <summary>Follows the events of a run that other processes do, from where the file ends now.</summary>
internal sealed class EventTail
{
    private readonly string _path;
    private readonly List<byte> _rest = [];
    private long _position;

    /// <param name="folder">The run folder.</param>
    public EventTail(string folder)
    {
        _path = EventJournal.Path(folder);
        _position = File.Exists(_path) ? new FileInfo(_path).Length : 0;
    }

    /// <summary>Events that came since the last call. A last line that is not whole yet waits.</summary>
    public IEnumerable<RunEvent> Read()
    {
        if (!File.Exists(_path)) yield break;
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Min(_position, stream.Length);
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            _position = stream.Position;
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != '\n')
                {
                    _rest.Add(buffer[i]);
                    continue;
                }

                // The line of a process that was killed while it wrote runs into the next one and is no event.
                var runEvent = EventJournal.Read(Encoding.UTF8.GetString([.. _rest]));
                _rest.Clear();
                if (runEvent is not null) yield return runEvent;
            }
        }
    }
}

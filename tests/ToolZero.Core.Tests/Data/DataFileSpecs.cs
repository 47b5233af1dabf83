using System.IO.Pipes;
using System.Text;
using ToolZero.Core.Data;

namespace ToolZero.Core.Tests.Data;

/// <summary>What gives its bytes once, as <c>&lt;(zcat rows.jsonl.gz)</c> does.</summary>
public sealed class DataFileSpecs
{
    private const string Row = """{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[]}""";

    [SkippableFact]
    public void A_pipe_whose_format_is_named_is_read()
    {
        using var pipe = new Pipe(Row);
        Assert.Equal("a", Assert.Single(Assert.Single(DataFile.Read(pipe.Path, DataFormats.Own, DataReading.Default)).Tasks).Id);
    }

    [SkippableFact]
    public void Without_a_name_its_first_row_would_be_gone()
    {
        using var pipe = new Pipe(Row);
        const string Why = ": is a pipe, and its first row cannot both tell the format and be read; name the format with --format, or write the rows into a file";
        Assert.Equal(pipe.Path + Why, Assert.Throws<DataException>(() => DataFile.Read(pipe.Path, null, DataReading.Default).Count()).Message);
        Assert.Equal(pipe.Path + Why, Assert.Throws<DataException>(() => DataValidation.Run(pipe.Path, null, DataReading.Default).Count()).Message);
    }

    [SkippableFact]
    public void A_run_needs_a_file()
    {
        using var pipe = new Pipe(Row);
        Assert.Equal($"{pipe.Path}: is a pipe, and a data set is read more than once; write the rows into a file", Assert.Throws<DataException>(() => DatasetLoader.Load(pipe.Path)).Message);
    }

    /// <summary>A pipe that holds a row and has no more to come.</summary>
    private sealed class Pipe : IDisposable
    {
        private readonly AnonymousPipeServerStream _read = new(PipeDirection.In);

        public Pipe(string row)
        {
            Skip.IfNot(Directory.Exists("/dev/fd"), "this system has no names for open pipes");
            using var write = new AnonymousPipeClientStream(PipeDirection.Out, _read.ClientSafePipeHandle);
            write.Write(Encoding.UTF8.GetBytes(row));
        }

        public string Path => $"/dev/fd/{_read.SafePipeHandle.DangerousGetHandle()}";

        public void Dispose() => _read.Dispose();
    }
}

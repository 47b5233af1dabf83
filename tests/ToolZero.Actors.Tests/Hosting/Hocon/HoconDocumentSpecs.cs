using System.Text;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Hosting.Hocon;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Hosting.Hocon;

public sealed class HoconDocumentSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-hocon");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a {\n  b {\n    c = 1\n  }\n", 1, "this { is not closed; add }")]
    [InlineData("a {\n  b = [1,\n 2\n", 2, "this [ is not closed; add ]")]
    [InlineData("a = 1\n}\nb = 2", 2, "this } closes nothing; remove it")]
    [InlineData("a {\n b = [1, 2 }\n", 2, "this } cannot close the [ of line 2")]
    [InlineData("{ a = 1 }\n}\n", 2, "this stands after the last }")]
    [InlineData("a = 1\nb = \"x\nc = 2", 2, "this text is not closed on its line")]
    [InlineData("a = \"\"\"x\n\ny", 1, "this text is not closed; end it with \"\"\"")]
    [InlineData("\n\na b\n", 3, "a b has no value")]
    [InlineData("a = 1\nb =", 2, "the text ends where a value of b was expected")]
    [InlineData("a =\nb = 2", 2, "unexpected =")]
    [InlineData("a += 1", 1, "+= is not known here; write a =")]
    [InlineData("a = 1\nb = ${?a}", 2, "${?…} is not known here")]
    [InlineData("a = \"\\q\"", 1, "\\q is no escape")]
    [InlineData("a = tcp://host:1", 1, "unexpected :")]
    [InlineData("a = [1,, 2]", 1, "unexpected ,")]
    [InlineData("a = 1 { b = 2 }", 1, "unexpected {")]
    [InlineData("a { b = 2 }, c = 3", 1, "unexpected ,, expected a line end")]
    [InlineData("a.", 1, "the text ends where a key was expected")]
    [InlineData("a..b = 1", 1, "unexpected .")]
    [InlineData("[1]", 1, "unexpected [")]
    [InlineData("a = x\u00a0y", 1, "U+00A0")]
    [InlineData("a { include \"x\" }", 1, "an include stands outside")]
    [InlineData("a = 1\n\na = ${a}x", 3, "${a} leads back to itself")]
    [InlineData("a = ${b}\nb = [1, ${c.d}]\nc { d { e = ${a} } }", 1, "${b} leads back to itself")]
    [InlineData("a = 1\nb = ${a.c}", 2, "${a.c} names no key")]
    public void What_is_not_sound_is_an_error_with_line_and_remedy(string text, int line, string expected)
    {
        var error = Assert.Throws<DataException>(() => HoconDocument.Read(text, "my.conf")).Message;
        Assert.StartsWith($"my.conf:{line}: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b = 1, c { d = x y }\n# end", "\"a\" {\n  \"b\" = \"1\"\n}\n\"c\" {\n  \"d\" = \"x y\"\n}\n")]
    [InlineData("{ \"a\" : { \"b\" : [1, 2.5, \"x\"] } }", "\"a\" {\n  \"b\" = [\"1\", \"2.5\", \"x\"]\n}\n")]
    [InlineData("a\n{\n  b = 10s // c\n}\r\n", "\"a\" {\n  \"b\" = \"10s\"\n}\n")]
    [InlineData("a = [\n  { b = 1 }\n  { b = ${c}x },\n]\nc = 2", "\"a\" = [{ \"b\" = \"1\" }, { \"b\" = \"2x\" }]\n\"c\" = \"2\"\n")]
    [InlineData("a = \"\"\"x \"y\"\nz\"\"\"", "\"a\" = \"x \\\"y\\\"\\nz\"\n")]
    [InlineData("a.x = 1\nb = ${a}\nb.y = 2", "\"a\" {\n  \"x\" = \"1\"\n}\n\"b\" {\n  \"y\" = \"2\"\n}\n")]
    [InlineData("include = 1\nincluded.include = 2\n#", "\"include\" = \"1\"\n\"included\" {\n  \"include\" = \"2\"\n}\n")]
    public void What_is_sound_is_read_as_it_is_meant(string text, string rendered) => Assert.Equal(rendered, Rendered(text));

    [Fact]
    public void Included_files_are_read_in_their_place()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "inner.conf"), "{ a = 1, b = ${a} }");
        Assert.Equal("\"a\" = \"2\"\n\"b\" = \"2\"\n\"c\" = \"2\"\n", Rendered("a = 0\ninclude \"inner.conf\"\na = 2\nc = ${b}", Path.Combine(_folder.FullName, "outer.conf")));
    }

    [Fact]
    public void An_error_in_an_included_file_names_that_file_and_its_line()
    {
        var inner = Path.Combine(_folder.FullName, "inner.conf");
        File.WriteAllText(inner, "\na {");
        Assert.StartsWith($"{inner}:2: ", ErrorOf("include \"inner.conf\""), StringComparison.Ordinal);
        File.WriteAllText(inner, "include \"inner.conf\"");
        Assert.StartsWith($"{inner}:1: inner.conf includes itself", ErrorOf("include \"inner.conf\""), StringComparison.Ordinal);

        // Neither file is a circle; both together are.
        File.WriteAllText(inner, "a = 1\nb = ${a}");
        Assert.Contains("leads back to itself", ErrorOf("include \"inner.conf\"\na = ${b}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a {", "sections")]
    [InlineData("[", "sections")]
    [InlineData("a.", "sections")]
    [InlineData("a = ${b}\n", "substitutions")]
    [InlineData("a = x\n", "characters")]
    public void What_is_too_deep_or_too_large_is_refused_quickly(string piece, string expected)
    {
        var text = "b = " + (piece == "[" ? "" : "1\n") + string.Concat(Enumerable.Repeat(piece, 1 + (HoconLimits.Characters / piece.Length)));
        Assert.Contains(expected, Assert.Throws<DataException>(() => HoconDocument.Read(text[..HoconLimits.Characters] + (expected == "characters" ? " " : ""), "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Substitutions_that_double_one_another_do_not_fill_the_memory()
    {
        var long_ = new string('x', 100_000);
        Assert.Contains("stand for more than", ErrorOf($"a = {long_}\nb = {Many("${a}")}\nc = {Many("${b}")}"), StringComparison.Ordinal);
        Assert.Contains("behind one another", ErrorOf(string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i} = ${{a{i + 1}}}\n")) + "a20 = 1"), StringComparison.Ordinal);

        static string Many(string piece) => string.Concat(Enumerable.Repeat(piece, 20));
    }

    [Fact]
    public void An_endless_file_is_refused()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Contains("more than", Assert.Throws<DataException>(() => HoconDocument.ReadFile("/dev/zero")).Message, StringComparison.Ordinal);
    }

    private string ErrorOf(string text) => Assert.Throws<DataException>(() => HoconDocument.Read(text, Path.Combine(_folder.FullName, "outer.conf"))).Message;

    private static string Rendered(string text, string source = "f")
    {
        var rendered = new StringBuilder();
        HoconTexts.Write(rendered, HoconDocument.Read(text, source).Root.GetObject(), 0);
        return rendered.ToString();
    }
}

using System.Text.RegularExpressions;
using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>
/// Collections in Java source, found anywhere in the text; null when there is none. The expressions run without backtracking, so that time
/// is linear whatever a model writes.
/// </summary>
internal static class JavaCollections
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex ArrayLiteral = new(@"new\s+\w+\[\]\s*\{(.*?)\}", Linear);
    private static readonly Regex ListOfItems = new(@"new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)", Linear);
    private static readonly Regex ListOfAdds = new(@"new\s+ArrayList<\w*>\(\)\s*\{\{\s*(.+?)\s*\}\}", Linear | RegexOptions.Singleline);
    private static readonly Regex EmptyList = new(@"new\s+ArrayList<\w*>\(\)", Linear);
    private static readonly Regex Add = new(@"add\((.+?)\)", Linear);
    private static readonly Regex MapOfPuts = new(@"new\s+HashMap<.*?>\s*\(\)\s*\{\s*\{?\s*(.*?)\s*\}?\s*\}", Linear | RegexOptions.Singleline);
    private static readonly Regex EmptyMap = new(@"new\s+HashMap<.*?>\s*\(\)", Linear);
    private static readonly Regex Put = new("put\\(\"(.*?)\",\\s*(.*?)\\)", Linear);

    /// <summary><c>new T[]{…}</c> up to the first closing brace. Items of type String keep their quotes.</summary>
    public static PyValue.Sequence? Array(string source, string items)
    {
        if (ArrayLiteral.Match(source) is not { Success: true } match) return null;
        var parts = match.Groups[1].Value.Split(',').Select(Trimmed).Where(part => part.Length > 0);
        return new PyValue.Sequence([.. parts.Select(part => JavaConverter.Convert(part, items))]);
    }

    /// <summary><c>new ArrayList&lt;T&gt;(Arrays.asList(…))</c>, or one that adds its items, or an empty one.</summary>
    public static PyValue.Sequence? ArrayList(string source, string items)
    {
        if (ListOfItems.Match(source) is { Success: true } list)
            return new PyValue.Sequence([.. list.Groups[1].Value.Split(',').Select(part => ListItem(Trimmed(part), items))]);
        if (ListOfAdds.Match(source) is { Success: true } adds)
            return new PyValue.Sequence([.. Add.Matches(adds.Groups[1].Value).Select(add => ListItem(Trimmed(add.Groups[1].Value), items))]);
        return EmptyList.IsMatch(source) ? new PyValue.Sequence([]) : null;
    }

    /// <summary><c>new HashMap&lt;…&gt;()</c> that puts its entries, with guessed values, or an empty one.</summary>
    public static PyMapping? HashMap(string source)
    {
        if (MapOfPuts.Match(source) is { Success: true } match)
        {
            return PyMapping.From([.. Put.Matches(match.Groups[1].Value).Select(put =>
                KeyValuePair.Create<PyValue, PyValue>(new PyValue.Text(put.Groups[1].Value), JavaConverter.Guess(Trimmed(put.Groups[2].Value))))]);
        }

        return EmptyMap.IsMatch(source) ? PyMapping.Empty : null;
    }

    /// <summary>Items of type String and char lose their first and last character, whatever these are.</summary>
    private static PyValue ListItem(string source, string type) => type is "String" or "char"
        ? new PyValue.Text(source.Length < 2 ? "" : source[1..^1])
        : JavaConverter.Convert(source, type);

    private static string Trimmed(string text) => PythonText.Trim(text).ToString();
}

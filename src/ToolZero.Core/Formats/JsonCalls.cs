using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Formats;

/// <summary>Calls as JSON objects <c>{"name": …, "arguments": {…}}</c>; the second key differs between formats.</summary>
internal static class JsonCalls
{
    /// <summary>Most calls in one completion, as in Python's syntax.</summary>
    private const int MaxCalls = PythonCallParser.MaxCalls;

    /// <summary>The call, or null with what is wrong. Other keys are ignored; NaN and infinities are no values of a call.</summary>
    public static ToolCall? Read(CallValue json, string argumentsKey, out string? error)
    {
        error = null;
        if (json is not CallValue.Mapping call) error = "a call is a JSON object";
        else if (Find(call, "name") is not CallValue.Text name) error = "a call needs a name that is a string";
        else if (Find(call, argumentsKey) is not CallValue.Mapping arguments) error = $"a call needs {argumentsKey} that are an object";
        else if (!IsFinite(arguments)) error = "a value is not finite";
        else return new ToolCall(name.Value, [.. arguments.Entries.Select(e => new Argument(((CallValue.Text)e.Key).Value, e.Value))]);
        return null;
    }

    /// <summary>Parses each text as one call.</summary>
    public static CallParse ReadEach(IReadOnlyCollection<string> texts, string argumentsKey)
    {
        if (texts.Count > MaxCalls) return CallParse.Failure($"more than {MaxCalls} calls", 0);
        var calls = ImmutableArray.CreateBuilder<ToolCall>(texts.Count);
        foreach (var text in texts)
        {
            var json = PythonJsonReader.Parse(text);
            if (!json.IsSuccess) return CallParse.Failure($"call {calls.Count + 1}: {json.Error}", json.Position);
            if (Read(json.Value!, argumentsKey, out var error) is not { } call) return CallParse.Failure($"call {calls.Count + 1}: {error}", 0);
            calls.Add(call);
        }

        return CallParse.Success(calls.ToImmutable());
    }

    /// <summary>Reads the items of a list as calls.</summary>
    public static CallParse ReadList(ImmutableArray<CallValue> items, string argumentsKey)
    {
        if (items.Length > MaxCalls) return CallParse.Failure($"more than {MaxCalls} calls", 0);
        var calls = ImmutableArray.CreateBuilder<ToolCall>(items.Length);
        foreach (var item in items)
        {
            if (Read(item, argumentsKey, out var error) is not { } call) return CallParse.Failure($"call {calls.Count + 1}: {error}", 0);
            calls.Add(call);
        }

        return CallParse.Success(calls.ToImmutable());
    }

    public static string Write(ToolCall call, string argumentsKey)
    {
        var text = new StringBuilder("{\"name\": ");
        PythonJsonWriter.AppendString(text, call.Name);
        text.Append(", \"").Append(argumentsKey).Append("\": ");
        PythonJsonWriter.Append(text, Arguments(call));
        return text.Append('}').ToString();
    }

    /// <summary>The call as the object that is written.</summary>
    public static CallValue Object(ToolCall call, string argumentsKey) => new CallValue.Mapping(
    [
        KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text("name"), new CallValue.Text(call.Name)),
        KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text(argumentsKey), Arguments(call)),
    ]);

    /// <summary>The arguments as a dictionary.</summary>
    public static CallValue.Mapping Arguments(ToolCall call) =>
        new([.. call.Arguments.Select(a => KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text(a.Name), a.Value))]);

    /// <summary>Null when JSON can carry the calls, else why not.</summary>
    public static string? Problem(ImmutableArray<ToolCall> calls)
    {
        if (calls.Length > MaxCalls) return $"more than {MaxCalls} calls";
        foreach (var call in calls)
        {
            if (call.Name.Length == 0) return "a call has no name";
            if (!CallValueJson.CanWrite(new CallValue.Text(call.Name))) return "the name of a call holds half of a surrogate pair";
            if (call.Arguments.FirstOrDefault(a => !CallValueJson.CanWrite(new CallValue.Text(a.Name)) || !CallValueJson.CanWrite(a.Value) || !IsFinite(a.Value)) is { Name: { } name })
                return $"JSON cannot carry the value of {name}";
        }

        return null;
    }

    public static CallValue? Find(CallValue.Mapping mapping, string key)
    {
        foreach (var (name, value) in mapping.Entries)
            if (name is CallValue.Text text && text.Value == key) return value;
        return null;
    }

    private static bool IsFinite(CallValue value) => value switch
    {
        CallValue.Real r => double.IsFinite(r.Value),
        CallValue.Sequence s => s.Items.All(IsFinite),
        CallValue.Mapping m => m.Entries.All(e => IsFinite(e.Value)),
        _ => true,
    };
}

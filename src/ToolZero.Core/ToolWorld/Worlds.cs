using System.Collections.Immutable;
using ToolZero.Core.Tools;

namespace ToolZero.Core.ToolWorld;

/// <summary>
/// The two worlds of ToolWorld. Most words are made of open syllables (lo-ca-te, ca-me-ra), so that a small byte-pair vocabulary spells
/// each of them with few pieces: a model of a million parameters can then learn to copy names it has never seen.
/// </summary>
public static class Worlds
{
    /// <summary>What the policy trains on.</summary>
    public static World Training { get; } = new(
        [
            Family("bakery", "locate rate rename", City, Size, Tone, Items, Safe),
            Family("camera", "rotate move tune", Zone, Degree, Mode, Live),
            Family("casino", "locate close validate", City, Code, Live, Note),
            Family("video", "save rotate copy", Page, Mode, Rate, Tags, Wide),
            Family("salary", "modify verify donate", Name, Rate, Code, Note),
            Family("library", "locate notify close", City, Time, Zone, Codes),
            Family("delivery", "notify relocate remove", City, Date, Size, Side, Safe),
            Family("policy", "verify rename resume", Code, Name, Date, Live),
            Family("tomato", "bake wipe donate", Size, Tone, Items, Rate),
            Family("radio", "tune rename move", Zone, Mode, Rate, Live),
            Family("memo", "copy type remove", Name, Page, Note, Tags, Wide),
            Family("cabin", "hire decorate rate", City, Date, Size, Side, Safe),
            Family("canoe", "hire move validate", Zone, Time, Size, Codes),
            Family("logo", "decorate save modify", Tone, Size, Wide, Name),
            Family("military", "notify relocate resume", Zone, Code, Date, Note),
            Family("binary", "decode copy validate", Mode, Page, Codes, Safe),
            Family("potato", "bake remove wipe", Size, Degree, Time, Items),
            Family("route", "navigate modify decode", City, Zone, Side, Degree, Live),
            Family("deputy", "notify hire rename", Name, Date, Code, Tags),
            Family("kimono", "decorate donate save", Tone, Size, Name, Wide),
        ],
        [
            "lima", "nara", "roma", "bali", "doha", "kobe", "pisa", "malaga", "verona", "toledo", "manila", "havana", "maria", "luca",
            "hugo", "rosa", "nina", "mika", "jane", "pete", "lola", "dana", "opal", "jade", "sepia", "mono", "soda", "papaya", "banana",
            "cocoa", "rice", "lime", "june", "july", "today", "cave", "lake", "dune", "home", "gate", "tulip", "rover", "pony", "melody",
            "gala", "lava", "ramada", "nebula", "tiara", "domino",
        ],
        RequestPhrases.Training);

    /// <summary>What it is measured on.</summary>
    public static World HeldOut { get; } = new(
        [
            Family("ferry", "reserve cite delay", Venue, Fare, Gate, Solo),
            Family("hotel", "review reserve unite", Venue, Nights, Pace, Vip, Rows),
            Family("medicine", "measure divide refuse", Dose, Owner, Lane, Mute),
            Family("magazine", "review translate delete", Title, Row, Hue, Labels),
            Family("robot", "activate delay repair", Gate, Pace, Mute, Rows),
            Family("piano", "repair measure reserve", Owner, Hue, Fare, Vip),
            Family("satellite", "activate unite simulate", Lane, Dose, Rows, Solo),
            Family("colony", "simulate divide unite", Title, Nights, Pace, Labels),
            Family("remedy", "refuse translate review", Dose, Owner, Nights, Mute),
            Family("tuxedo", "reserve repair delete", Hue, Fare, Owner, Vip),
            Family("lottery", "activate cite simulate", Title, Fare, Row, Solo),
            Family("refinery", "measure delay divide", Lane, Gate, Row, Labels),
        ],
        [
            "sofia", "cairo", "lusaka", "nagoya", "harare", "turino", "zara", "bruno", "tobias", "olive", "fiona", "mateo", "amber",
            "ivory", "coral", "mango", "cedar", "violet", "saturn", "harbor", "meadow", "canyon", "delta", "sigma", "polo", "safari",
            "samba", "tempo", "vivid", "lunar", "marina", "velvet", "baron", "monaco", "pagoda", "torino",
        ],
        RequestPhrases.HeldOut);

    /// <summary>The world of a split.</summary>
    public static World Of(ToolWorldSplit split) => split == ToolWorldSplit.Training ? Training : HeldOut;

    private static FamilyParameter City => Text("city");
    private static FamilyParameter Zone => Text("zone");
    private static FamilyParameter Name => Text("name");
    private static FamilyParameter Date => Text("date");
    private static FamilyParameter Note => Text("note");
    private static FamilyParameter Size => Integer("size");
    private static FamilyParameter Code => Integer("code");
    private static FamilyParameter Page => Integer("page");
    private static FamilyParameter Time => Integer("time");
    private static FamilyParameter Rate => Number("rate");
    private static FamilyParameter Degree => Number("degree");
    private static FamilyParameter Live => Flag("live");
    private static FamilyParameter Safe => Flag("safe");
    private static FamilyParameter Wide => Flag("wide");
    private static FamilyParameter Mode => Choice("mode", "lite", "fine", "pure");
    private static FamilyParameter Tone => Choice("tone", "rose", "navy", "ivy");
    private static FamilyParameter Side => Choice("side", "inside", "outside");
    private static FamilyParameter Items => List("items", ParameterType.String);
    private static FamilyParameter Tags => List("tags", ParameterType.String);
    private static FamilyParameter Codes => List("values", ParameterType.Integer);

    private static FamilyParameter Venue => Text("venue");
    private static FamilyParameter Owner => Text("owner");
    private static FamilyParameter Title => Text("title");
    private static FamilyParameter Lane => Text("lane");
    private static FamilyParameter Nights => Integer("nights");
    private static FamilyParameter Gate => Integer("dock");
    private static FamilyParameter Row => Integer("level");
    private static FamilyParameter Fare => Number("fare");
    private static FamilyParameter Dose => Number("dose");
    private static FamilyParameter Mute => Flag("mute");
    private static FamilyParameter Solo => Flag("solo");
    private static FamilyParameter Vip => Flag("vip");
    private static FamilyParameter Pace => Choice("pace", "steady", "rapid", "lazy");
    private static FamilyParameter Hue => Choice("hue", "ruby", "teal", "beige");
    private static FamilyParameter Labels => List("labels", ParameterType.String);
    private static FamilyParameter Rows => List("rows", ParameterType.Integer);

    private static ToolFamily Family(string noun, string verbs, params ImmutableArray<FamilyParameter> parameters) =>
        new(noun, [.. verbs.Split(' ')], parameters);

    private static FamilyParameter Text(string name) => new(name, ParameterType.String, []);

    private static FamilyParameter Integer(string name) => new(name, ParameterType.Integer, []);

    private static FamilyParameter Number(string name) => new(name, ParameterType.Number, []);

    private static FamilyParameter Flag(string name) => new(name, ParameterType.Boolean, []);

    private static FamilyParameter Choice(string name, params ImmutableArray<string> choices) => new(name, ParameterType.String, choices);

    private static FamilyParameter List(string name, ParameterType item) => new(name, ParameterType.Array, [], item);
}

using ToolZero.Core.Evaluation.Bfcl;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Questions and answers in the leaderboard's form and of its usual size, made up, so that the bench needs no data.</summary>
internal static class BfclSamples
{
    /// <summary>Each question with texts that a prompted model might write: right ones, wrong ones, prose.</summary>
    public static IReadOnlyList<(BfclQuestion Question, string[] Outputs)> All { get; } =
    [
        (Question(
            "simple_python",
            """{"id": "simple_python_0", "question": [[{"role": "user", "content": "Area?"}]], "function": [{"name": "geometry.area", "description": "", "parameters": {"type": "dict", "properties": {"base": {"type": "integer"}, "height": {"type": "float"}, "unit": {"type": "string"}}, "required": ["base", "height"]}}]}""",
            """{"id": "simple_python_0", "ground_truth": [{"geometry.area": {"base": [10], "height": [5.5], "unit": ["square meters", ""]}}]}"""),
            [
                "[geometry.area(base=10, height=5.5, unit='Square meters')]", "geometry.area(base=10, height=5.5)", "[geometry.area(base=10.0, height=5.5)]",
                "```\n[geometry.area(base=2*5, height=5.5)]\n```", "The area is 27.5 square meters.", "[geometry_area(base=10, height=5)]",
            ]),
        (Question(
            "parallel",
            """{"id": "parallel_0", "question": [[{"role": "user", "content": "Play."}]], "function": [{"name": "music.play", "description": "", "parameters": {"type": "dict", "properties": {"artist": {"type": "string"}, "minutes": {"type": "integer"}, "shuffle": {"type": "boolean"}}, "required": ["artist", "minutes"]}}]}""",
            """{"id": "parallel_0", "ground_truth": [{"music.play": {"artist": ["Taylor Swift"], "minutes": [20], "shuffle": ["", false]}}, {"music.play": {"artist": ["Maroon 5"], "minutes": [15], "shuffle": ["", false]}}, {"music.play": {"artist": ["Nina Simone"], "minutes": [5], "shuffle": [true]}}]}"""),
            [
                "[music.play(artist='Nina Simone', minutes=5, shuffle=True), music.play(artist='Maroon 5', minutes=15), music.play(artist='Taylor Swift', minutes=20)]",
                "[music.play(artist='Taylor Swift', minutes=20), music.play(artist='Maroon 5', minutes=15), music.play(artist='Nina Simone', minutes=5)]",
                "[music.play(artist='Taylor Swift', minutes=20)]",
            ]),
        (Question(
            "multiple",
            """{"id": "multiple_0", "question": [[{"role": "user", "content": "Order."}]], "function": [{"name": "menu.show", "description": "", "parameters": {"type": "dict", "properties": {}, "required": []}}, {"name": "order.place", "description": "", "parameters": {"type": "dict", "properties": {"items": {"type": "array", "items": {"type": "string"}}, "counts": {"type": "array", "items": {"type": "integer"}}, "address": {"type": "dict"}, "lines": {"type": "array", "items": {"type": "dict"}}}, "required": ["items", "counts"]}}]}""",
            """{"id": "multiple_0", "ground_truth": [{"order.place": {"items": [["olive oil", "rice"]], "counts": [[3, 1]], "address": [{"street": ["Main St. 1", "1 Main Street"], "zip": ["", "94301"]}], "lines": ["", [{"sku": ["a-1"], "n": [1]}]]}}]}"""),
            [
                "[order.place(items=['olive oil', 'rice'], counts=[3, 1], address={'street': 'Main St 1', 'zip': '94301'}, lines=[{'sku': 'A1', 'n': 1}])]",
                "[order.place(items=['rice', 'olive oil'], counts=[1, 3], address={'street': 'Main St 1'})]",
                "[menu.show()]",
            ]),
        (Question(
            "simple_java",
            """{"id": "simple_java_0", "question": [[{"role": "user", "content": "Put."}]], "function": [{"name": "Cache.put", "description": "", "parameters": {"type": "dict", "properties": {"key": {"type": "String"}, "ttl": {"type": "long"}, "tags": {"type": "ArrayList", "items": {"type": "String"}}, "meta": {"type": "HashMap"}}, "required": ["key"]}}]}""",
            """{"id": "simple_java_0", "ground_truth": [{"Cache.put": {"key": ["user"], "ttl": [60], "tags": [["a", "b"]], "meta": [{"k": ["v"]}]}}]}"""),
            [
                """[Cache.put(key="user", ttl=60L, tags=new ArrayList<>(Arrays.asList("a", "b")), meta=new HashMap<String, String>() {{ put("k", "v"); }})]""",
                """[Cache.put(key="user", ttl=60, tags=new ArrayList<>(Arrays.asList("a", "b")), meta=new HashMap<>())]""",
            ]),
    ];

    private static BfclQuestion Question(string category, string question, string answer) =>
        BfclReader.Read(new StringReader(question), new StringReader(answer), BfclCategories.Find(category)!)[0];
}

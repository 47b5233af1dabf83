using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class RunConfigurationSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-configuration");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_defaults_are_complete()
    {
        var configuration = RunConfiguration.Load(new());
        Assert.Equal(240, configuration.Get<long>("run.steps"));
        Assert.Equal(3e-4, configuration.Get<double>("learner.learning-rate"));
        Assert.Equal(TimeSpan.FromSeconds(120), configuration.Get<TimeSpan>("rollout.lease-deadline"));
        Assert.Equal("models/tiny-zero", configuration.Get<string>("model.path"));
        Assert.Empty(configuration.Get<ImmutableArray<string>>("rollout.stop"));
        Assert.Same(Auto.Instance, configuration.Get<object>("reward.schedule.kappa"));
        Assert.Equal("PinnedDispatcher", configuration.Akka.GetString("akka.actor.learner-dispatcher.type"));
    }

    [Fact]
    public void Every_shipped_recipe_loads_and_makes_settings()
    {
        Assert.Equal<string>(["async", "cispo", "dapo", "dr-grpo", "grpo", "gspo", "multi-turn", "quickstart", "reinforce-pp", "rloo", "sealtools"], ShippedFiles.Folder.Recipes);
        foreach (var recipe in ShippedFiles.Folder.Recipes)
        {
            var configuration = RunConfiguration.Load(new(recipe));
            Assert.Equal(recipe, RunSettings.From(configuration).Run.Name);
            Assert.Equal(configuration, RunConfiguration.Parse(configuration.Render(), "config.conf"));
        }
    }

    [Fact]
    public void Later_layers_win()
    {
        var file = Write("my.conf", "toolzero { run.steps = 20, rollout { workers = 3, stop = [\"\\n\", \" x \"] } }\nakka.loglevel = DEBUG");
        var configuration = RunConfiguration.Load(new("async", file, "rollout.workers=4", "toolzero.model.path = /a//b:c#d", "akka.stdout-loglevel=ERROR"));
        Assert.Equal(20, configuration.Get<long>("run.steps"));
        Assert.Equal(4, configuration.Get<long>("rollout.workers"));
        Assert.Equal(2, configuration.Get<long>("staleness.max-versions"));
        Assert.Equal<string>(["\n", " x "], configuration.Get<ImmutableArray<string>>("rollout.stop"));
        Assert.Equal("/a//b:c#d", configuration.Get<string>("model.path"));
        Assert.Equal("DEBUG", configuration.Akka.GetString("akka.loglevel"));
        Assert.Equal("ERROR", configuration.Akka.GetString("akka.stdout-loglevel"));
        Assert.Equal("off", configuration.Akka.GetString("akka.log-dead-letters"));
    }

    [Fact]
    public void What_is_rendered_reads_back_equal_and_has_the_same_hash()
    {
        var configuration = RunConfiguration.Load(new(null, null, "rollout.stop=[\"a\\\"b\\\\\", \"\\u00e9\\n\"]", "run.folder=a b", "learner.epsilon=3e-9", "akka.a.\"b.c\"=[1, {d=2}]"));
        var again = RunConfiguration.Parse(configuration.Render(), "config.conf");
        Assert.Equal(configuration, again);
        Assert.Equal(configuration.Hash, again.Hash);
        Assert.Equal<string>(["a\"b\\", "é\n"], again.Get<ImmutableArray<string>>("rollout.stop"));
        Assert.NotEqual(configuration.Hash, configuration.With("run.seed=2").Hash);
    }

    [Fact]
    public void What_is_about_a_process_is_neither_kept_with_the_run_nor_asked_of_it()
    {
        var quiet = RunConfiguration.Load(new());
        var telling = RunConfiguration.Load(new(null, null, "telemetry.log-format=json", "telemetry.otlp-endpoint=\"http://collector:4317\""));
        Assert.Equal(quiet.Hash, telling.Hash);
        Assert.DoesNotContain("telemetry", telling.Render(), StringComparison.Ordinal);
        Assert.Equal(new TelemetrySettings("http://collector:4317", "grpc", LogFormat.Json), TelemetrySettings.From(telling));
        Assert.Equal(new TelemetrySettings("", "grpc", LogFormat.Text), TelemetrySettings.From(RunConfiguration.Parse(telling.Render(), "config.conf")));
        Assert.Equal(TelemetrySettings.From(telling), TelemetrySettings.From(quiet.With(TelemetrySettings.From(telling).Sets)));
    }

    [Theory]
    [InlineData("telemetry.otlp-endpoint=\"collector:4317\"")]
    [InlineData("telemetry.otlp-endpoint=\"ftp://collector\"")]
    [InlineData("telemetry.otlp-protocol=http")]
    [InlineData("telemetry.log-format=xml")]
    public void What_telemetry_cannot_be_is_refused(string set) => Assert.Throws<DataException>(() => RunConfiguration.Load(new(null, null, set)));

    [Fact]
    public void An_unknown_key_is_an_error_with_the_file_and_the_nearest_key()
    {
        var file = Write("typo.conf", "toolzero.rolout.workers = 3");
        Assert.Equal($"{file}: unknown key toolzero.rolout.workers, did you mean toolzero.rollout.workers?", ErrorOf(new(null, file)));
        Assert.Equal("--set: unknown key toolzero.steps, did you mean toolzero.run.steps?", ErrorOf(new(null, null, "steps=3")));
        Assert.Contains("did you mean toolzero.rollout.workers", ErrorOf(new(null, Write("root.conf", "rollout.workers = 3"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rollout.workers = many", "toolzero.rollout.workers = many", "an integer from 1 to 1024")]
    [InlineData("rollout.workers = 0", "toolzero.rollout.workers = 0", "an integer from 1 to 1024")]
    [InlineData("rollout.workers = 2.5", "2.5", "an integer")]
    [InlineData("rollout.workers = { a = 1 }", "{ … }", "an integer")]
    [InlineData("rollout.workers = [1]", "[ … ]", "an integer")]
    [InlineData("rollout.workers = null", "null", "an integer")]
    [InlineData("rollout.lease-deadline = 5", "toolzero.rollout.lease-deadline = 5", "a duration with a unit")]
    [InlineData("reward.deadline = 5 parsecs", "5 parsecs", "a duration with a unit")]
    [InlineData("rollout.top-p = 0", "rollout.top-p = 0", "a number above 0 to 1")]
    [InlineData("learner.beta1 = 1", "learner.beta1 = 1", "a number from 0 to below 1")]
    [InlineData("learner.learning-rate = NaN", "NaN", "a number from 0 to 1")]
    [InlineData("model.dtype = f64", "f64", "one of f32, bf16, f16")]
    [InlineData("model.device = gpu", "gpu", "cpu, cuda or cuda:N")]
    [InlineData("reward.schedule.midpoint = soon", "soon", "or auto")]
    [InlineData("rollout.stop = x", "rollout.stop = x", "a list of texts")]
    [InlineData("run.name = \"a/b\"", "a/b", "letters")]
    [InlineData("run.name = \"..\"", "..", "letters")]
    [InlineData("model.path = \"\"", "\"\"", "a path")]
    [InlineData("rollout = 5", "toolzero.rollout", "section")]
    public void A_wrong_value_is_an_error_with_key_value_and_what_is_expected(string line, string named, string expected)
    {
        var error = ErrorOf(new(null, Write("wrong.conf", $"toolzero {{ {line} }}")));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("wrong.conf", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void All_errors_are_listed_in_one_line()
    {
        var error = ErrorOf(new(null, Write("bad.conf", "toolzero { run.steps = x, model.dtype = y, foo.bar = 1 }\nbaz = 2"), "rollout.top-k=z"));
        Assert.True(error.Split("; ").Length == 5, error);
    }

    [Fact]
    public void What_is_no_hocon_is_an_error_with_its_place()
    {
        var file = Write("broken.conf", "toolzero {\n  run { steps = 1\n");
        Assert.Equal($"{file}:2: this {{ is not closed; add }}", ErrorOf(new(null, file)));
        Assert.Contains("cannot read", ErrorOf(new(null, Path.Combine(_folder.FullName, "none.conf"))), StringComparison.Ordinal);
        Assert.Contains("there are async, cispo, dapo", ErrorOf(new("nosuch")), StringComparison.Ordinal);
        Assert.Equal("--set: rollout.workers, expected KEY=VALUE", ErrorOf(new(null, null, "rollout.workers")));
    }

    [Fact]
    public void A_file_includes_another_one_beside_it()
    {
        Write("base.conf", "toolzero.run.steps = 7");
        Assert.Equal(7, RunConfiguration.Load(new(null, Write("top.conf", "include \"base.conf\"\ntoolzero.run.seed = 3"))).Get<long>("run.steps"));
    }

    [Fact]
    public void The_folder_is_named_by_the_environment_or_found_above_the_program()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "a", "b"));
        Assert.Contains("TOOLZERO_HOME", Assert.Throws<DataException>(() => HoconFolder.Find(null, Path.Combine(_folder.FullName, "a", "b"))).Message, StringComparison.Ordinal);
        Assert.Contains("TOOLZERO_HOME", Assert.Throws<DataException>(() => HoconFolder.Find(_folder.FullName, "/")).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "hocon"));
        Write(Path.Combine("hocon", "toolzero.conf"), ShippedFiles.Defaults);
        Assert.Equal(Path.Combine(_folder.FullName, "hocon"), HoconFolder.Find(null, Path.Combine(_folder.FullName, "a", "b")).Path);
        Assert.Equal(Path.Combine(_folder.FullName, "hocon"), HoconFolder.Find(_folder.FullName, "/").Path);
    }

    private static string ErrorOf(ConfigurationSources sources) => Assert.Throws<DataException>(() => RunConfiguration.Load(sources)).Message;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}

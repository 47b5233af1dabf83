using ToolZero.Core.Data.Preparation;
using static ToolZero.Core.Tests.Data.Preparation.TestTasks;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class ContentKeySpecs
{
    [Theory]
    [InlineData(" What\n time ")]
    [InlineData("\tWhat time")]
    [InlineData("What   time\n")]
    public void White_space_between_and_around_words_is_no_difference(string question) => Assert.Equal(Key("What time"), Key(question));

    [Fact]
    public void Other_words_are() => Assert.Equal(4, new[] { "What time", "Whattime", "what time", "" }.Select(Key).Distinct().Count());

    private static UInt128 Key(string question) => ContentKey.Of(Task("t", question, "[]"));
}

namespace IntelMQ.Docs.Tests;

public sealed class SourceSnippetsTests
{
    private const string Text = """
        using A;
        // #region outer
        class B
        {
            // #region inner
            int C;

                int D;
            // #endregion
        }
        // #endregion
        // #region open
        """;

    [Theory]
    [InlineData("outer", "class B\n{\n    int C;\n\n        int D;\n}")]
    [InlineData("inner", "int C;\n\n    int D;")]
    [InlineData(null, "using A;\nclass B\n{\n    int C;\n\n        int D;\n}")]
    [InlineData("open", null)]
    [InlineData("other", null)]
    public void A_part_is_what_stands_in_its_region(string? name, string? part) => Assert.Equal(part, SourceSnippets.Part(Text, name));
}

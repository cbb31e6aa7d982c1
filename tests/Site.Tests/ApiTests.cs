using System.Text.RegularExpressions;
using IntelMQ.Site.Api;

namespace IntelMQ.Site.Tests;

/// <summary>The reference of the API has all that users see, with what the sources say of it.</summary>
public sealed partial class ApiTests
{
    private static readonly IReadOnlyList<ApiType> Types = ApiPages.Types();

    [Fact]
    public void Every_type_of_the_approved_API_is_there()
    {
        HashSet<string> names = [.. Types.Select(static type => Plain($"{type.Namespace}.{type.Name}"))];
        string[] approved = [.. Directory.EnumerateFiles(Repository.PathOf("tests/PublicApi"), "*.txt")
            .SelectMany(File.ReadLines)
            .Select(static line => Declared().Match(line))
            .Where(static match => match.Success)
            .Select(static match => Plain(match.Groups["name"].Value))];
        Assert.NotEmpty(approved);
        // Components of pages are public since Razor makes them so; nobody is meant to use them.
        names.UnionWith(Directory.EnumerateFiles(Repository.PathOf("src"), "*.razor", SearchOption.AllDirectories).Select(static file => $"IntelMQ.Dashboard.Pages.{Path.GetFileNameWithoutExtension(file)}"));
        Assert.DoesNotContain(approved, name => !names.Contains(name));
    }

    [Fact]
    public void Every_type_says_what_it_is()
        => Assert.Empty(Types.Where(static type => type.Comment.Summary.Length == 0).Select(static type => $"{type.Namespace}.{type.Name}"));

    [Fact]
    public void Members_come_with_declaration_and_comment()
    {
        ApiType message = Types.Single(static type => type is { Namespace: "IntelMQ.Messages", Name: "Message" });
        ApiMember member = message.Members.Single(static member => member.Name == "GetString");
        Assert.Equal("public string? GetString(string name)", member.Declaration);
        Assert.StartsWith("A field's value as text", member.Comment.Summary, StringComparison.Ordinal);
        Assert.Equal("name", member.Comment.Parameters.Single().Key);
        Assert.Contains(message.Members, static member => member.Declaration.StartsWith("public FieldValue this[string name]", StringComparison.Ordinal));
    }

    [Fact]
    public void Source_text_that_is_laid_out_as_usual_is_read()
    {
        var reader = new SourceReader("Sample");
        reader.Read("""
            namespace Sample;

            /// <summary>A <see cref="Thing{T}"/> with 1 &lt; 2.</summary>
            [Marker("x")]
            public sealed partial class Thing<T> : Base
            {
                private int _hidden;

                /// <summary>Makes it.</summary>
                public Thing(
                    int count,
                    string name)
                    : base(count)
                {
                }

                /// <summary>The count.</summary>
                public int Count { get; private set; } = 1;

                /// <inheritdoc/>
                public override string ToString() => "x";

                internal void Hidden()
                {
                }
            }

            /// <summary>Kinds.</summary>
            public enum Kind
            {
                /// <summary>One.</summary>
                One = 1,
            }

            /// <summary>Is told.</summary>
            public delegate void Told(int number);

            internal sealed class Other
            {
                public int Seen { get; set; }
            }
            """);
        Assert.Equal(["Kind", "Thing<T>", "Told"], reader.Types.Select(static type => type.Name));
        ApiType thing = reader.Types.Single(static type => type.Name == "Thing<T>");
        Assert.Equal("public sealed class Thing<T> : Base", thing.Declaration);
        Assert.Equal("A `Thing<T>` with 1 \\< 2.", thing.Comment.Summary);
        Assert.Equal(["public Thing(int count, string name)", "public int Count { get; private set; }"], thing.Members.Select(static member => member.Declaration));
        Assert.Equal(["One"], reader.Types.Single(static type => type.Name == "Kind").Members.Select(static member => member.Name));
    }

    private static string Plain(string name) => Variance().Replace(name, "").Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:[a-z]+ )*?(?:class|struct|interface|enum|delegate) (?:struct |class )?(?:\S+ )?(?<name>[A-Z][\w.]*(?:<[^>]*>)?)(?: |\(|$)", RegexOptions.None, 1000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b(?:in|out) ", RegexOptions.None, 1000)]
    private static partial Regex Variance();
}

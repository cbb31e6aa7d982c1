using System.Globalization;
using System.Text;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Site.Api;

/// <summary>The reference of the packages: a page for each namespace, with the types and members that users see.</summary>
internal static class ApiPages
{
    /// <summary>Where the pages would stand in the repository.</summary>
    public const string Folder = "docs/api/";

    /// <summary>The list of namespaces first, then their pages.</summary>
    public static IReadOnlyList<MarkdownPage> All()
    {
        IGrouping<string, ApiType>[] namespaces = [.. Types().Where(static type => !type.IsHidden).GroupBy(static type => type.Namespace).OrderBy(static group => group.Key, StringComparer.Ordinal)];
        return [List(namespaces), .. namespaces.Select(static group => new MarkdownPage($"{Folder}{group.Key}.md", PageOf(group)))];
    }

    /// <summary>The public types of all packages.</summary>
    public static IReadOnlyList<ApiType> Types()
    {
        var types = new List<ApiType>();
        foreach (string package in Directory.EnumerateDirectories(Repository.PathOf("src")).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(package);
            // One runs in the compiler, the other is a command.
            if (name is "IntelMQ.Generators" or "IntelMQ.Tool")
                continue;
            var reader = new SourceReader(name);
            foreach (string file in Directory.EnumerateFiles(package, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (!Path.GetRelativePath(package, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
                    reader.Read(File.ReadAllText(file));
            }

            types.AddRange(reader.Types);
        }

        return types;
    }

    private static MarkdownPage List(IGrouping<string, ApiType>[] namespaces)
    {
        var text = new StringBuilder("# API reference\n\nAll that a program can use of the packages, by namespace. It is made of the comments in the sources, as an editor shows them.\n\n| namespace | package | types |\n| --- | --- | --: |\n");
        foreach (IGrouping<string, ApiType> group in namespaces)
            text.Append(CultureInfo.InvariantCulture, $"| [`{group.Key}`]({group.Key}.md) | {string.Join(", ", group.Select(static type => $"`{type.Package}`").Distinct())} | {group.Count()} |\n");
        return new MarkdownPage(Folder + "README.md", text.ToString());
    }

    private static string PageOf(IGrouping<string, ApiType> types)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {types.Key}\n\nThe namespace holds {types.Count()} {(types.Count() == 1 ? "type" : "types")} of {string.Join(", ", types.Select(static type => $"`{type.Package}`").Distinct())}.\n\n");
        foreach (ApiType type in types.OrderBy(static type => type.Name, StringComparer.Ordinal))
            Append(type, text);
        return text.ToString();
    }

    private static void Append(ApiType type, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {type.Name.Replace("<", "\\<", StringComparison.Ordinal).Replace(">", "\\>", StringComparison.Ordinal)}\n\n");
        Paragraph(type.Comment.Summary, text);
        text.Append(CultureInfo.InvariantCulture, $"```csharp\n{type.Declaration}\n```\n\n");
        Paragraph(type.Comment.Remarks, text);
        Code(type.Comment.Example, text);
        foreach ((string name, string said) in type.Comment.Parameters)
            text.Append(CultureInfo.InvariantCulture, $"- `{name}`: {said.Replace("\n\n", " ", StringComparison.Ordinal)}\n");
        foreach (ApiMember member in type.Members)
            Append(member, CommentOf(member, type), text);
        text.Append('\n');
    }

    private static void Append(ApiMember member, ApiComment comment, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"- `{member.Declaration.Replace('`', '\'')}`\n");
        Item(comment.Summary, text);
        Item(comment.Remarks, text);
        if (comment.Parameters.Any(static parameter => parameter.Value.Length > 0))
            Item(string.Join(' ', comment.Parameters.Where(static parameter => parameter.Value.Length > 0).Select(static parameter => $"`{parameter.Key}`: {parameter.Value}")), text);
        if (comment.Returns.Length > 0)
            Item($"Returns: {comment.Returns}", text);
        foreach ((string name, string when) in comment.Exceptions)
            Item($"Throws `{name}`: {when}", text);
        if (comment.Example.Length > 0)
            text.Append("\n  ```csharp\n").Append(string.Concat(comment.Example.Split('\n').Select(static line => $"  {line}\n"))).Append("  ```\n");
    }

    // A member that repeats another's text is one of the same name, which says it.
    private static ApiComment CommentOf(ApiMember member, ApiType type)
    {
        if (!member.Comment.Inherits || member.Comment.Summary.Length > 0)
            return member.Comment;
        ApiComment? other = type.Members.FirstOrDefault(other => other.Name == member.Name && other.Comment.Summary.Length > 0)?.Comment;
        return other is null ? member.Comment : other with { Parameters = member.Comment.Parameters };
    }

    private static void Item(string said, StringBuilder text)
    {
        if (said.Length > 0)
            text.Append("\n  ").Append(said.Replace("\n\n", "\n\n  ", StringComparison.Ordinal)).Append('\n');
    }

    private static void Paragraph(string said, StringBuilder text)
    {
        if (said.Length > 0)
            text.Append(said).Append("\n\n");
    }

    private static void Code(string code, StringBuilder text)
    {
        if (code.Length > 0)
            text.Append("```csharp\n").Append(code).Append("\n```\n\n");
    }
}

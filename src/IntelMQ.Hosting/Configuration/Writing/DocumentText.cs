using System.Text;
using IntelMQ.Pipelines;
using YamlDotNet.Core;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>
/// A document whose values change while all around them stays as it is: comments, order, quotation marks, line breaks. Each change is read back,
/// and counts only where it gives what was asked for and nothing else.
/// </summary>
internal sealed class DocumentText
{
    private readonly string? _source;
    private TextNode? _places;

    private DocumentText(string text, string? source, DocumentNode root)
    {
        Text = text;
        Root = root;
        _source = source;
        IsJson = IsJsonText(text);
        _places = Places(text);
    }

    /// <summary>The text as it is now.</summary>
    public string Text { get; private set; }

    /// <summary>What the text holds; a map, which may be empty.</summary>
    public DocumentNode Root { get; private set; }

    public bool IsJson { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="PipelineConfigurationException">It cannot be read.</exception>
    public static DocumentText Parse(string text, string? source)
    {
        DocumentNode root = YamlTree.Read(text, source, out PipelineComplaint? complaint) ?? throw Refusal(complaint!);
        if (root.Kind is not (DocumentKind.Map or DocumentKind.Null))
            throw Refusal(new PipelineComplaint("The document is no map of bots.") { Place = root.Place });
        return new DocumentText(text, source, Map(root));
    }

    /// <summary>Sets the value at a path of names, making maps on the way; <see langword="null"/> takes the entry out.</summary>
    /// <exception cref="PipelineConfigurationException">It cannot be set without changing other values.</exception>
    public void Set(string[] path, DocumentNode? value)
    {
        DocumentNode target = DocumentTree.With(Root, path, value);
        if (DocumentTree.AreSame(Root, target, isOrdered: true) || TryAccept(Assign(Text, path, value), target, path))
            return;
        for (int depth = path.Length; depth > 0; depth--)
        {
            if (DocumentTree.At(target, path.AsSpan(..depth)) is { } whole && TryAccept(Edit(Text, path[..depth], whole), target, path))
                return;
        }

        throw Refusal(new PipelineComplaint($"{string.Join(": ", path)}: cannot be changed without changing something else, such as a value that others share; change it by hand.") { Place = DocumentTree.At(Root, path)?.Place });
    }

    /// <summary>Gives an entry of the document another name.</summary>
    /// <exception cref="PipelineConfigurationException">The name cannot be written.</exception>
    public void Rename(string name, string newName)
    {
        if (_places?.Find(name) is { } entry
            && TryAccept(TextLines.Replace(Text, entry.Start, entry.NameEnd, ValueText.Name(newName, IsJson)), DocumentTree.Renamed(Root, name, newName), []))
        {
            return;
        }

        throw Refusal(new PipelineComplaint($"{name}: cannot be named '{newName}' without changing something else; change it by hand."));
    }

    private bool TryAccept(string? text, DocumentNode target, string[] path)
    {
        if (text is null || YamlTree.Read(text, _source, out _) is not { } read)
            return false;
        DocumentNode root = Map(read);
        bool isSame = DocumentTree.AreSame(root, target, isOrdered: false)
            && (DocumentTree.At(target, path) is not { } wanted || DocumentTree.AreSame(DocumentTree.At(root, path)!, wanted, isOrdered: path.Length > 0))
            && IsJsonText(text) == IsJson;
        if (!isSame)
            return false;
        Text = text;
        Root = root;
        _places = Places(text);
        return true;
    }

    // Of maps only the entries are touched that are to be others.
    private string? Assign(string text, string[] path, DocumentNode? value)
    {
        if (YamlTree.Read(text, _source, out _) is not { } root)
            return null;
        DocumentNode? old = DocumentTree.At(root, path);
        if (old is not { Kind: DocumentKind.Map, Entries.Count: > 0 } || value is not { Kind: DocumentKind.Map, Entries.Count: > 0 })
            return old is not null && value is not null && DocumentTree.AreSame(old, value, isOrdered: true) ? text : Edit(text, path, value);
        string? now = text;
        foreach (DocumentEntry entry in old.Entries.Where(entry => value.Entries.All(kept => kept.Name != entry.Name)))
            now = now is null ? null : Edit(now, [.. path, entry.Name], null);
        foreach (DocumentEntry entry in value.Entries)
            now = now is null ? null : Assign(now, [.. path, entry.Name], entry.Value);
        return now;
    }

    private string? Edit(string text, string[] path, DocumentNode? value)
    {
        try
        {
            return new TextEditor(text, Places(text), IsJson).Set(path, value);
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private TextNode? Places(string text) => IsJson ? JsonText.Read(text) : YamlText.Read(text);

    private static bool IsJsonText(string text)
        => text.AsSpan().TrimStart().StartsWith("{") && DocumentNode.FromJson(Encoding.UTF8.GetBytes(text), null, out _) is not null;

    private static DocumentNode Map(DocumentNode root) => root.Kind == DocumentKind.Null ? DocumentNode.OfMap([], root.Place) : root;

    private static PipelineConfigurationException Refusal(PipelineComplaint complaint) => new((IEnumerable<PipelineComplaint>)[complaint]);
}

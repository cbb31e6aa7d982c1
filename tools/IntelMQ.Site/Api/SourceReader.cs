using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Site.Api;

/// <summary>
/// Finds public types and their members, with their comments, in the sources of a package, as the project's own form lays them out: one type in
/// a file, members indented by four blanks. So the site needs no build of the packages.
/// </summary>
internal sealed partial class SourceReader(string package)
{
    private const int Indent = 4;

    private readonly Dictionary<string, ApiType> _types = new(StringComparer.Ordinal);
    private readonly Stack<Scope> _scopes = [];
    private string[] _lines = [];
    private string _namespace = "";
    private bool _hides;

    /// <summary>The types of all files that were read, sorted by name.</summary>
    public IEnumerable<ApiType> Types => _types.Values.OrderBy(static type => type.Name, StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    public void Read(string text)
    {
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _scopes.Clear();
        var comment = new StringBuilder();
        for (int i = 0; i < _lines.Length; i++)
        {
            string line = _lines[i];
            string code = line.Trim();
            int indent = line.Length - line.TrimStart().Length;
            if (code.StartsWith("namespace ", StringComparison.Ordinal))
                _namespace = code["namespace ".Length..].TrimEnd(';');
            else if (_scopes.TryPeek(out Scope? scope) && code.StartsWith('}') && indent == scope.Indent)
                _scopes.Pop();
            else if (indent == (_scopes.TryPeek(out scope) ? scope.Indent + Indent : 0))
                ReadAt(ref i, code, indent, comment);
        }
    }

    private void ReadAt(ref int line, string code, int indent, StringBuilder comment)
    {
        if (code.StartsWith("///", StringComparison.Ordinal))
        {
            comment.Append(code.AsSpan(3)).Append('\n');
            return;
        }

        if (code == "[EditorBrowsable(EditorBrowsableState.Never)]")
            _hides = true;
        if (code.Length == 0 || code.StartsWith('[') || code.StartsWith('#') || code.StartsWith("//", StringComparison.Ordinal))
            return;
        ApiComment said = comment.Length == 0 ? ApiComment.None : ApiComment.Parse(comment.ToString());
        comment.Clear();
        Scope? scope = _scopes.TryPeek(out Scope? top) ? top : null;
        if (Declares().Match(code) is { Success: true } match)
        {
            string declaration = DeclarationAt(ref line, out bool hasBody);
            bool isPublic = code.StartsWith("public ", StringComparison.Ordinal) && scope is not { Type: null };
            string name = (scope?.Type is { } outer ? outer.Name + "." : "") + match.Groups["name"].Value;
            ApiType? type = isPublic ? TypeOf(name, declaration, said) : null;
            if (type is not null)
                type.IsHidden |= _hides;
            _hides = false;
            if (hasBody)
                _scopes.Push(new Scope(indent, type, match.Groups["kind"].Value));
            return;
        }

        if (DeclaresDelegate().Match(code) is { Success: true } call && scope is not { Type: null })
        {
            TypeOf((scope?.Type is { } around ? around.Name + "." : "") + call.Groups["name"].Value, DeclarationAt(ref line, out _), said);
            return;
        }

        if (scope is not { Type: { } owner } || !IsSeen(code, scope.Kind))
            return;
        if (scope.Kind == "enum")
        {
            string member = code.Split('=', ',')[0].Trim();
            if (Identifier().IsMatch(member))
                owner.Members.Add(new ApiMember(member, member, said));
            return;
        }

        string declared = DeclarationAt(ref line, out _);
        if (MemberName().Match(declared) is { Success: true } named && !declared.Contains(" override ", StringComparison.Ordinal))
            owner.Members.Add(new ApiMember(named.Groups["name"].Value, declared, said));
    }

    private static bool IsSeen(string code, string kind)
        => kind is "enum" || code.StartsWith("public ", StringComparison.Ordinal)
            || (code.StartsWith("protected ", StringComparison.Ordinal) && kind is not "struct")
            || (kind == "interface" && char.IsLetter(code[0]) && !code.StartsWith("private ", StringComparison.Ordinal));

    private ApiType TypeOf(string name, string declaration, ApiComment said)
    {
        string key = $"{_namespace}.{name}";
        if (!_types.TryGetValue(key, out ApiType? type))
            _types.Add(key, type = new ApiType(package, _namespace, name));
        // Of parts in several files, the one that says something speaks.
        if (type.Declaration.Length == 0 || said.Summary.Length > 0)
            (type.Declaration, type.Comment) = (declaration.Replace(" partial ", " ", StringComparison.Ordinal), said);
        return type;
    }

    // Up to the body, its arrow, its initializer or the end of the statement, in one line.
    private string DeclarationAt(ref int line, out bool hasBody)
    {
        var text = new StringBuilder();
        int depth = 0;
        for (; line < _lines.Length; line++)
        {
            string code = _lines[line].Trim();
            for (int i = 0; i < code.Length; i++)
            {
                char c = code[i];
                depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
                bool ends = depth == 0 && (c is '{' or ';' || code.AsSpan(i).StartsWith("=>") || (c == '=' && i > 0 && code[i - 1] == ' ' && code[^1] != ')'));
                if (!ends)
                    continue;
                hasBody = c == '{';
                text.Append(code.AsSpan(0, i));
                return Tidy(text, code[i..]);
            }

            text.Append(code).Append(' ');
        }

        hasBody = false;
        return Tidy(text, "");
    }

    private static string Tidy(StringBuilder text, string rest)
    {
        string declaration = ConstructorCall().Replace(text.ToString().Trim(), "");
        string accessors = rest.StartsWith('{') && rest.IndexOf('}', StringComparison.Ordinal) is > 0 and var end && Accessors().IsMatch(rest[..(end + 1)]) ? " " + rest[..(end + 1)] : "";
        return Attributes().Replace(declaration.Replace("( ", "(", StringComparison.Ordinal), "") + accessors;
    }

    [GeneratedRegex(@"^(?:[a-z]+ )*(?<kind>class|struct|interface|enum|record)(?: struct| class)? (?<name>\w+(?:<[^>(]*>)?)", RegexOptions.None, 1000)]
    private static partial Regex Declares();

    [GeneratedRegex(@"^public delegate .+? (?<name>\w+(?:<[^>(]*>)?)\(", RegexOptions.None, 1000)]
    private static partial Regex DeclaresDelegate();

    [GeneratedRegex(@"(?<name>\w+|operator [^\s(]+|this)(?:<[^(]*>)?(?:[(\[].*| \{.*)?$", RegexOptions.None, 1000)]
    private static partial Regex MemberName();

    [GeneratedRegex(@"^\w+$", RegexOptions.None, 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@" : (?:this|base)\(.*$", RegexOptions.None, 1000)]
    private static partial Regex ConstructorCall();

    [GeneratedRegex(@"^\{(?: (?:private |protected |internal )*(?:get|set|init);)+ \}$", RegexOptions.None, 1000)]
    private static partial Regex Accessors();

    [GeneratedRegex(@"\[[A-Z]\w*(?:\([^)]*\))?(?:, [A-Z]\w*(?:\([^)]*\))?)*\] ", RegexOptions.None, 1000)]
    private static partial Regex Attributes();

    private sealed record Scope(int Indent, ApiType? Type, string Kind);
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Twitter;

/// <summary>Tells links that are passed over: by a host name, which stands for all below it, or by a pattern.</summary>
internal sealed class HostFilter
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    private readonly string? _host;
    private readonly PythonPattern? _pattern;

    private HostFilter(string? host, PythonPattern? pattern) => (_host, _pattern) = (host, pattern);

    public static HostFilter Create(string text) => TryCreate(text, out HostFilter? filter, out string? error) ? filter : throw new ArgumentException(error, nameof(text));

    public static bool TryCreate(string text, [NotNullWhen(true)] out HostFilter? filter, [NotNullWhen(false)] out string? error)
    {
        filter = null;
        error = null;
        if (!text.AsSpan().ContainsAnyExcept(NameCharacters))
            filter = new HostFilter(text.ToLowerInvariant(), null);
        else if (PythonPattern.TryCompile(text, default, out PythonPattern? pattern, out error))
            filter = new HostFilter(null, pattern);
        return filter is not null;
    }

    /// <summary>Whether a link is passed over. One that takes too long to compare is not.</summary>
    public bool Matches(Link link)
        => _pattern is null
            ? link.Host == _host || (link.Host.EndsWith(_host!, StringComparison.Ordinal) && link.Host[^(_host!.Length + 1)] == '.')
            : _pattern.Search((link.Host + link.Rest).AsSpan()) == RegexOutcome.Match;
}

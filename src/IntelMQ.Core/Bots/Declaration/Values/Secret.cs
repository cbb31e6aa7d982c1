using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Bots;

/// <summary>
/// A parameter that must not be shown: its text form is always <c>HIDDEN</c>. In configuration it is a text, or a reference to where the
/// secret is, <c>${env:NAME}</c> or <c>${file:/run/secrets/name}</c>; only a reference is ever written back.
/// </summary>
/// <example><code>var password = new Secret("${env:MAIL_PASSWORD}");</code></example>
public sealed class Secret : IParameterValue<Secret>
{
    private readonly string _value;

    /// <summary>Wraps the text.</summary>
    public Secret(string value)
        : this(value, null)
    {
    }

    internal Secret(string value, string? reference)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        Reference = reference;
    }

    /// <summary>A text, or a reference.</summary>
    public static ParameterForm<Secret> Form { get; } = new SecretForm();

    /// <summary>Where the secret came from, such as <c>${env:NAME}</c>; null where it was given itself.</summary>
    public string? Reference { get; }

    /// <summary>Whether there is no text.</summary>
    public bool IsEmpty => _value.Length == 0;

    /// <summary>The text itself, for the place that needs it.</summary>
    public string Reveal() => _value;

    /// <summary>The text as it is now, for secrets that are renewed: a reference is looked up again; where nothing is found, the text is the known one.</summary>
    /// <param name="secrets">Where secrets are.</param>
    public string Reveal(ISecretStore secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Reference is not null && TrySplit(Reference, out string? kind, out string? name) ? secrets.Find(kind, name, out _) ?? _value : _value;
    }

    /// <inheritdoc/>
    public override string ToString() => "HIDDEN";

    /// <summary>Takes a reference apart.</summary>
    internal static bool TrySplit(string text, [NotNullWhen(true)] out string? kind, [NotNullWhen(true)] out string? name)
    {
        kind = name = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 3 || !text.StartsWith("${", StringComparison.Ordinal) || !text.EndsWith('}') || text.AsSpan(2, colon - 2).ContainsAnyExceptInRange('a', 'z'))
            return false;
        kind = text[2..colon];
        name = text[(colon + 1)..^1];
        return true;
    }
}

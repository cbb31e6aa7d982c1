using System.Collections;
using System.Globalization;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration;

/// <summary>
/// The variables <c>INTELMQ_*</c>, each of which sets a parameter of all bots over what files say. <c>True</c> and <c>False</c> are booleans, digits
/// a number, all else is a text; that is IntelMQ's rule.
/// </summary>
public static class EnvironmentParameters
{
    private const string Prefix = "INTELMQ_";

    // They choose folders, and let operators in: they are no parameters of bots.
    private static readonly string[] OfHosts = ["INTELMQ_ROOT_DIR", "INTELMQ_PATHS_NO_OPT", "INTELMQ_PATHS_OPT", Endpoint.ControlFolder.TokenVariable];

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess()
        => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>The parameters that variables set.</summary>
    public static IReadOnlyList<DocumentEntry> Read(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return
        [
            .. environment
                .Where(static variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && variable.Key.Length > Prefix.Length && !OfHosts.Contains(variable.Key))
                .OrderBy(static variable => variable.Key, StringComparer.Ordinal)
                .Select(static variable => Entry(variable.Key, variable.Value)),
        ];
    }

    private static DocumentEntry Entry(string name, string value)
    {
        var place = new DocumentPlace(name, 0, 0);
        DocumentNode node = value switch
        {
            "True" => DocumentNode.OfBoolean(true, place),
            "False" => DocumentNode.OfBoolean(false, place),
            { Length: > 0 and < 19 } when !value.AsSpan().ContainsAnyExceptInRange('0', '9') => DocumentNode.OfNumber(long.Parse(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture), place),
            _ => DocumentNode.OfText(value, place),
        };
        return new DocumentEntry(name[Prefix.Length..].ToLowerInvariant(), node, place);
    }
}

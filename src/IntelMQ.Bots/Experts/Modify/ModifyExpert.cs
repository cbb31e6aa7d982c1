using System.Text.RegularExpressions;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="ModifyExpert"/>.</summary>
public sealed partial class ModifyExpertOptions : BotOptions
{
    /// <summary><c>configuration_path</c>: the file of rules, JSON or YAML.</summary>
    [Required("name the file of rules")]
    [Reaches(Outside.File)]
    public string ConfigurationPath { get; set; } = "/opt/intelmq/var/lib/bots/modify/modify.conf";

    /// <summary><c>case_sensitive</c>: whether upper and lower case differ in the regular expressions.</summary>
    public bool CaseSensitive { get; set; } = true;

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; } = true;

    /// <summary><c>maximum_matches</c>: after how many rules that matched the rest is left; absent or 0 for none.</summary>
    public int? MaximumMatches { get; set; }
}

/// <summary>
/// Changes events by the rules of a file. A rule says which fields must be absent, hold what a regular expression finds, or be equal to
/// a value, and which fields are set then; each rule sees what the rules before it did.
/// </summary>
/// <remarks>A changed file is taken up within a minute.</remarks>
[Bot("intelmq.bots.experts.modify.expert", BotKind.Expert)]
public sealed partial class ModifyExpert : Expert
{
    private const long MaxMade = 8 * 1024 * 1024;

    private readonly ModifyExpertOptions _options;
    private readonly int _maximum;
    private readonly WatchedFile<ModifyRule[]> _rules;

    [ThreadStatic]
    private static List<Match?>? _matches;

    /// <summary>Creates the expert.</summary>
    public ModifyExpert(ModifyExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _maximum = options.MaximumMatches is > 0 and var maximum ? maximum : int.MaxValue;
        _rules = new WatchedFile<ModifyRule[]>(options.ConfigurationPath, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _rules.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">A field refuses its new value, or a rule's text asks for a field that the event has not.</exception>
    /// <exception cref="InvalidDataException">The search for a regular expression took too long, or the texts grow too long.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<Match?> matches = _matches ??= [];
        int matched = 0;
        long made = 0;
        foreach (ModifyRule rule in _rules.Content)
        {
            if (!Matches(rule, message, matches))
                continue;
            foreach (ModifyAction action in rule.Actions)
                made += action.Apply(message, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matches), _options.Overwrite);
            if (made > MaxMade)
                throw new InvalidDataException("The texts that the rules make for one event grow beyond 8 MiB.");
            if (++matched == _maximum)
                break;
        }

        return Verdict.Keep;
    }

    private static bool Matches(ModifyRule rule, Event message, List<Match?> matches)
    {
        matches.Clear();
        foreach (ModifyCondition condition in rule.Conditions)
        {
            if (!condition.Holds(message, out Match? match))
                return false;
            matches.Add(match);
        }

        return true;
    }

    private ModifyRule[] Read(string path)
    {
        try
        {
            return ModifyRuleFile.Read(path, !_options.CaseSensitive);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"configuration_path is '{path}', which cannot be used: {exception.Message}"]);
        }
    }
}

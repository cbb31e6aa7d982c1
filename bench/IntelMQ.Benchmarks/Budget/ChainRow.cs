using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>Parser, taxonomy, url2fqdn, sieve with two rules, and a filter, then a JSON line.</summary>
internal sealed class ChainRow() : BudgetRow("chain", 3.0)
{
    private readonly ShadowserverRow _shadowserver = new();
    private readonly Expert[] _experts = Chain();

    public override int Events => _shadowserver.Events;

    /// <summary>The chain's experts.</summary>
    public static Expert[] Chain() =>
    [
        new TaxonomyExpert(),
        new Url2FqdnExpert(new Url2FqdnExpertOptions { Overwrite = true }),
        new SieveExpert(new SieveExpertOptions { File = Rules() }),
        new FilterExpert(new FilterExpertOptions { FilterKey = "classification.type", FilterValue = "test", FilterAction = "drop" }),
    ];

    public override void Floor(Utf8Buffer output) => _shadowserver.Floor(output);

    public override void Product(Utf8Buffer output)
    {
        foreach (Event message in _shadowserver.Parse())
        {
            if (Passes(_experts, message))
            {
                message.WriteTo(output, MessageFormat.Flat);
                output.Append((byte)'\n');
            }
        }
    }

    /// <summary>Whether an event comes through the experts, each of which a host would have saved the event's state for.</summary>
    public static bool Passes(Expert[] experts, Event message)
    {
        foreach (Expert expert in experts)
        {
            MessageState before = message.Save();
            Verdict verdict = expert.Process(message);
            if (!verdict.IsKeep && !verdict.Paths.Contains(BotPath.Default))
            {
                message.Restore(before);
                return false;
            }
        }

        return true;
    }

    private static string Rules()
    {
        string path = Path.Combine(Path.GetTempPath(), $"intelmq-benchmark-{Environment.ProcessId}.sieve");
        File.WriteAllText(path, """
            if source.geolocation.cc == 'XX' { drop }
            if extra.tag :contains 'honeypot' && source.ip << '192.0.2.0/28' { add comment = 'honeypot' }
            """);
        return path;
    }
}

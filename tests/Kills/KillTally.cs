using System.Globalization;

namespace Kills;

/// <summary>What a row of rounds has cost.</summary>
internal sealed class KillTally
{
    /// <summary>Worker processes that were killed before they were done.</summary>
    public int Killed { get; set; }

    /// <summary>Worker processes that were told to stop before they were done.</summary>
    public int Stopped { get; set; }

    /// <summary>How often the broker's server was killed.</summary>
    public int ServerKills { get; set; }

    /// <summary>Worker processes that met a full disk.</summary>
    public int Filled { get; set; }

    /// <summary>Events that were to come out, each once.</summary>
    public long Sent { get; set; }

    /// <summary>Events that did not come out, and lines that failed and are not among the failures.</summary>
    public long Lost { get; set; }

    /// <summary>Lines of outputs that are no whole event.</summary>
    public long Torn { get; set; }

    /// <summary>Events and failures that came out more than once, each further time.</summary>
    public long Doubled { get; set; }

    /// <summary>The most of them in one round.</summary>
    public long MostDoubled { get; set; }

    /// <summary>Lines that outputs wrote again over a durable broker.</summary>
    public long Repeated { get; set; }

    /// <summary>The most that outputs may write again; <see langword="null"/> where a broker's queues end with the process.</summary>
    public long? MostRepeated { get; set; }

    /// <summary>Events that an aggregate did not count.</summary>
    public long Uncounted { get; set; }

    /// <summary>Events that an aggregate counted more than once.</summary>
    public long Overcounted { get; set; }

    /// <summary>Whether they may be.</summary>
    public bool MayOvercount { get; set; }

    /// <summary>Runs of the worker that ended otherwise than they should.</summary>
    public List<string> Faults { get; } = [];

    public bool IsGood => Lost == 0 && Torn == 0 && Uncounted == 0 && Faults.Count == 0 && (MostRepeated is not { } most || (Doubled == 0 && (MayOvercount || Overcounted == 0) && Repeated <= most));

    private string Bound => MostRepeated is { } most
        ? string.Create(CultureInfo.InvariantCulture, $" in the graph, {Repeated} written again (at most {most})")
        : string.Create(CultureInfo.InvariantCulture, $" (at most {MostDoubled} a round)");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Killed} killed, {Stopped} stopped, {ServerKills} times the server, {Filled} with a full disk; of {Sent} events {Lost} lost, {Torn} torn, {Doubled} doubled{Bound}, {Uncounted} not counted, {Overcounted} counted twice{string.Concat(Faults.Select(static fault => "\n" + fault))}");
}
